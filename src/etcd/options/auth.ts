import { option } from './define.ts'
import type { EtcdOption } from './option.ts'

/** Under "Auth" of `etcd --help`. */
export const AUTH: readonly EtcdOption[] = [
  option(
    'auth-token',
    'text',
    'simple',
    'The kind of token that users get: simple, or jwt with its options.',
  ),
  option('bcrypt-cost', 'integer', '10', 'How costly hashing a password is, from 4 to 31.'),
  option('auth-token-ttl', 'seconds', '300', 'How long a simple token is valid.', {
    lines: { '3.4': 10, '3.5': 0, '3.6': 0, '3.7': 0 },
  }),
]
