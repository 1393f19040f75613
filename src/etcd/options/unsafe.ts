import { option, SINCE_3_5 } from './define.ts'
import type { EtcdOption } from './option.ts'

/** Under "Unsafe feature" of `etcd --help`. */
export const UNSAFE: readonly EtcdOption[] = [
  option(
    'force-new-cluster',
    'boolean',
    'false',
    'Makes this member the only one of a new cluster with its data. Use it only for disaster recovery, and for one start.',
  ),
  option('unsafe-no-fsync', 'boolean', 'false', 'Does not wait for the disk: a power cut loses data.', {
    lines: { '3.4': 10, ...SINCE_3_5 },
  }),
]
