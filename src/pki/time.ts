/** A time of a certificate, which counts whole seconds, as RFC 3339 has it: `2026-08-01T12:00:00Z`. */
export const formatTime = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')

const day = 24 * 60 * 60 * 1000

/** The whole days from one time to another; negative once that is past. */
export const daysBetween = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / day)

/** How long before its issue a certificate is already valid, for clocks that are behind. */
const skew = 5 * 60 * 1000

/** From when until when a certificate is valid, both included (RFC 5280, 4.1.2.5), in whole seconds. */
export type Validity = { readonly notBefore: Date; readonly notAfter: Date }

/**
 * The validity of a certificate issued now. A leaf is valid no longer than its CA: etcd refuses it after that anyway, and a
 * shortened certificate still lets a node's address change in a CA's last year, where an error would not.
 */
export function validityFrom(now: Date, lifetimeDays: number, within?: Validity): Validity {
  const seconds = Math.floor(now.getTime() / 1000) * 1000
  const notBefore = Math.max(seconds - skew, within?.notBefore.getTime() ?? -Infinity)
  const notAfter = Math.min(seconds + lifetimeDays * day, within?.notAfter.getTime() ?? Infinity)
  return { notBefore: new Date(notBefore), notAfter: new Date(notAfter) }
}
