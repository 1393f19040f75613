import { PINNED_VERSIONS } from '../etcd/digests.ts'
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

const HEADING = `# Versions, options and styles

Made by \`npm run derive\` from the tables in [src/etcd/](../src/etcd), which are the place to change. The lab holds them against
the real programs.
`

const STYLES = `## Styles

\`etcd.style\` says how etcd is told its options. The three mean the same to it, and a cluster goes from one to another like
through any other change, one member at a time.

- \`env\`: variables in an environment file that the unit reads, \`/etc/default/etcd\` unless \`etcd.paths.environmentFile\`
  says otherwise. The variable of an option is \`ETCD_\` and its name in capitals, with underscores.
- \`flags\`: flags on the unit's command line, each with its value in the same word.
- \`file\`: etcd's own file, \`/etc/etcd/etcd.conf.yml\` unless \`etcd.paths.configurationFile\` says otherwise. The options of
  TLS stand under \`client-transport-security\` and \`peer-transport-security\` there, durations are whole nanoseconds, and some
  options have no key at all.

etcd ends when a flag and its variable are both set, and ignores both beside a file. So the unit is always quorate's own and has
one source, the file of another style is removed, and \`site.yml\` stops when something else on a node sets an option.
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
      ['option', 'takes', 'default', 'versions', 'in the file', 'what it does'],
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
    PINNED_VERSIONS.filter((version) => version.startsWith(`${line.minor}.`)).join(', '),
  ])
  const columns = ['line', 'newest', 'not to be run', 'architectures', 'digests known of']
  return `## Versions\n\n${table('', columns, rows).trimStart()}`
}

function packages(): string {
  const rows = DISTRIBUTIONS.map(({ name, suite, version }) => [
    markdown(name),
    markdownCode(suite),
    markdown(version),
  ])
  const heading = `Packages of distributions, as of ${PACKAGES_AS_OF}:`
  return `${heading}${table('', ['distribution', 'suite', 'etcd'], rows)}`
}

function options(): string {
  return `## Options

What operators set has a field of its own in the spec ([spec.md](spec.md)); any other option of the version goes under
\`etcd.extraOptions\`. Where lines differ, a default holds from the line that is named on. What is struck through is
deprecated in the newest line that has it. A key in the file is named where it is not the option's own name at the top;
"none" where a file cannot set it.
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
