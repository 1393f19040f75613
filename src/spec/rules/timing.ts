import { at, report } from '../../diagnostics/report.ts'
import { milliseconds } from '../units.ts'
import type { Rule } from './rule.ts'

const LONGEST_ELECTION = 50_000
/** A shorter interval is below the jitter of a busy network and only adds traffic (etcd's website, tuning.md). */
const SHORTEST_HEARTBEAT = 10

/** etcd needs 5 × heartbeat ≤ election ≤ 50 s to start (etcd, embed/config.go, Validate); tuning.md recommends 10 ×. */
export const timing: Rule = (subject) => [...heartbeatSense(subject), ...electionFit(subject)]

const heartbeatSense: Rule = ({ spec }) => {
  const value = spec.etcd?.tuning?.heartbeatInterval
  if (value === undefined || milliseconds(value) >= SHORTEST_HEARTBEAT) return []
  return [report('heartbeat-short', at('/etcd/tuning/heartbeatInterval'), { heartbeat: value })]
}

const electionFit: Rule = ({ spec, isWritten }) => {
  const { heartbeatInterval: heartbeat, electionTimeout: election } = spec.etcd?.tuning ?? {}
  if (heartbeat === undefined || election === undefined) return []
  const [electionPointer, heartbeatPointer] = [
    '/etcd/tuning/electionTimeout',
    '/etcd/tuning/heartbeatInterval',
  ]
  const [interval, timeout] = [milliseconds(heartbeat), milliseconds(election)]
  if (timeout > LONGEST_ELECTION) return [report('election-too-long', at(electionPointer), { election })]
  const written = [electionPointer, heartbeatPointer].filter(isWritten)
  const target = at(written[0] ?? electionPointer, ...written.slice(1))
  if (timeout < 5 * interval) {
    return [report('election-too-short', target, { election, heartbeat, least: `${5 * interval}ms` })]
  }
  if (timeout < 10 * interval) {
    return [report('election-tight', target, { election, heartbeat, usual: `${10 * interval}ms` })]
  }
  return []
}
