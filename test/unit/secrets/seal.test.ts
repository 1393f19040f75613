import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenCode, SealCode } from '../../../src/diagnostics/catalogue/encryption.ts'
import { sealVault } from '../../../src/secrets/ansible-vault.ts'
import { EMPTY_KEYRING, type Keyring } from '../../../src/secrets/keyring.ts'
import type { Protection } from '../../../src/secrets/protection.ts'
import { isSealedAs, methodOf, open, seal } from '../../../src/secrets/seal.ts'
import {
  age,
  identities,
  keyring,
  password,
  people,
  recipients,
  recorded,
  recordedPlain,
  vault,
} from './support.ts'

const none: Protection = { method: 'none' }

const sealed = async (plain: string, protection: Protection): Promise<string> => {
  const { value, problem } = await seal(plain, protection, keyring)
  if (problem) throw new Error(problem)
  return value
}

describe('methodOf', () => {
  const key = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE\n-----END PRIVATE KEY-----\n'
  it.each<[string, string, Protection['method']]>([
    ['a key', key, 'none'],
    ['nothing', '', 'none'],
    ['a key that a heading of age stands under', `${key}-----BEGIN AGE ENCRYPTED FILE-----\n`, 'none'],
    ['an encrypted key of OpenSSL', key.replaceAll('PRIVATE', 'ENCRYPTED PRIVATE'), 'none'],
    ['ansible-vault', recorded('vault-1.1'), 'ansible-vault'],
    ['ansible-vault with an id', recorded('vault-1.2'), 'ansible-vault'],
    ['ansible-vault with spaces before it', '  $ANSIBLE_VAULT;1.1;AES256\n', 'ansible-vault'],
    ['ansible-vault with a byte order mark', `\ufeff${recorded('vault-1.1')}`, 'ansible-vault'],
    ['a variable of ansible-vault', recorded('vault-string'), 'ansible-vault'],
    ['a value of ansible-vault', recorded('vault-string').replace('key: ', ''), 'ansible-vault'],
    ['age', recorded('age-one'), 'age'],
    ['age in binary', recorded('age-binary'), 'age'],
    ['age with empty lines before it', `\n\n${recorded('age-one')}`, 'age'],
    ['much white space', ' '.repeat(64 * 1024), 'none'],
  ])('%s', (_, text, want) => {
    expect(methodOf(text)).toBe(want)
  })
})

describe('what the real programs wrote opens', () => {
  it.each(['vault-1.1', 'vault-1.2', 'vault-2.14', 'vault-salted', 'age-one', 'age-three'])(
    '%s',
    async (name) => {
      expect(await open(recorded(name), keyring)).toEqual({ value: recordedPlain, problem: undefined })
    },
  )

  it.each(identities)('with any of its identities: %s', async (identity) => {
    const opened = await open(recorded('age-three'), { ...EMPTY_KEYRING, ageIdentities: [identity] })
    expect(opened.value).toBe(recordedPlain)
  })

  it('with one identity among others', async () => {
    const opened = await open(recorded('age-other'), { ...EMPTY_KEYRING, ageIdentities: identities })
    expect(opened.value).toBe(recordedPlain)
  })

  it.each<[string, string]>([
    ['with the line ends of Windows', recorded('vault-1.1').replaceAll('\n', '\r\n')],
    ['with the line ends of old Macs', recorded('vault-1.1').replaceAll('\n', '\r')],
    ['without the last line end', recorded('vault-1.1').trimEnd()],
    ['with empty lines after it', `${recorded('vault-1.1')}\n\r\n`],
    ['with spaces in its first line', recorded('vault-1.1').replace(';1.1;AES256', ' ; 1.1 ; AES256 ')],
    ['with an id in 1.1', recorded('vault-1.1').replace('AES256', 'AES256;prod')],
    ['without an id in 1.2', recorded('vault-1.2').replace(';prod', '')],
    ['in capitals', recorded('vault-1.1').replace(/^\d.*/gm, (line) => line.toUpperCase())],
    ['age with the line ends of Windows', recorded('age-one').replaceAll('\n', '\r\n')],
    ['age without the last line end', recorded('age-one').trimEnd()],
    ['age with white space around it', `\n ${recorded('age-one')} \n\n`],
  ])('%s', async (_, text) => {
    expect((await open(text, keyring)).value).toBe(recordedPlain)
  })
})

