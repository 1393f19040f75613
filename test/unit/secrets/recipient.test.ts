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
    ['nothing', '', 'not an age recipient'],
    ['a name', 'alice', 'not an age recipient'],
    ['its beginning alone', 'age1', 'missing or wrong characters'],
    ['one that was cut', recipient.slice(0, -1), 'missing or wrong characters'],
    ['one that was mistyped', recipient.replace('4', '5'), 'missing or wrong characters'],
    ['one in capitals', recipient.toUpperCase(), 'not an age recipient'],
    ['one in mixed case', `${recipient.slice(0, -1)}C`, 'missing or wrong characters'],
    ['one with a space after it', `${recipient} `, 'missing or wrong characters'],
    ['one with a line end after it', `${recipient}\n`, 'missing or wrong characters'],
    ['two', `${recipient},${recipient}`, 'age recipient'],
    ['an identity', identity, 'is an age identity, which is secret'],
    ['an identity in small letters', identity.toLowerCase(), 'is an age identity, which is secret'],
    ['a post-quantum identity', 'AGE-SECRET-KEY-PQ-1QQQ', 'is an age identity, which is secret'],
    ['the identity of a plugin', 'AGE-PLUGIN-YUBIKEY-1QQQ', 'is an age identity, which is secret'],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI test', 'is an SSH key'],
    ['a hardware SSH key', 'sk-ssh-ed25519@openssh.com AAAA', 'is an SSH key'],
    [
      'the recipient of a plugin',
      'age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t',
      'plugin',
    ],
    ['a post-quantum recipient', 'age1pq1qqqqqq', 'post-quantum'],
    [
      'a valid bech32 of something else',
      'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
      'not an age recipient',
    ],
    ['too few bytes of it', 'age1qqqqqqqq', 'missing or wrong characters'],
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
    ['age recipient', recipient, false],
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
