import { DIGESTS, PINNED_VERSIONS, SOURCES, type Source } from '../etcd/digests.ts'
import { variableOf } from '../etcd/notation.ts'
import { FEATURE_GATES } from '../etcd/options/feature-gates.ts'
import {
  choicesOf,
  defaultInFileOf,
  defaultOf,
  fileKeyOf,
  isDeprecated,
  OPTION_GROUPS,
  releasesWith,
} from '../etcd/options/index.ts'
import type { EtcdOption, FileKey } from '../etcd/options/option.ts'
import { DISTRIBUTIONS, PACKAGES_AS_OF } from '../etcd/packages.ts'
import { LINES, newestOf } from '../etcd/releases.ts'
import { markdown, markdownCode } from '../render/escape.ts'

const HEADING = `# etcd versions, options and styles

\`npm run derive\` writes this page from the tables in [src/etcd/](../src/etcd). Change the tables, not this page. The lab
compares the tables with the real programs.
`

const STYLES = `## Configuration styles

\`etcd.style\` says how etcd gets its options. All three styles have the same effect. You can change the style of a running
cluster: site.yml then restarts one member at a time.

- \`env\`: environment variables in a file that the unit reads. The file is \`/etc/default/etcd\`, or
  \`etcd.paths.environmentFile\`. The variable of an option is \`ETCD_\` and the option's name in capital letters, with
  underscores.
- \`flags\`: flags on the command line in the unit, each as \`--name=value\`.
- \`file\`: etcd's configuration file. It is \`/etc/etcd/etcd.conf.yml\`, or \`etcd.paths.configurationFile\`. In this file,
  TLS options are under \`client-transport-security\` and \`peer-transport-security\`, and durations are in nanoseconds. Some
  options cannot be set in the file.

etcd exits if a flag and its variable are both set. If a configuration file is set, etcd ignores all flags and variables.
So the unit is always quorate's and uses one style. site.yml removes the file of another style, and stops if something else
on the node sets an option.
`

/**
 * The manual's page of etcd's versions and options.
 *
 * @returns the text of docs/options.md
 */
export function optionsPage(): string {
  const groups = OPTION_GROUPS.map(({ heading, options }) => {
    const rows = options.map(optionRow)
    return table(
      `### ${heading}`,
      ['option', 'value', 'default', 'versions', 'in the file', 'what it does'],
      rows,
    )
  })
  return [HEADING, versions(), packages(), STYLES, options(), ...groups, gates()].join('\n')
}

function versions(): string {
  const rows = LINES.map((line) => [
    markdown(line.minor),
    `${markdown(newestOf(line))}${line.ended ? `, the last (${markdown(line.ended)})` : ''}`,
    line.unsafe.map(({ before, reason }) => `below ${line.minor}.${before}: ${markdown(reason)}`).join('; '),
    line.architectures.join(', '),
    line.upgradableFrom ? `${markdown(line.upgradableFrom)} and later` : '',
    pinned(line.minor),
  ])
  const columns = ['minor version', 'newest', 'do not run', 'architectures', 'upgrade from', 'known digests']
  return `## Versions\n\n${table('', columns, rows).trimStart()}\n${DIGESTS_FROM}\n${sources()}`
}

const DIGESTS_FROM = `quorate checks the archive of a version with a known digest against that digest. For any other version, copy the digests
from the release's \`SHA256SUMS\` into \`etcd.install.sha256\`. Each version with known digests has those for amd64 and arm64,
and most have ppc64le; other machines use \`SHA256SUMS\` next to the archive. [src/etcd/digests.json](../src/etcd/digests.json) names the
sources of each version:
`

/** The versions of a line with digests: `3.6.0 to 3.6.15`. */
function pinned(minor: string): string {
  const patches = PINNED_VERSIONS.filter((version) => version.startsWith(`${minor}.`))
    .map((version) => Number(version.split('.')[2]))
    .reverse()
  const isIn = (patch: number) => patches.includes(patch)
  const starts = patches.filter((patch) => !isIn(patch - 1))
  const ends = patches.filter((patch) => !isIn(patch + 1))
  return starts
    .map((start, index) =>
      start === ends[index] ? `${minor}.${start}` : `${minor}.${start} to ${minor}.${ends[index]}`,
    )
    .join(', ')
}

