import { describe, expect, test } from 'vitest'
import { FEATURE_GATES, gatesOf } from '../../../src/etcd/options/feature-gates.ts'
import {
  choicesOf,
  defaultInFileOf,
  defaultOf,
  fileKeyOf,
  firstVersionsWith,
  hasOption,
  isDeprecated,
  OPTIONS,
  optionNamed,
  releasesWith,
  takesSeveral,
} from '../../../src/etcd/options/index.ts'
import type { EtcdOption, OptionType } from '../../../src/etcd/options/option.ts'
import { LINES, newestOf } from '../../../src/etcd/releases.ts'

const named = (name: string): EtcdOption => {
  const option = optionNamed(name)
  if (!option) throw new Error(`no option ${name}`)
  return option
}

const rows = OPTIONS.map((option) => [option.name, option] as const)

/** The first and the newest release of each line that has an option. */
const versionsOf = (option: EtcdOption) =>
  [...firstVersionsWith(option), ...LINES.map(newestOf)].filter((version) => hasOption(option, version))

const FORMS: Readonly<Record<OptionType, RegExp>> = {
  text: /^.*$/,
  path: /^.*$/,
  boolean: /^(?:true|false)$/,
  integer: /^\d+$/,
  bytes: /^\d+$/,
  milliseconds: /^\d+$/,
  seconds: /^\d+$/,
  duration: /^\d+(?:h|m|s|ms)$/,
  choice: /^[\w.-]*$/,
  url: /^(?:https?:\/\/\S+)?$/,
  urls: /^(?:\*|(?:https?:\/\/\S+:\d+)?)$/,
  list: /^[^\s,]*$/,
}

test('names are unique', () => {
  expect(OPTIONS.map(({ name }) => name)).toHaveLength(new Set(OPTIONS.map(({ name }) => name)).size)
})

test.each(rows)('%s has defaults of its type', (_name, option) => {
  for (const version of versionsOf(option)) {
    const choices = choicesOf(option, version)
    expect(defaultOf(option, version), version).toMatch(FORMS[option.type])
    if (option.type === 'boolean') expect(defaultInFileOf(option, version), version).toMatch(FORMS.boolean)
    if (option.type === 'choice') expect(choices, version).toContain(defaultOf(option, version))
    else expect(choices, version).toEqual([])
  }
})

test.each(rows)('%s stands in the file in a form of its type, or nowhere', (_name, option) => {
  for (const version of versionsOf(option)) {
    const place = fileKeyOf(option, version)
    if (!place) continue
    expect(place.form === 'nanoseconds', version).toBe(option.type === 'duration')
    if (place.form === 'list') expect(takesSeveral(option, version), version).toBe(true)
  }
})

test('no two options of a release have the same place in the file', () => {
  for (const version of LINES.map(newestOf)) {
    const places = OPTIONS.flatMap((option) => {
      const place = fileKeyOf(option, version)
      return place ? [`${place.section ?? ''}/${place.key}`] : []
    })
    expect(places).toHaveLength(new Set(places).size)
  }
})

test('an option is deprecated in a line that still has it', () => {
  for (const { name, deprecated, lines } of OPTIONS) {
    if (deprecated) expect(lines[deprecated], name).toBeDefined()
  }
})

test('what replaces an option is there where the option is not', () => {
  for (const option of OPTIONS.filter(({ replacement }) => replacement !== undefined)) {
    const [name = '', gate] = option.replacement?.split('=') ?? []
    for (const version of LINES.map(newestOf)) {
      const isWanted = isDeprecated(option, version) || !hasOption(option, version)
      const isEarlier = firstVersionsWith(option).every((first) => version < first)
      if (isWanted && !isEarlier) expect(hasOption(named(name), version), option.name).toBe(true)
      if (gate && hasOption(named(name), version)) expect(gatesOf(version)).toContain(gate)
    }
  }
})

test('gates and the options that they replace name each other', () => {
  const fromGates = FEATURE_GATES.flatMap(({ name, replaces }) => (replaces ? [[replaces, name]] : []))
  const fromOptions = OPTIONS.flatMap(({ name, replacement }) => {
    const gate = /^feature-gates=(\w+)=true$/.exec(replacement ?? '')?.[1]
    return gate ? [[name, gate]] : []
  })
  expect(fromGates.sort()).toEqual(fromOptions.sort())
})

test.each(rows)('%s is told of in a short sentence', (_name, { about }) => {
  expect(about).toMatch(/^[A-Z][^`]+[^.]\.$/)
  expect(about.length).toBeLessThan(120)
})

describe('what differs between releases', () => {
  test.each<[string, string, unknown, (option: EtcdOption, version: string) => unknown]>([
    ['snapshot-count', '3.5.35', '100000', defaultOf],
    ['snapshot-count', '3.6.0', '10000', defaultOf],
    ['auto-compaction-mode', '3.5.16', 'periodic', defaultOf],
    ['auto-compaction-mode', '3.5.16', '', defaultInFileOf],
    ['auto-compaction-mode', '3.6.0', 'periodic', defaultInFileOf],
    ['enable-grpc-gateway', '3.4.45', 'false', defaultInFileOf],
    ['tls-min-version', '3.4.24', false, hasOption],
    ['tls-min-version', '3.4.25', true, hasOption],
    ['tls-min-version', '3.5.7', false, hasOption],
    ['max-learners', '3.5.35', false, hasOption],
    ['max-learners', 'nonsense', false, hasOption],
    ['experimental-memory-mlock', '3.5.35', false, isDeprecated],
    ['experimental-memory-mlock', '3.6.0', true, isDeprecated],
    ['experimental-memory-mlock', '3.7.0', false, isDeprecated],
    ['peer-cert-allowed-cn', '3.5.14', false, takesSeveral],
    ['peer-cert-allowed-cn', '3.5.15', true, takesSeveral],
    ['peer-cert-allowed-cn', '3.5.13', false, fileKeyOf],
    [
      'peer-cert-allowed-cn',
      '3.5.14',
      { section: 'peer-transport-security', key: 'allowed-cn', form: 'scalar' },
      fileKeyOf,
    ],
    [
      'peer-cert-allowed-cn',
      '3.7.3',
      { section: 'peer-transport-security', key: 'allowed-cn', form: 'list' },
      fileKeyOf,
    ],
    ['memory-mlock', '3.5.35', false, fileKeyOf],
    ['v2-deprecation', '3.6.12', ['write-only', 'write-only-drop-data', 'gone'], choicesOf],
    ['logger', '3.5.0', ['zap'], choicesOf],
    ['tls-min-version', '3.6.0', '3.4.25+, 3.5.8+, 3.6, 3.7', releasesWith],
  ])('%s of %s: %j', (name, version, want, ask) => {
    expect(ask(named(name), version)).toEqual(want)
  })
})

test('a release knows its gates', () => {
  expect(gatesOf('3.5.35')).toEqual([])
  expect(gatesOf('3.6.16')).not.toContain('PriorityRequest')
  expect(gatesOf('3.7.0')).toContain('PriorityRequest')
})
