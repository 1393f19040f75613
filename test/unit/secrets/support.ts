import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Keyring } from '../../../src/secrets/keyring.ts'
import type { Protection } from '../../../src/secrets/protection.ts'

/** What is in every recorded file that can be opened. */
export const recordedPlain = 'not a key, a test: äöü €\n'

/**
 * A file that ansible-vault (ansible-core 2.19.14 and 2.14) or age (1.1.1) wrote, once and for all, with keys that are
 * these tests' own.
 */
export const recorded = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8')

export const password = Buffer.from('test vault password')

/** Three recipients, each with its identity. */
export const people = [
  {
    recipient: 'age164zmq476nju57zgyuf5ctkrzgz9mnsddakd3nl5m8eylenv6fu2qv4cswc',
    identity: 'AGE-SECRET-KEY-1AN5ZCN9549VJLHCRE7LC42FCR3K5HS0GY7QRGWKG83DQ6MV89XXS8CGKKL',
  },
  {
    recipient: 'age1nj669dqccp08afl8sk302y5hqdyqsxmhjvzxq67l92c2mj2zjs3qt7jplk',
    identity: 'AGE-SECRET-KEY-13994Y7QPA202LSHGRQXRF6YE5HJX40FVK5MX6THWAV8FNJZMCMNS222MW6',
  },
  {
    recipient: 'age1sz9l5zd8pjvdaksqy4gvavenkvm4szg3rs4syzgkwm0xlzs60fyqxrt789',
    identity: 'AGE-SECRET-KEY-1D7C3UAGF5RCY8XWHCLD99WP3QQ2ULLK7W8PXGYKXLV4YTSMM78WQ3Q8EK2',
  },
] as const

export const recipients = people.map(({ recipient }) => recipient)

export const identities = people.map(({ identity }) => identity)

/** What opens every recorded file that quorate opens at all. */
export const keyring: Keyring = { vaultPassword: password, ageIdentities: [people[0].identity] }

export const vault = (vaultId?: string): Protection => ({ method: 'ansible-vault', vaultId })

export const age = (...to: readonly string[]): Protection => ({ method: 'age', recipients: to })
