import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyringHost } from '../../../src/commands/machine.ts'
import { exportKey, nodeKeySource } from '../../../src/pki/key.ts'
import { EMPTY_KEYRING, type Keyring, readKeyring } from '../../../src/secrets/keyring.ts'
import type { Protection } from '../../../src/secrets/protection.ts'
import { isSealedAs, open, seal } from '../../../src/secrets/seal.ts'
import { attempt, failureText, run } from '../machine/command.ts'
import { installPackages } from '../machine/packages.ts'
import type { Scenario } from '../scenario.ts'
import { inLanes } from '../steps/lanes.ts'
import { agePrograms } from '../tools/age.ts'
import { type AnsiblePrograms, ansiblePrograms } from '../tools/ansible.ts'

/** What quorate encrypts, ansible-vault and age decrypt, and the other way round. */
export const sealed: Scenario = {
  name: 'sealed',
  title: 'ansible-vault and age open what quorate encrypts, and quorate opens what they do',
  run: async ({ step }) => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-sealed-'))
    try {
      await step('Debian packages are there', installPackages)
      const ansibles = await step('Ansible is there', ansiblePrograms)
      const age = await step('age is there', agePrograms)
      const plains = [...texts, exportKey(await nodeKeySource.generateKey('rsa-4096'))]
      const checkAll = async (choice: string, programs: AnsiblePrograms) => {
        const own = join(folder, choice)
        mkdirSync(own)
        for (const [index, [title, password, mode]] of passwords.entries()) {
          await step(`${programs.name}: ${title}`, () =>
            checkVault({
              programs,
              folder: own,
              // What a password is made of has nothing to do with what it encrypts.
              plains: index === 0 ? plains : plains.slice(-1),
              password,
              mode,
            }),
          )
        }
      }
      await inLanes(
        Object.entries(ansibles).map(
          ([choice, programs]) =>
            () =>
              checkAll(choice, programs),
        ),
      )
      await step('age: one recipient and three', () => checkAge(age, folder, plains))
      await step('age: what quorate refuses', () => checkRefusals(age, folder))
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

/** Nothing, whole blocks of the cipher and others, and what is more than ASCII. */
const texts: readonly string[] = [
  '',
  'a',
  'a'.repeat(15),
  'a'.repeat(16),
  'ä€😀\r\n\n',
  '\0',
  'a'.repeat(65_536),
]

/** Files that a password may be in; what Ansible makes of each, quorate has to make of it too. */
const passwords: readonly (readonly [string, Uint8Array, number])[] = [
  ['a password', Buffer.from('lab password\n'), 0o600],
  ['white space around it', Buffer.from(' \t\v\f\r\n lab  password \f\v\r\n\t'), 0o600],
  ['bytes that are no text', Buffer.from('\xa0lab\xff\x85\xa0\n', 'latin1'), 0o600],
  ['a long one', Buffer.from(`${'lab password '.repeat(20)}\n`), 0o600],
  ['a script', Buffer.from("#!/bin/sh\nprintf '\\r\\n lab password \\n\\r\\n'\n"), 0o700],
]

type VaultCheck = {
  readonly programs: AnsiblePrograms
  readonly folder: string
  readonly plains: readonly string[]
  readonly password: Uint8Array
  readonly mode: number
}

async function checkVault({ programs, folder, plains, password, mode }: VaultCheck): Promise<void> {
  const program = join(programs.folder, 'ansible-vault')
  const passwordFile = join(folder, 'password')
  await rm(passwordFile, { force: true })
  writeFileSync(passwordFile, password, { mode })
  const keyring = await keyringOf({ vaultPasswordFile: passwordFile })
  const file = join(folder, 'file')
  // Into a file: of what is printed, run takes the last line end off.
  const output = join(folder, 'output')
  for (const vaultId of [undefined, 'prod']) {
    const protection = { method: 'ansible-vault', vaultId } as const
    const given =
      vaultId === undefined ? ['--vault-password-file', passwordFile] : ['--vault-id', `prod@${passwordFile}`]
    for (const plain of plains) {
      writeFileSync(file, await sealedText(plain, protection, keyring))
      await run([program, 'decrypt', ...given, '--output', output, file])
      assert.equal(readFileSync(output, 'utf8'), plain)

      writeFileSync(file, plain)
      await run([program, 'encrypt', ...given, file])
      const text = readFileSync(file, 'utf8')
      assert.equal(isSealedAs(text, protection), true, text.slice(0, 40))
      assert.deepEqual(await open(text, keyring), { value: plain, problem: undefined })
    }
  }
  const { value: other = '' } = await seal(
    'text',
    { method: 'ansible-vault', vaultId: undefined },
    otherPassword,
  )
  writeFileSync(file, other)
  const refused = await attempt([program, 'view', '--vault-password-file', passwordFile, file])
  assert.notEqual(refused.exitCode, 0, failureText(refused))
  assert.equal((await open(other, keyring)).problem, 'vault-wrong-password')
}

const otherPassword: Keyring = { ...EMPTY_KEYRING, vaultPassword: Buffer.from('another') }

async function checkAge(programs: string, folder: string, plains: readonly string[]): Promise<void> {
  const people = await Promise.all(
    [1, 2, 3].map((number) => makePerson(programs, join(folder, `identity-${number}`))),
  )
  const file = join(folder, 'file')
  const output = join(folder, 'output')
  for (const some of [people.slice(0, 1), people]) {
    const recipients = some.map(({ recipient }) => recipient)
    for (const plain of plains) {
      writeFileSync(file, await sealedText(plain, { method: 'age', recipients }, EMPTY_KEYRING))
      for (const { identityFile } of some) {
        // age makes no file where it has nothing to write.
        writeFileSync(output, '')
        await run([join(programs, 'age'), '--decrypt', '--identity', identityFile, '--output', output, file])
        assert.equal(readFileSync(output, 'utf8'), plain)
      }

      writeFileSync(file, plain)
      const to = recipients.flatMap((recipient) => ['--recipient', recipient])
      await run([join(programs, 'age'), '--encrypt', '--armor', ...to, '--output', output, file])
      const text = readFileSync(output, 'utf8')
      assert.equal(isSealedAs(text, { method: 'age', recipients }), true)
      for (const { identityFile } of some) {
        const keyring = await keyringOf({ ageIdentityFile: identityFile })
        assert.deepEqual(await open(text, keyring), { value: plain, problem: undefined })
      }
    }
  }
}

async function checkRefusals(programs: string, folder: string): Promise<void> {
  const [own, other] = await Promise.all(
    ['own', 'other'].map((name) => makePerson(programs, join(folder, name))),
  )
  assert.ok(own && other)
  const keyring = await keyringOf({ ageIdentityFile: own.identityFile })
  const encrypt = async (...words: readonly string[]) => {
    const output = join(folder, 'output')
    await run([join(programs, 'age'), '--encrypt', '--output', output, ...words], { input: 'text' })
    return open(readFileSync(output, 'utf8'), keyring)
  }
  assert.equal((await encrypt('--recipient', own.recipient)).problem, 'age-binary')
  assert.equal((await encrypt('--armor', '--recipient', other.recipient)).problem, 'age-wrong-identity')
  const text = await sealedText('text', { method: 'age', recipients: [own.recipient] }, EMPTY_KEYRING)
  const stranger = await attempt([join(programs, 'age'), '--decrypt', '--identity', other.identityFile], {
    input: text,
  })
  assert.notEqual(stranger.exitCode, 0, failureText(stranger))
}

type Person = { readonly identityFile: string; readonly recipient: string }

async function makePerson(programs: string, identityFile: string): Promise<Person> {
  await run([join(programs, 'age-keygen'), '-o', identityFile])
  const recipient = (await run([join(programs, 'age-keygen'), '-y', identityFile])).trim()
  return { identityFile, recipient }
}

async function keyringOf(options: Parameters<typeof readKeyring>[0]): Promise<Keyring> {
  const { value, diagnostics } = await readKeyring(options, {}, keyringHost)
  assert.ok(value, diagnostics[0]?.message)
  return value
}

async function sealedText(plain: string, protection: Protection, keyring: Keyring): Promise<string> {
  const { value, problem } = await seal(plain, protection, keyring)
  assert.ok(value !== undefined, problem)
  return value
}
