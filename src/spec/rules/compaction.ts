import { at, atKey, report } from '../../diagnostics/report.ts'
import type { Rule } from './rule.ts'

/** The fields that count with one kind of compaction only. */
const FIELDS = { compactionRetention: 'periodic', compactionRevisions: 'revision' } as const

/**
 * Somebody has to compact the history of keys (etcd's website, op-guide/maintenance.md, History compaction), and what is
 * said about it goes with how it is done.
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