const onlyVault: Keyring = { ...EMPTY_KEYRING, vaultPassword: password }
const otherPassword: Keyring = { ...keyring, vaultPassword: Buffer.from('another test password') }
const first = recorded('vault-1.1')

describe('what does not open says why', () => {
  const without: readonly [string, string, Keyring, OpenCode][] = [
    ['1.1 without a password', recorded('vault-1.1'), EMPTY_KEYRING, 'vault-no-password'],
    ['1.2 without a password', recorded('vault-1.2'), EMPTY_KEYRING, 'vault-no-password'],
    ['1.1 with another password', recorded('vault-1.1'), otherPassword, 'vault-wrong-password'],
    ['1.2 with another password', recorded('vault-1.2'), otherPassword, 'vault-wrong-password'],
    ['age without an identity', recorded('age-one'), onlyVault, 'age-no-identity'],
  ]
  const damaged: readonly [string, string, OpenCode][] = [
    ['format 1.0', first.replace('1.1', '1.0'), 'vault-unknown-format'],
    ['format 2.0', first.replace('1.1', '2.0'), 'vault-unknown-format'],
    ['another cipher', first.replace('AES256', 'AES'), 'vault-unknown-format'],
    ['no cipher', '$ANSIBLE_VAULT;1.1', 'vault-unknown-format'],
    ['a variable in YAML', recorded('vault-string'), 'vault-indented'],
    ['indented', first.replaceAll(/^/gm, '  '), 'vault-indented'],
    ['its lines indented', first.replaceAll('\n', '\n  '), 'vault-damaged'],
    ['a byte order mark before it', `\ufeff${first}`, 'vault-indented'],
    ['its first line alone', '$ANSIBLE_VAULT;1.1;AES256\n', 'vault-damaged'],
    ['another first word', first.replace('VAULT', 'VAULTS'), 'vault-damaged'],
    ['too many parts', first.replace('AES256', 'AES256;a;b'), 'vault-damaged'],
    ['cut', first.slice(0, 200), 'vault-damaged'],
    ['cut between bytes', `${first.slice(0, -2)}\n`, 'vault-damaged'],
    ['something after it', `${first}-----BEGIN PRIVATE KEY-----\n`, 'vault-damaged'],
    ['twice', first + first, 'vault-damaged'],
    ['a line missing', first.split('\n').toSpliced(2, 1).join('\n'), 'vault-damaged'],
    ['no text in it', recorded('vault-not-text'), 'vault-not-text'],
    ['age in binary', recorded('age-binary'), 'age-binary'],
    ['age by a passphrase', recorded('age-passphrase'), 'age-passphrase'],
    ['age to others', recorded('age-other'), 'age-wrong-identity'],
    ['age to an SSH key', recorded('age-ssh'), 'age-wrong-identity'],
    ['age of another version', armored('age-encryption.org/v2\n-> X\n'), 'age-unknown-version'],
    ['armor of something else', armored('PRIVATE'), 'age-damaged'],
    ['armor of nothing', armored(''), 'age-damaged'],
    ['age, no text in it', recorded('age-not-text'), 'age-not-text'],
    ['age, cut', recorded('age-one').slice(0, 200), 'age-damaged'],
    ['age, indented', recorded('age-one').replaceAll(/^/gm, '  '), 'age-damaged'],
    ['age, something after it', `${recorded('age-one')}x\n`, 'age-damaged'],
    ['age, twice', recorded('age-one').repeat(2), 'age-damaged'],
  ]
  const rows = [...without, ...damaged.map(([name, text, code]) => [name, text, keyring, code] as const)]
  it.each(rows)('%s', async (_, text, given, code) => {
    expect(await open(text, given)).toEqual({ value: undefined, problem: code })
  })

  it('is not kept busy by a passphrase that takes hours', async () => {
    const salt = 'A'.repeat(22)
    const header = `age-encryption.org/v1\n-> scrypt ${salt} 62\n${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n`
    expect((await open(armored(header), keyring)).problem).toBe('age-passphrase')
  })

  it('is not kept busy by hundreds of recipients', { timeout: 10_000 }, async () => {
    const stanza = `-> X25519 ${Buffer.alloc(32, 9).toString('base64').slice(0, -1)}\n${'A'.repeat(43)}\n`
    const header = `age-encryption.org/v1\n${stanza.repeat(400)}--- ${'A'.repeat(43)}\n`
    expect((await open(armored(header), keyring)).problem).toBe('age-wrong-identity')
  })
})

