import { at, atKey, report } from '../../diagnostics/report.ts'
import type { Rule } from './rule.ts'

/** The fields that only work with one compaction mode. */
const FIELDS = { compactionRetention: 'periodic', compactionRevisions: 'revision' } as const

/**
 * etcd or a client must compact the key history (etcd's website, op-guide/maintenance.md, History compaction), and the
 * fields must match the compaction mode.
 */
export const compaction: Rule = ({ spec, isWritten }) => {
  const mode = spec.etcd?.tuning?.compaction
  if (mode === undefined) return []
  const unused = Object.entries(FIELDS).flatMap(([name, wanted]) => {
    const pointer = `/etcd/tuning/${name}`
    return mode !== wanted && isWritten(pointer)
      ? [report('compaction-unused', atKey(pointer), { name, mode, wanted })]
      : []
  })
  return mode === 'off' ? [report('compaction-off', at('/etcd/tuning/compaction'), {}), ...unused] : unused
}
