import { option } from './define.ts'
import type { EtcdOption } from './option.ts'

/** Under "Profiling and Monitoring" of `etcd --help`. */
export const MONITORING: readonly EtcdOption[] = [
  option('enable-pprof', 'boolean', 'false', "Serves Go's profiles at /debug/pprof/ of the client URLs."),
  option('metrics', 'choice', 'basic', 'How much is measured; extensive adds histograms of gRPC calls.', {
    choices: ['basic', 'extensive'],
  }),
  option('listen-metrics-urls', 'urls', '', 'Where the metrics and the health checks are served as well.'),
]
