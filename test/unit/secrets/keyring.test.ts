import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { keyringHost } from '../../../src/commands/machine.ts'
import { EMPTY_KEYRING, type KeyringOptions, readKeyring } from '../../../src/secrets/keyring.ts'
import { identities, people, recorded } from './support.ts'

type File = { readonly content: string | Uint8Array; readonly mode?: number }

/** A folder with files, gone after the test; the working folder and, under `home`, the home folder of the host. */
function machine(files: Readonly<Record<string, string | Uint8Array | File>>) {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-keyring-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'home'))
  for (const [name, given] of Object.entries(files)) {
    const { content, mode = 0o600 } =
      typeof given === 'string' || given instanceof Uint8Array ? { content: given } : given
    writeFileSync(join(folder, name), content)
    chmodSync(join(folder, name), mode)
  }
  const host = { ...keyringHost, workingFolder: () => folder, homeFolder: () => join(folder, 'home') }
  return { folder, host }
}

const passwordOf = async (content: string | Uint8Array, mode = 0o600, name = 'pw') => {
  const { host } = machine({ [name]: { content, mode } })
  const { value, diagnostics } = await readKeyring({ vaultPasswordFile: name }, {}, host)
  return value ? Buffer.from(value.vaultPassword ?? []).toString('latin1') : diagnostics[0]
}

const script = (...lines: readonly string[]) => ['#!/bin/sh', ...lines, ''].join('\n')

describe('the vault password', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['a line', 'test password\n', 'test password'],
    ['without a line end', 'test', 'test'],
    ['white space around it', ' \t\r\n\v\ftest \f\v\r\n\t ', 'test'],
    ['white space within it', 'test  one\ntwo', 'test  one\ntwo'],
    [
      'spaces of Unicode, which are bytes to Python',
      Buffer.from('\u00a0test\u2003'),
      '\xc2\xa0test\xe2\x80\x83',
    ],
    ['bytes that are no UTF-8', Buffer.from('\xa0\xfftest\x00\x85', 'latin1'), '\xa0\xfftest\x00\x85'],
    ['a byte order mark', '\ufefftest', '\xef\xbb\xbftest'],
  ])('of a file: %s', async (_, content, want) => {
    expect(await passwordOf(content)).toBe(want)
  })

  it.each<[string, string, number, string, string]>([
    ['its line ends go', script("printf '\\r\\ntest\\r\\n\\n'"), 0o700, 'pw', 'test'],
    ['its spaces stay', script("printf ' test\\t\\n '"), 0o700, 'pw', ' test\t\n '],
    ['it gets no words', script('echo "$#$*"'), 0o755, 'pw.sh', '0'],
    ['a client gets the id', script('echo "$#$*"'), 0o755, 'pw-client', '2--vault-id default'],
    ['a client of any language', script('echo "$#$*"'), 0o755, 'pw-client.sh', '2--vault-id default'],
    ['of others to execute', script('echo test'), 0o701, 'pw', 'test'],
  ])('of a script: %s', async (_, content, mode, name, want) => {
    expect(await passwordOf(content, mode, name)).toBe(want)
  })

  it.each<[string, string | Uint8Array, number, string]>([
    ['an empty file', '', 0o600, 'is empty'],
    ['a file of white space', ' \n\t\n', 0o600, 'is empty'],
    ['a file that is encrypted', recorded('vault-1.1'), 0o600, 'itself encrypted'],
    ['a large file', 'x'.repeat(64 * 1024 + 1), 0o600, 'too large'],
    ['a script that prints nothing', script('true'), 0o700, 'prints nothing'],
    ['a script that prints a line end', script('echo'), 0o700, 'prints nothing'],
    ['a script that fails', script('echo test; exit 3'), 0o700, 'its exit code was 3'],
    ['a script that is killed', script('echo test; kill -9 $$'), 0o700, 'a signal ended it'],
    ['a script that prints too much', script('head -c 100000 /dev/zero'), 0o700, 'too much'],
    ['a script of a language that is not there', '#!/nonexistent/sh\n', 0o700, 'cannot be run (ENOENT)'],
    ['a password that is executable by mistake', 'hunter2\n', 0o777, 'does not begin with #!'],
    ['one of bytes', Uint8Array.of(7, 0, 9), 0o777, 'does not begin with #!'],
  ])('refuses %s', async (_, content, mode, says) => {
    expect(await passwordOf(content, mode)).toMatchObject({
      severity: 'error',
      file: expect.stringMatching(/\/pw$/),
      message: expect.stringContaining(says),
    })
  })

  // Node has the shell run what the kernel does not, and the shell prints what is no command.
  it('is never run as a command', async () => {
    const { folder, host } = machine({ pw: { content: 'touch ran\n', mode: 0o777 } })
    const {
      diagnostics: [problem],
    } = await readKeyring({ vaultPasswordFile: 'pw' }, {}, host)
    expect(problem?.message).toBe(
      `The vault password file ${folder}/pw is executable, so it has to be a script, and it does not begin with #!.`,
    )
    expect(() => keyringHost.inspect(join(folder, 'ran'))).toThrow('ENOENT')
  })

  it.each<[string, string, string]>([
    ['a file that is not there', 'nothing', 'does not exist'],
    ['a file under a file', 'pw/nothing', 'does not exist'],
    ['a folder', 'home', 'is a directory'],
    ['an empty name', '', 'is a directory'],
  ])('refuses %s', async (_, name, says) => {
    const { host } = machine({ pw: 'test' })
    const {
      diagnostics: [problem],
    } = await readKeyring({ vaultPasswordFile: name }, {}, host)
    expect(problem?.message).toContain(says)
  })

  it('says which file others keep to themselves', async () => {
    const { host } = machine({ pw: 'test' })
    const readStart = () => {
      throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
    }
    const {
      diagnostics: [problem],
    } = await readKeyring({ vaultPasswordFile: 'pw' }, {}, { ...host, readStart })
    expect(problem?.message).toContain('pw cannot be read (EACCES).')
  })
})