function sources(): string {
  const rows = (Object.keys(SOURCES) as Source[]).flatMap((source) => {
    const { length } = Object.values(DIGESTS).filter((entry) => entry.sources.includes(source))
    return length === 0 ? [] : [[markdownCode(source), markdown(SOURCES[source]), String(length)]]
  })
  return table('', ['source', 'what it is', 'versions'], rows).trimStart()
}

function packages(): string {
  const rows = DISTRIBUTIONS.map(({ name, suite, version }) => [
    markdown(name),
    markdownCode(suite),
    markdown(version),
  ])
  const heading = `Distribution packages, as of ${PACKAGES_AS_OF}:`
  return `${heading}${table('', ['distribution', 'suite', 'etcd'], rows)}`
}

function options(): string {
  return `## Options

Common options have a field of their own in the spec: see [spec.md](spec.md). Write any other option under
\`etcd.extraOptions\`. If the default depends on the version, each default is listed with the first version that has it. An
option that is struck through is deprecated. The column "in the file" has the key in the configuration file, if it is not
the option's name at the top level; "none" means that the file cannot set the option.
`
}

function optionRow(option: EtcdOption): string[] {
  const newest =
    LINES.map(newestOf)
      .filter((version) => releasesFor(option).includes(version))
      .at(-1) ?? ''
  const name = markdownCode(option.name)
  const replaced = option.replacement ? ` Use ${markdownCode(option.replacement)}.` : ''
  const choices = choicesOf(option, newest)
  return [
    `${isDeprecated(option, newest) ? `~~${name}~~` : name}<br>${markdownCode(variableOf(option.name))}`,
    choices.length > 0 ? choices.map(markdownCode).join(', ') : option.type,
    defaults(option),
    markdown(releasesWith(option)),
    perVersion(option, (version) => keyText(option, fileKeyOf(option, version))),
    `${markdown(option.about)}${replaced}`,
  ]
}

/** What etcd takes where the option is not given; a configuration file does not always mean the same by its silence. */
function defaults(option: EtcdOption): string {
  const preset = perVersion(option, (version) => defaultOf(option, version))
  const inFile = perVersion(option, (version) => defaultInFileOf(option, version))
  return preset === inFile ? preset : `${preset}<br>in a file ${inFile}`
}

/** Where a file has the option, when that is not at its top under the name of the flag. */
function keyText({ name }: EtcdOption, place: FileKey | false): string {
  if (place === false) return NOWHERE
  const key = [place.section, place.key].filter(Boolean).join('.')
  return key === name ? '' : key
}

const NOWHERE = 'none'

function releasesFor(option: EtcdOption): string[] {
  return LINES.filter(({ minor }) => option.lines[minor] !== undefined).map(newestOf)
}

/** A value of each line, where it is another than that of the line before. */
function perVersion(option: EtcdOption, value: (version: string) => string): string {
  const values = releasesFor(option).map((version) => ({
    line: version.replace(/\.\d+$/, ''),
    text: value(version),
  }))
  const changes = values.filter(({ text }, index) => index === 0 || text !== values[index - 1]?.text)
  const shown = changes.map(({ line, text }) => {
    const spoken = text === '' || text === NOWHERE ? text : markdownCode(text)
    return changes.length === 1 ? spoken : `${line}: ${spoken || 'empty'}`
  })
  return shown.join('<br>').replaceAll('|', '\\|')
}

function gates(): string {
  const rows = FEATURE_GATES.map(({ name, stage, default: on, about, ...gate }) => [
    markdownCode(name),
    stage,
    on ? 'on' : 'off',
    markdown(releasesWith(gate)),
    markdown(about),
  ])
  const columns = ['gate', 'stage', 'default', 'versions', 'what it does']
  return table('## Feature gates', columns, rows)
}

function table(heading: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return `${heading}\n\n${lines.join('\n')}\n`
}
