import { describe, expect, it } from 'vitest'
import { vaultIdProblem } from '../../../src/secrets/protection.ts'
import { isIdentity, recipientProblem } from '../../../src/secrets/recipient.ts'
import { identities, people, recipients } from './support.ts'

const [{ recipient, identity }] = people

describe('recipientProblem', () => {
  it.each(recipients)('takes %s', (text) => {
    expect(recipientProblem(text)).toBeUndefined()
  })

  it.each([
    ['nothing', '', 'no recipient of age'],
    ['a name', 'alice', 'no recipient of age'],
    ['its beginning alone', 'age1', 'cut or mistyped'],
    ['one that was cut', recipient.slice(0, -1), 'cut or mistyped'],
    ['one that was mistyped', recipient.replace('4', '5'), 'cut or mistyped'],
    ['one in capitals', recipient.toUpperCase(), 'no recipient of age'],
    ['one in mixed case', `${recipient.slice(0, -1)}C`, 'cut or mistyped'],
    ['one with a space after it', `${recipient} `, 'cut or mistyped'],
    ['one with a line end after it', `${recipient}\n`, 'cut or mistyped'],
    ['two', `${recipient},${recipient}`, 'a recipient'],
    ['an identity', identity, 'is an identity, which is secret'],
    ['an identity in small letters', identity.toLowerCase(), 'is an identity, which is secret'],
    ['a post-quantum identity', 'AGE-SECRET-KEY-PQ-1QQQ', 'is an identity, which is secret'],
    ['the identity of a plugin', 'AGE-PLUGIN-YUBIKEY-1QQQ', 'is an identity, which is secret'],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI test', 'is an SSH key'],
    ['a hardware SSH key', 'sk-ssh-ed25519@openssh.com AAAA', 'is an SSH key'],
    [
      'the recipient of a plugin',
      'age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t',
      'plugin',
    ],
    ['a post-quantum recipient', 'age1pq1qqqqqq', 'post-quantum'],
    ['a valid bech32 of something else', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'no recipient of age'],
    ['too few bytes of it', 'age1qqqqqqqq', 'cut or mistyped'],
  ])('refuses %s', (_, text, says) => {
    const problem = recipientProblem(text)
    expect(problem).toContain(says)
    if (text.length > 5) expect(problem).not.toContain(text.slice(0, 12))
  })

  it('notices every mistyped character', () => {
    for (let index = 0; index < recipient.length; index += 1) {
      const other = recipient[index] === 'q' ? 'p' : 'q'
      expect(recipientProblem(recipient.slice(0, index) + other + recipient.slice(index + 1))).toBeDefined()
    }
  })
})

describe('isIdentity', () => {
  it.each<[string, string, boolean]>([
    ...identities.map((text): [string, string, boolean] => ['an identity', text, true]),
    ['one in small letters', identity.toLowerCase(), false],
    ['one that was mistyped', identity.replace('1A', '1C'), false],
    ['one that was cut', identity.slice(0, -1), false],
    ['a recipient', recipient, false],
    ['nothing', '', false],
  ])('%s', (_, text, want) => {
    expect(isIdentity(text)).toBe(want)
  })
})

describe('vaultIdProblem', () => {
  it.each(['prod', 'default', 'a', '1', 'A.b-c_9'])('takes %s', (text) => {
    expect(vaultIdProblem(text)).toBeUndefined()
  })

  it.each(['', ' prod', 'prod ', 'a;b', 'a@b', 'a\nb', 'prod\n', 'ä', '-x', '.x'])('refuses %j', (text) => {
    expect(vaultIdProblem(text)).toBeDefined()
  })
})
