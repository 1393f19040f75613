import type { Pointer } from '../diagnostics/diagnostic.ts'
import { parseVersion } from '../etcd/releases.ts'
import { canonicalAddress } from '../ip-address.ts'
import { fieldAt } from './fields.ts'

const ADDRESS = /^\/nodes\/\d+\/(?:address|ipAddresses\/\d+)$/

/** Whether a field takes the text before a "#", but not all of the text. */
export function isBeforeComment(before: string, all: string, pointer: Pointer): boolean {
  if (ADDRESS.test(pointer)) return canonicalAddress(before) !== undefined
  if (pointer === '/etcd/version') return parseVersion(before) !== undefined
  const { type, enum: known, pattern } = fieldAt(pointer) ?? {}
  if (type === 'integer') return /^\d+$/.test(before)
  if (type === 'boolean') return /^(?:true|false)$/.test(before)
  if (known) return known.includes(before)
  if (type !== 'string' || pattern === undefined) return false
  const fits = new RegExp(pattern, 'u')
  return fits.test(before) && !fits.test(all)
}