function armored(content: string): string {
  const lines =
    Buffer.from(content, 'latin1')
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN AGE ENCRYPTED FILE-----', ...lines, '-----END AGE ENCRYPTED FILE-----', ''].join('\n')
}

describe('seal', () => {
  it('writes what ansible-vault writes, byte for byte', async () => {
    const salt = Buffer.from('0123456789abcdef0123456789abcdef')
    expect(await sealVault(recordedPlain, password, undefined, salt)).toBe(recorded('vault-salted'))
  })

  it.each<[string, Protection, RegExp]>([
    ['nothing', none, /^text$/],
    ['ansible-vault', vault(), /^\$ANSIBLE_VAULT;1\.1;AES256\n([0-9a-f]{80}\n)+([0-9a-f]{1,80}\n)?$/],
    ['ansible-vault with an id', vault('prod'), /^\$ANSIBLE_VAULT;1\.2;AES256;prod\n[0-9a-f\n]+\n$/],
    ["Ansible's own name for no id", vault('default'), /^\$ANSIBLE_VAULT;1\.1;AES256\n[0-9a-f\n]+\n$/],
    [
      'age',
      age(...recipients),
      /^-----BEGIN AGE [^-]*-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END AGE [^-]*-----\n$/,
    ],
  ])('%s', async (_, protection, want) => {
    const text = await sealed('text', protection)
    expect(text).toMatch(want)
    expect(isSealedAs(text, protection)).toBe(true)
    expect((await open(text, keyring)).value).toBe('text')
  })

  it.each<[string, Protection]>([
    ['ansible-vault', vault()],
    ['age', age(recipients[0] as string)],
  ])('never makes the same of the same: %s', async (_, protection) => {
    expect(await sealed('text', protection)).not.toBe(await sealed('text', protection))
  })

  it('lets every recipient open it, and nobody else', async () => {
    const text = await sealed('text', age(people[0].recipient, people[1].recipient, people[1].recipient))
    const openedBy = await Promise.all(
      identities.map(
        async (identity) => (await open(text, { ...EMPTY_KEYRING, ageIdentities: [identity] })).value,
      ),
    )
    expect(openedBy).toEqual(['text', 'text', undefined])
  })

  it.each<[string, Protection, SealCode]>([
    ['ansible-vault without a password', vault(), 'encrypt-no-password'],
    ['age to a point of low order', age(LOW_ORDER), 'encrypt-recipient-weak'],
  ])('refuses %s', async (_, protection, code) => {
    expect(await seal('text', protection, EMPTY_KEYRING)).toEqual({ value: undefined, problem: code })
  })

  it.each<[string, Protection]>([
    ['an id that would end the line', vault('a\n00')],
    ['an id that would begin another part', vault('a;b')],
    ['age to nobody', age()],
    ['age to what is not a recipient', age('age1x')],
  ])('throws on what the rules of the spec refuse: %s', async (_, protection) => {
    await expect(seal('text', protection, keyring)).rejects.toThrow(/would be encrypted/)
  })

  it('takes no password for age', async () => {
    expect((await seal('text', age(...recipients), EMPTY_KEYRING)).problem).toBeUndefined()
  })

  it('takes it for a fault of ours to seal what is sealed', async () => {
    await expect(seal(first, vault(), keyring)).rejects.toThrow('twice')
    await expect(seal(first, age(...recipients), keyring)).rejects.toThrow('twice')
  })
})

/** Of the right form, and 32 bytes of zero. */
const LOW_ORDER = 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z'

