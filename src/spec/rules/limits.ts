import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { bytes } from '../units.ts'
import type { Rule } from './rule.ts'

/** An empty member of etcd 3.6 has 40 to 60 MiB (VmRSS), and its database comes on top. */
const LEAST = 128 * 2 ** 20

/** etcd runs within its limits: it maps the whole database, up to the quota, into memory (etcd, server/mvcc/backend). */
export const limits: Rule = ({ spec }) => {
  const { cpuQuota, memoryHigh, memoryMax } = spec.systemd ?? {}
  const quota = spec.etcd?.tuning?.quota
  const diagnostics = Object.entries({ memoryHigh, memoryMax }).flatMap(([field, size]): Diagnostic[] => {
    if (size === undefined) return []
    const pointer = `/systemd/${field}`
    if (bytes(size) < LEAST) return [report('memory-too-small', at(pointer), { field, size })]
    return quota !== undefined && bytes(size) < bytes(quota)
      ? [report('memory-below-quota', at(pointer), { field, size, quota })]
      : []
  })
  if (memoryHigh !== undefined && memoryMax !== undefined && bytes(memoryHigh) > bytes(memoryMax)) {
    const target = at('/systemd/memoryHigh', '/systemd/memoryMax')
    diagnostics.push(report('memory-high-above-max', target, { high: memoryHigh, max: memoryMax }))
  }
  if (cpuQuota !== undefined && Number.parseInt(cpuQuota, 10) < 100)
    diagnostics.push(report('cpu-quota-small', at('/systemd/cpuQuota'), { quota: cpuQuota }))
  return diagnostics
}
