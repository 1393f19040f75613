import { dump } from 'js-yaml'
import { fileEntryOf } from '../../etcd/notation.ts'
import { comment } from '../../render/escape.ts'
import { publicText } from '../file.ts'
import { markerLine } from '../marker.ts'
import type { SettingGroup } from '../settings.ts'
import { commandLine } from './flags.ts'
import { dropIn, joiningGroups } from './joining.ts'
import type { StyleInput, StylePrinter } from './style.ts'

/** etcd's own configuration file, beside which it ignores every flag and variable (etcd, server/etcdmain/config.go). */
export const file: StylePrinter = {
  configure: (input) => {
    const { groups, configurationFile: path, joiningConfigurationFile, program } = input
    const start = commandLine(program, [flag(joiningConfigurationFile)])
    const joining = (settings: readonly SettingGroup[]) => [
      publicText(joiningConfigurationFile, configurationFile(input, settings)),
      dropIn(input, 'ExecStart=', `ExecStart=${start}`),
    ]
    return {
      file: publicText(path, configurationFile(input, groups)),
      environmentFiles: [],
      arguments: [flag(path)],
      joining: joining(joiningGroups(groups, input.clusterToJoin)),
      joiningAtFirstBoot: joining(joiningGroups(groups)),
    }
  },
  tokenFile: ({ configurationFile }) => configurationFile,
  tokenLine: (token) => dumped({ 'initial-cluster-token': token }).trimEnd(),
}

const flag = (path: string) => `--config-file=${path}`

type Mapping = Record<string, unknown>

/** A part of the file under a heading. */
type Part = { readonly heading: string; readonly mapping: Mapping }

function configurationFile(
  { nodeName, clusterName, version }: StyleInput,
  groups: readonly SettingGroup[],
): string {
  const parts: Part[] = []
  /** Where each section stands: all that it holds has to stand there. */
  const sections = new Map<string, Mapping>()
  for (const { heading, settings } of groups) {
    const mapping: Mapping = {}
    for (const setting of settings) {
      const { place, value } = fileEntryOf(setting, version)
      if (place.section === undefined) mapping[place.key] = value
      else sectionIn(sections, place.section, mapping)[place.key] = value
    }
    if (Object.keys(mapping).length > 0) parts.push({ heading, mapping })
  }
  const head = [
    `# ${comment(nodeName)}, a member of ${comment(clusterName)}. quorate wrote this file and overwrites changes made here.`,
    `${comment(markerLine(clusterName))}\n`,
  ].join('\n')
  return [head, ...parts.map(({ heading, mapping }) => `# ${comment(heading)}\n${dumped(mapping)}`)].join(
    '\n',
  )
}

/** The mapping of a section, made in `mapping` where it does not stand elsewhere yet; a dot for each within another. */
function sectionIn(sections: Map<string, Mapping>, name: string, mapping: Mapping): Mapping {
  const known = sections.get(name)
  if (known) return known
  const section: Mapping = {}
  sections.set(name, section)
  const [, above, key = ''] = /^(?:(.*)\.)?([^.]+)$/.exec(name) ?? []
  const holder = above === undefined ? mapping : sectionIn(sections, above, mapping)
  holder[key] = section
  return section
}

function dumped(mapping: object): string {
  return dump(mapping, { noRefs: true, lineWidth: -1 })
}
