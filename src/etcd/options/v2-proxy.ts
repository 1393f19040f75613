import { option, UNTIL_3_5 } from './define.ts'
import type { EtcdOption } from './option.ts'

const PROXY = { lines: UNTIL_3_5, deprecated: '3.5' } as const

/** Under "v2 Proxy" of `etcd --help`. */
export const V2_PROXY: readonly EtcdOption[] = [
  option('proxy', 'choice', 'off', 'Runs a proxy for API 2 instead of a member.', {
    ...PROXY,
    choices: ['off', 'readonly', 'on'],
  }),
  option(
    'proxy-failure-wait',
    'milliseconds',
    '5000',
    'Time that the proxy does not use a failed member.',
    PROXY,
  ),
  option(
    'proxy-refresh-interval',
    'milliseconds',
    '30000',
    'Interval at which the proxy refreshes the list of members.',
    PROXY,
  ),
  option('proxy-dial-timeout', 'milliseconds', '1000', 'Timeout for connecting to a member.', PROXY),
  option('proxy-write-timeout', 'milliseconds', '5000', 'Timeout for writing to a member.', PROXY),
  option('proxy-read-timeout', 'milliseconds', '0', 'Timeout for reading from a member.', PROXY),
]