const comments = '# created: today\r\n# public key: age1\r\n\r\n'

describe('age identities', () => {
  it.each<[string, string, readonly string[]]>([
    ['as age-keygen writes them', recorded('identity'), [people[0].identity]],
    ['several', `${comments}${identities.join('\r\n')}\r\n`, identities],
    ['without a line end', people[1].identity, [people[1].identity]],
  ])('%s', async (_, content, want) => {
    const { host } = machine({ id: content })
    const { value } = await readKeyring({ ageIdentityFile: 'id' }, {}, host)
    expect(value).toEqual({ vaultPassword: undefined, ageIdentities: want })
  })

  it.each<[string, string, string]>([
    ['nothing', '', 'holds no identity'],
    ['comments', comments, 'holds no identity'],
    ['a passphrase', recorded('identity-passphrase'), 'itself encrypted, with a passphrase'],
    ['a passphrase, armored', recorded('identity-passphrase-armored'), 'itself encrypted, with a passphrase'],
    ['a plugin', '# x\nAGE-PLUGIN-YUBIKEY-1QQQ\n', 'line 2, is the identity of a plugin'],
    ['a post-quantum one', 'AGE-SECRET-KEY-PQ-1QQQ\n', 'line 1, is a post-quantum'],
    ['a recipient', people[0].recipient, 'line 1, is a recipient, which is public'],
    ['an SSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\n', 'line 1, begins a key of another kind'],
    [
      'one that was mistyped',
      `${comments}${people[0].identity.slice(0, -1)}Q`,
      'line 4, is an identity that was cut',
    ],
    ['one in small letters', people[0].identity.toLowerCase(), 'line 1, is an identity that was cut'],
    ['something else', `${people[0].identity}\nhunter2\n`, 'line 2, is not an identity'],
  ])('refuse %s', async (_, content, says) => {
    const { host, folder } = machine({ id: content })
    const {
      diagnostics: [problem],
    } = await readKeyring({ ageIdentityFile: 'id' }, {}, host)
    expect(problem?.message).toContain(`The age identity file ${folder}/id`)
    expect(problem?.message).toContain(says)
    for (const secret of ['hunter2', people[0].identity.slice(0, -1), 'QQQ'])
      expect(JSON.stringify(problem)).not.toContain(secret)
  })
})

