import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { bytes } from '../units.ts'
import type { Rule } from './rule.ts'

const MIB = 2 ** 20
const SUGGESTED_QUOTA = 8 * 1024 * MIB
/** etcd, server/etcdserver/server.go: recommendedMaxRequestBytes, above which it warns. */
const RECOMMENDED_REQUEST = 10 * MIB
/** etcd, server/etcdserver/api/rafthttp/msg_codec.go: readBytesLimit, above which a member refuses another's message. */
const LARGEST_MESSAGE = 512 * MIB

const QUOTA = '/etcd/tuning/quota'
const REQUEST = '/etcd/tuning/maxRequestSize'

/**
 * The quota is above the request size, and both are within etcd's recommendations: 8 GiB for a database (etcd's website,
 * dev-guide/limit.md; etcd warns above it), 10 MiB for a request.
 */
export const quota: Rule = ({ spec, isWritten }) => {
  const { quota: value, maxRequestSize: size } = spec.etcd?.tuning ?? {}
  const diagnostics: Diagnostic[] = []
  if (value !== undefined && bytes(value) > SUGGESTED_QUOTA)
    diagnostics.push(report('quota-large', at(QUOTA), { quota: value }))
  if (size !== undefined && bytes(size) >= LARGEST_MESSAGE)
    return [...diagnostics, report('request-too-large', at(REQUEST), { size })]
  if (size !== undefined && bytes(size) > RECOMMENDED_REQUEST)
    diagnostics.push(report('request-large', at(REQUEST), { size }))
  if (value !== undefined && size !== undefined && bytes(value) <= bytes(size)) {
    const written = [QUOTA, REQUEST].filter(isWritten)
    const target = at(written[0] ?? QUOTA, ...written.slice(1))
    diagnostics.push(report('quota-below-request', target, { quota: value, size }))
  }
  return diagnostics
}
