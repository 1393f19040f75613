import { option, UNTIL_3_5 } from './define.ts'
import type { EtcdOption } from './option.ts'

const PROXY = { lines: UNTIL_3_5, deprecated: '3.5' } as const

/** Under "v2 Proxy" of `etcd --help`. */
export const V2_PROXY: readonly EtcdOption[] = [
  option('proxy', 'choice', 'off', 'Runs no member but a proxy for the second version of the API.', {
    ...PROXY,
    choices: ['off', 'readonly', 'on'],
  }),
  option('proxy-failure-wait', 'milliseconds', '5000', 'How long a member that failed is left alone.', PROXY),
  option(
    'proxy-refresh-interval',
    'milliseconds',
    '30000',
    'How often the proxy looks for the members.',
    PROXY,
  ),
  option('proxy-dial-timeout', 'milliseconds', '1000', 'How long connecting to a member may take.', PROXY),
  option('proxy-write-timeout', 'milliseconds', '5000', 'How long writing to a member may take.', PROXY),
  option('proxy-read-timeout', 'milliseconds', '0', 'How long reading from a member may take.', PROXY),
]
