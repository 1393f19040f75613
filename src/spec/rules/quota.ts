import { at, report } from '../../diagnostics/report.ts'
import { bytes } from '../units.ts'
import type { Rule } from './rule.ts'

const SUGGESTED_MOST = 8 * 2 ** 30

/** etcd suggests a quota of 8 GiB at most and warns above it (etcd's website, dev-guide/limit.md). */
export const quota: Rule = ({ spec }) => {
  const value = spec.etcd?.tuning?.quota
  if (value === undefined || bytes(value) <= SUGGESTED_MOST) return []
  return [report('quota-large', at('/etcd/tuning/quota'), { quota: value })]
}
