import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { adviceFor, found, WANTED } from '../found.ts'
import { type ConfigRule, isMapping, itemsOf, type OwnConfig } from './config.ts'

/** A type of value. */
type Kind = {
  /** Its name in a message. */
  readonly wanted: string
  readonly fits: (value: unknown) => boolean
  /** What to write instead of a value of another type. */
  readonly advice: (value: unknown, source: string) => string
  /** Problems inside a value of this type. */
  readonly inside?: (checked: Checked) => readonly Diagnostic[]
}

/** A value, and the field or list that it is in. */
type Checked = {
  readonly own: OwnConfig
  readonly value: unknown
  readonly pointer: Pointer
  readonly field: string
  readonly isEntry: boolean
}

const isText = (value: unknown) => typeof value === 'string'
const isList = (value: unknown) => Array.isArray(value)

const TEXT: Kind = {
  wanted: 'text',
  fits: isText,
  advice: (value, source) =>
    isMapping(value)
      ? 'Write it in quotes: YAML reads the text before a colon as the name of a field.'
      : adviceFor(value, source, 'string', {}),
}

const listOf = (kind: Kind): Kind => ({
  wanted: 'a list',
  fits: isList,
  advice: (value, source) => adviceFor(value, source, 'array', {}),
  inside: ({ own, value, pointer, field }) =>
    itemsOf(value, pointer).flatMap((item) => check({ own, ...item, field, isEntry: true }, kind)),
})

/** A shell command, or a program and its arguments. cloud-init skips an empty entry. */
const COMMAND: Kind = {
  wanted: 'text or a list of texts',
  fits: (value) => isText(value) || isList(value) || value === null,
  advice: TEXT.advice,
  inside: (checked) => listOf(TEXT).inside?.(checked) ?? [],
}

const FILE: Kind = {
  wanted: WANTED.object ?? '',
  fits: isMapping,
  advice: (value, source) => adviceFor(value, source, 'object', {}),
  inside: inFile,
}

/** A name, a name with a version, or the packages of one package manager. */
const PACKAGE: Kind = {
  wanted: 'the name of a package, or a list with its name and version',
  fits: (value) => isText(value) || isList(value) || isMapping(value),
  advice: (value, source) => adviceFor(value, source, 'string', {}),
}

/** Users and groups: usually a list, but cloud-init also accepts a mapping, or names separated by commas. */
const ACCOUNTS: Kind = {
  wanted: 'a list',
  fits: (value) => isText(value) || isList(value) || isMapping(value),
  advice: () => 'Start each entry with "- ".',
}

/** The fields that quorate merges or inspects (cloud-init, config/schemas/schema-cloud-config-v1.json). */
const KINDS: Readonly<Record<string, Kind>> = {
  write_files: listOf(FILE),
  bootcmd: listOf(COMMAND),
  runcmd: listOf(COMMAND),
  packages: listOf(PACKAGE),
  ssh_authorized_keys: listOf(TEXT),
  users: ACCOUNTS,
  groups: ACCOUNTS,
}

/** The fields that quorate merges have the types that cloud-init accepts. */
export const shape: ConfigRule = (own) =>
  Object.entries(KINDS).flatMap(([field, kind]) =>
    Object.hasOwn(own.config, field)
      ? check(
          { own, value: own.config[field], pointer: child(own.pointer, field), field, isEntry: false },
          kind,
        )
      : [],
  )

function check(checked: Checked, kind: Kind): readonly Diagnostic[] {
  const { own, value, pointer, field, isEntry } = checked
  if (value === undefined) return []
  if (kind.fits(value)) return kind.inside?.(checked) ?? []
  const name = isEntry ? `an entry of "${field}"` : `"${field}"`
  if (value === null)
    return [report('value-missing', at(pointer), { name, advice: 'Write one, or remove it.' })]
  const source = own.sourceOf(value, pointer)
  const advice = kind.advice(value, source)
  return [
    report('type-wrong', at(pointer), { found: found(value, source), name, wanted: kind.wanted, advice }),
  ]
}

function inFile({ own, value: file, pointer }: Checked): readonly Diagnostic[] {
  if (!isMapping(file)) return []
  const wrong = ['path', 'content', 'owner', 'permissions', 'encoding'].flatMap((field) =>
    !Object.hasOwn(file, field) || isLeftOut(field, file[field])
      ? []
      : check({ own, value: file[field], pointer: child(pointer, field), field, isEntry: false }, TEXT),
  )
  if (Object.hasOwn(file, 'path')) return wrong
  const advice = 'Add a line such as "path: /etc/motd".'
  return [report('field-missing', atKey(pointer), { name: 'path', place: 'This file', advice }), ...wrong]
}

/** Whether a field of a file counts as absent. permissions.ts checks numbers for permissions. */
function isLeftOut(field: string, value: unknown): boolean {
  // A file without content is empty.
  if (value === null) return ['content', 'permissions', 'encoding'].includes(field)
  return field === 'permissions' && typeof value === 'number'
}
