import { byCodePoint } from '../render/order.ts'
import type { FilledSpec } from '../spec/spec.types.ts'
import { milliseconds } from '../spec/units.ts'
import type { Cluster } from './cluster.ts'

type Section = FilledSpec['systemd']

/** The fields that a unit has only if the spec sets them, and their directives (systemd.exec(5), systemd.resource-control(5)). */
const LIMITS = {
  nice: 'Nice',
  ioSchedulingClass: 'IOSchedulingClass',
  ioSchedulingPriority: 'IOSchedulingPriority',
  cpuWeight: 'CPUWeight',
  cpuQuota: 'CPUQuota',
  memoryHigh: 'MemoryHigh',
  memoryMax: 'MemoryMax',
  slice: 'Slice',
} as const satisfies Partial<Record<keyof Section, string>>

/** What the spec says about etcd's unit. */
export function resolveSystemd(section: Section): Cluster['systemd'] {
  const { requiresMountsFor = [], after = [], wants = [], requires = [], environment } = section
  return {
    unit: section.unit,
    limitNoFile: section.limitNoFile,
    startTimeoutSeconds: Math.ceil(milliseconds(section.startTimeout) / 1000),
    restartDelaySeconds: Math.ceil(milliseconds(section.restartDelay) / 1000),
    limits: (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).flatMap((field) => {
      const value = section[field]
      return value === undefined ? [] : [{ directive: LIMITS[field], value: inSystemdsUnits(String(value)) }]
    }),
    requiresMountsFor,
    after,
    wants,
    requires,
    environment: Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .sort(byCodePoint),
  }
}

/** systemd's K, M and G are powers of 1024 (systemd.resource-control(5), MemoryMax=). */
const inSystemdsUnits = (value: string) => value.replace(/^(\d+[KMG])iB$/, '$1')
