import { option, renamedIn36, SINCE_3_6 } from './define.ts'
import type { EtcdOption, Lines } from './option.ts'

const EXPERIMENTAL: Lines = { '3.5': 0, '3.6': 0 }
const TRACES = 'Sends OpenTelemetry traces.'
const COLLECTOR = 'Address to which etcd sends traces.'
const SERVICE = 'Service name in the traces, the same on all members.'
const INSTANCE = 'Instance ID in the traces, different on each member.'
const SAMPLES = 'Number of traces to send, of one million.'

// Before 3.6, a configuration file does not set these defaults (etcd, server/embed/config.go, NewConfig).
const emptyInFile = { '3.5': '' } as const

/** Under "Distributed tracing" of `etcd --help`. */
export const TRACING: readonly EtcdOption[] = [
  option('enable-distributed-tracing', 'boolean', 'false', TRACES, { lines: SINCE_3_6 }),
  option('experimental-enable-distributed-tracing', 'boolean', 'false', TRACES, {
    lines: EXPERIMENTAL,
    ...renamedIn36('enable-distributed-tracing'),
  }),
  option('distributed-tracing-address', 'text', 'localhost:4317', COLLECTOR, { lines: SINCE_3_6 }),
  option('experimental-distributed-tracing-address', 'text', 'localhost:4317', COLLECTOR, {
    lines: EXPERIMENTAL,
    defaultInFile: { ...emptyInFile, '3.6': 'localhost:4317' },
    ...renamedIn36('distributed-tracing-address'),
  }),
  option('distributed-tracing-service-name', 'text', 'etcd', SERVICE, { lines: SINCE_3_6 }),
  option('experimental-distributed-tracing-service-name', 'text', 'etcd', SERVICE, {
    lines: EXPERIMENTAL,
    defaultInFile: { ...emptyInFile, '3.6': 'etcd' },
    ...renamedIn36('distributed-tracing-service-name'),
  }),
  option('distributed-tracing-instance-id', 'text', '', INSTANCE, { lines: SINCE_3_6 }),
  option('experimental-distributed-tracing-instance-id', 'text', '', INSTANCE, {
    lines: EXPERIMENTAL,
    ...renamedIn36('distributed-tracing-instance-id'),
  }),
  option('distributed-tracing-sampling-rate', 'integer', '0', SAMPLES, { lines: SINCE_3_6 }),
  option('experimental-distributed-tracing-sampling-rate', 'integer', '0', SAMPLES, {
    lines: { '3.5': 11, '3.6': 0 },
    ...renamedIn36('distributed-tracing-sampling-rate'),
  }),
]