describe('which files', () => {
  const files = {
    option: 'from the option',
    variable: 'from the variable',
    'home/own': 'from home',
    'a b': 'spaced',
  }
  it.each<[string, KeyringOptions, Record<string, string>, string | undefined]>([
    ['none', {}, {}, undefined],
    ['the option', { vaultPasswordFile: 'option' }, {}, 'from the option'],
    ['the variable', {}, { ANSIBLE_VAULT_PASSWORD_FILE: 'variable' }, 'from the variable'],
    ['both', { vaultPasswordFile: 'option' }, { ANSIBLE_VAULT_PASSWORD_FILE: 'x' }, 'from the option'],
    ['an empty variable', {}, { ANSIBLE_VAULT_PASSWORD_FILE: '' }, undefined],
    ['the home folder', {}, { ANSIBLE_VAULT_PASSWORD_FILE: '~/own' }, 'from home'],
    ['the home folder of the option', { vaultPasswordFile: '~/own' }, {}, 'from home'],
    ['a variable in it', {}, { ANSIBLE_VAULT_PASSWORD_FILE: '$D/own', D: 'home' }, 'from home'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as the shell has it
    ['a variable in braces', {}, { ANSIBLE_VAULT_PASSWORD_FILE: '${D}me/own', D: 'ho' }, 'from home'],
    ['a space', {}, { ANSIBLE_VAULT_PASSWORD_FILE: 'a b' }, 'spaced'],
  ])('%s', async (_, options, environment, want) => {
    const { host } = machine(files)
    const { value } = await readKeyring(options, environment, host)
    expect(value?.vaultPassword && Buffer.from(value.vaultPassword).toString()).toBe(want)
  })

  it('takes HOME before the home folder of the account', async () => {
    const { host, folder } = machine(files)
    const options = { vaultPasswordFile: '~/option' }
    const { value } = await readKeyring(options, { HOME: folder }, host)
    expect(Buffer.from(value?.vaultPassword ?? []).toString()).toBe('from the option')
  })

  it('leaves others’ home folders and unknown variables as they are', async () => {
    const { host, folder } = machine(files)
    for (const vaultPasswordFile of ['~other/own', '$UNKNOWN/own']) {
      const {
        diagnostics: [problem],
      } = await readKeyring({ vaultPasswordFile }, {}, host)
      expect(problem?.message).toContain(`${folder}/${vaultPasswordFile} does not exist`)
    }
  })

  it('names a file as it can be printed', async () => {
    const { host } = machine({})
    const {
      diagnostics: [problem],
    } = await readKeyring({ vaultPasswordFile: 'a\u001b[31m' }, {}, host)
    expect(problem?.message).toContain('a\\x1B[31m does not exist')
  })

  it('the identity from its variable', async () => {
    const { host } = machine({ id: people[0].identity })
    const { value } = await readKeyring({}, { AGE_IDENTITY_FILE: 'id' }, host)
    expect(value?.ageIdentities).toEqual([people[0].identity])
  })

  it('are not looked at where they are not needed', async () => {
    const { host } = machine({})
    const options = { vaultPasswordFile: 'nothing', ageIdentityFile: 'nothing' }
    expect((await readKeyring(options, {}, host, [])).value).toEqual(EMPTY_KEYRING)
    expect((await readKeyring(options, {}, host, ['none'])).value).toEqual(EMPTY_KEYRING)
    expect((await readKeyring(options, {}, host, ['age'])).diagnostics[0]?.message).toContain('age identity')
    expect((await readKeyring(options, {}, host, ['ansible-vault'])).diagnostics[0]?.message).toContain(
      'password',
    )
  })
})
