import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileEntryOf } from '../../../src/etcd/notation.ts'
import { FEATURE_GATES, gatesOf } from '../../../src/etcd/options/feature-gates.ts'
import { choicesOf, defaultOf, fileKeyOf, hasOption, OPTIONS } from '../../../src/etcd/options/index.ts'
import type { EtcdOption, FileKey } from '../../../src/etcd/options/option.ts'
import { explain } from '../machine/problem.ts'
import type { Scenario } from '../scenario.ts'
import { OptionProgram } from '../steps/option-program.ts'
import { unpackedEtcd } from '../tools/etcd-release.ts'

type Place = Pick<FileKey, 'section' | 'key'>

/** Every etcd that the lab can get hold of. */
const programs = ['3.4.23', '3.5.16', '3.5.35', '3.6.16', '3.7.3']

/** The table of options says of each version what the version's program itself says. */
export const options: Scenario = {
  name: 'options',
  title: 'the table of options agrees with etcd 3.4 to 3.7: flags, defaults, keys of the file, feature gates',
  run: async ({ step }) => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-options-'))
    try {
      for (const version of programs) {
        const binaries = await step(`etcd ${version} is there`, () => unpackedEtcd(version, folder))
        const own = join(folder, version)
        mkdirSync(own, { recursive: true })
        const program = new OptionProgram(version, join(binaries, 'etcd'), own)
        await step(`${version}: its help`, () => checkHelp(program))
        await step(`${version}: flags`, () => each((option) => checkFlag(program, option)))
        await step(`${version}: keys of the file`, () => each((option) => checkFile(program, option)))
        await step(`${version}: feature gates`, () => checkGates(program))
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

// The help writes these down in a way of its own.
const printed: Readonly<Record<string, string>> = {
  'backend-batch-interval': '',
  'max-concurrent-streams': 'math.MaxUint32',
}

// The help of 3.7 still has them, but the program does not know them any more.
const leftInHelp: Readonly<Record<string, readonly string[]>> = { '3.7.3': ['discovery', 'discovery-proxy'] }

async function checkHelp(program: OptionProgram): Promise<void> {
  const help = await program.help()
  assert.ok(help.size >= 80, `the help names ${help.size} flags only`)
  for (const [name, value] of help) {
    if (leftInHelp[program.version]?.includes(name)) continue
    const option = OPTIONS.find((entry) => entry.name === name)
    assert.ok(option && hasOption(option, program.version), `the table lacks --${name}`)
    const known = printed[name] ?? defaultOf(option, program.version)
    if (value !== undefined) assert.equal(value, known, `the default of --${name}`)
  }
}

async function checkFlag(program: OptionProgram, option: EtcdOption): Promise<void> {
  const { name } = option
  const { version } = program
  if (!hasOption(option, version)) {
    assert.equal(await program.flag(name, sample(option, version)), 'unknown', name)
    return
  }
  assert.equal(await program.flag(name, sample(option, version)), 'taken', name)
  if (!textual.includes(option.type)) {
    assert.equal(await program.flag(name, 'nonsense'), 'refused', `${name} is no ${option.type}`)
  }
  const choices = choicesOf(option, version)
  for (const choice of choices) assert.equal(await program.flag(name, choice), 'taken', `${name}=${choice}`)
  if (option.choices === undefined || Array.isArray(option.choices)) return
  // Where versions differ, some judge a choice only after they have read the flags.
  for (const choice of new Set(Object.values(option.choices).flat())) {
    assert.equal(await program.startsWith(name, choice), choices.includes(choice), `${name}=${choice}`)
  }
}

async function checkFile(program: OptionProgram, option: EtcdOption): Promise<void> {
  const { version } = program
  const place = fileKeyOf(option, version)
  if (place) {
    const { section, key } = place
    const { value } = fileEntryOf({ option: option.name, value: sample(option, version) }, version)
    assert.equal(await program.file(section, key, value), 'passed', `${key}: ${JSON.stringify(value)}`)
    assert.equal(
      await program.file(section, key, misfit(option, place)),
      'refused',
      `${key} as something else`,
    )
    return
  }
  // Nothing that an option takes can be read from a mapping: who passes over one does not know the key.
  for (const { section, key } of otherPlaces(option, version)) {
    const where = `${section ?? 'top'}: ${key}, which the table denies`
    assert.equal(await program.file(section, key, { x: 1 }), 'passed', where)
  }
}

/** Where a key might be that the table says is not there: where other versions have it, or where its like stand. */
function otherPlaces({ name, file }: EtcdOption, version: string): readonly Place[] {
  const known = Object.values(file).filter((place): place is FileKey => typeof place === 'object')
  const short = name.replace(/^(?:experimental-)?(?:peer-|client-)?(?:cert-(?=allowed))?/, '')
  const section = name.includes('peer') ? 'peer-transport-security' : 'client-transport-security'
  const near = [short, name].map((key) => ({ section, key }))
  const isTaken = ({ section, key }: Place) =>
    OPTIONS.map((option) => fileKeyOf(option, version)).some(
      (place) => place && place.section === section && place.key === key,
    )
  return [{ key: name }, ...known, ...near].filter((place) => !isTaken(place))
}

async function checkGates(program: OptionProgram): Promise<void> {
  const known = gatesOf(program.version)
  if (known.length === 0) return
  assert.deepEqual(
    await program.gates(),
    FEATURE_GATES.filter(({ name }) => known.includes(name)).map(
      ({ name, default: isOn, stage }) => `${name}=true|false (${stage.toUpperCase()} - default=${isOn})`,
    ),
  )
  for (const { name } of FEATURE_GATES) {
    const want = known.includes(name) ? 'taken' : 'refused'
    assert.equal(await program.flag('feature-gates', `${name}=true`), want, name)
  }
  for (const name of known) assert.equal(await program.flag('feature-gates', `${name}=false`), 'taken', name)
}

// What is any text to the flag's parser.
const textual: readonly EtcdOption['type'][] = ['text', 'path', 'choice', 'url', 'list']

/** A value that fits: the default or, where that is empty, one of its type. */
function sample(option: EtcdOption, version: string): string {
  const value = defaultOf(option, version)
  if (value !== '') return value
  if (option.name === 'feature-gates') return 'InitialCorruptCheck=true'
  return option.type === 'urls' ? 'http://127.0.0.1:2400,http://127.0.0.1:2401' : 'x'
}

/** What a file cannot have in that place: a list takes no text, a text no list, all else no text with a unit. */
function misfit({ type }: EtcdOption, { form }: FileKey): unknown {
  if (form === 'list') return 'x'
  return textual.includes(type) || type === 'urls' ? ['x'] : '5s'
}

/** Checks each option, a few at a time, and throws all that is wrong together. */
async function each(check: (option: EtcdOption) => Promise<void>): Promise<void> {
  const wrong: string[] = []
  const left = OPTIONS.values()
  const work = async () => {
    for (const option of left) await check(option).catch((problem) => wrong.push(explain(problem)))
  }
  await Promise.all([work(), work(), work()])
  assert.ok(wrong.length === 0, wrong.join('\n'))
}