describe('isSealedAs', () => {
  it.each<[string, string, Protection, boolean]>([
    ['plain', 'text', none, true],
    ['plain', 'text', vault(), false],
    ['plain', 'text', age(...recipients), false],
    ['1.1', first, vault(), true],
    ['1.1', first, vault('default'), true],
    ['1.1', first, vault('prod'), false],
    ['1.1', first, none, false],
    ['1.1', first, age(...recipients), false],
    ['1.1 with the line ends of Windows', first.replaceAll('\n', '\r\n'), vault(), true],
    ['1.2', recorded('vault-1.2'), vault('prod'), true],
    ['1.2', recorded('vault-1.2'), vault('dev'), false],
    ['1.2', recorded('vault-1.2'), vault(), false],
    ['1.0', first.replace('1.1', '1.0'), vault(), false],
    ['1.1 before a key', `${first}-----BEGIN PRIVATE KEY-----\nMC4=\n`, vault(), false],
    ['a variable', recorded('vault-string'), vault(), false],
    ['age', recorded('age-one'), age(...recipients), true],
    ['age with the line ends of Windows', recorded('age-one').replaceAll('\n', '\r\n'), age(), true],
    ['age', recorded('age-one'), vault(), false],
    ['age in binary', recorded('age-binary'), age(...recipients), false],
    ['age before a key', `${recorded('age-one')}-----BEGIN PRIVATE KEY-----\nMC4=\n`, age(), false],
    ['armor of a key', armored('-----BEGIN PRIVATE KEY-----\nMC4=\n'), age(), false],
  ])('%s: %#', (_, text, protection, want) => {
    expect(isSealedAs(text, protection)).toBe(want)
  })
})

describe('any text', () => {
  const anyText = fc.string({ unit: 'grapheme', maxLength: 200 })
  const anyProtection = fc.oneof(
    fc.constant(none),
    fc.constantFrom(undefined, 'default', 'prod', 'a.b-c_1').map(vault),
    fc.subarray(recipients, { minLength: 1 }).map((some) => age(...some)),
  )

  it('comes back from what it was sealed as', async () => {
    const property = fc.asyncProperty(anyText, anyProtection, async (plain, protection) => {
      const text = await sealed(plain, protection)
      expect(methodOf(text)).toBe(protection.method)
      expect(isSealedAs(text, protection)).toBe(true)
      const all = { vaultPassword: password, ageIdentities: identities }
      expect(await open(text, all)).toEqual({ value: plain, problem: undefined })
    })
    await fc.assert(property, { numRuns: 200 })
  })

  it('can be opened by its own password only', async () => {
    const property = fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      async (one, other) => {
        // To HMAC, and so to Ansible too, a password and the same with zeros after it are one (RFC 2104, 2).
        fc.pre(
          !Buffer.concat([one, Buffer.alloc(80)])
            .subarray(0, 80)
            .equals(Buffer.concat([other, Buffer.alloc(80)]).subarray(0, 80)),
        )
        const text = await sealVault('text', one, undefined)
        expect((await open(text, { ...EMPTY_KEYRING, vaultPassword: one })).value).toBe('text')
        const { problem } = await open(text, { ...EMPTY_KEYRING, vaultPassword: other })
        expect(problem).toBe('vault-wrong-password')
      },
    )
    await fc.assert(property, { numRuns: 100 })
  })

  it('is opened or refused, and throws nothing', async () => {
    const heading = fc.constantFrom(
      '',
      '$ANSIBLE_VAULT',
      '$ANSIBLE_VAULT;1.1;AES256\n',
      '!vault |\n',
      '-----BEGIN AGE ENCRYPTED FILE-----\n',
      'age-encryption.org/v1\n',
    )
    const hexadecimal = fc.string({ unit: fc.constantFrom(...'0123456789abcdef\n') })
    const stanzas = anyText.map((text) => armored(`age-encryption.org/v1\n${text}`))
    const rest = fc.oneof(anyText, hexadecimal, stanzas, fc.string({ unit: 'binary' }))
    const property = fc.asyncProperty(heading, rest, async (start, end) => {
      const text = start + end
      const { value, problem } = await open(text, keyring)
      expect(value === undefined).toBe(problem !== undefined)
      if (value !== undefined) expect(value).toBe(text)
      isSealedAs(text, vault())
      isSealedAs(text, age())
    })
    await fc.assert(property, { numRuns: 500 })
  })
})
