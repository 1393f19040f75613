import { option, SINCE_3_5 } from './define.ts'
import type { EtcdOption } from './option.ts'

/** Under "Auth" of `etcd --help`. */
export const AUTH: readonly EtcdOption[] = [
  option('auth-token', 'text', 'simple', 'Kind of authentication token: simple, or jwt with its options.'),
  option('bcrypt-cost', 'integer', '10', 'Cost of password hashes, from 4 to 31.'),
  option('auth-token-ttl', 'seconds', '300', 'Lifetime of a simple token, in seconds.', {
    lines: { '3.4': 10, ...SINCE_3_5 },
  }),
]
