import { option } from './define.ts'
import type { EtcdOption } from './option.ts'

/** Under "Profiling and Monitoring" of `etcd --help`. */
export const MONITORING: readonly EtcdOption[] = [
  option('enable-pprof', 'boolean', 'false', "Serves Go's profiles at /debug/pprof/ of the client URLs."),
  option('metrics', 'choice', 'basic', 'Level of metrics; extensive adds histograms of gRPC calls.', {
    choices: ['basic', 'extensive'],
  }),
  option('listen-metrics-urls', 'urls', '', 'More URLs for metrics and health checks.'),
]
