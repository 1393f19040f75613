import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { report, type Target } from '../../diagnostics/report.ts'
import { canonicalAddress, isIPv4 } from '../../ip-address.ts'
import { withoutQuotes } from '../suggest.ts'
import { isRange, isTemplate } from '../template.ts'

/** Says what is written instead of an address, and which address is probably meant. */
export function explainAddress(value: string, target: Target): Diagnostic {
  if (isTemplate(value)) return report('value-is-template', target, { value })
  if (isRange(value)) return report('value-is-range', target, { value })
  const url = /^[a-z][a-z0-9+.-]*:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(value)
  if (url)
    return report('address-is-url', target, { value, fixed: canonicalAddress(unbracketed(url[1] ?? '')) })
  const prefix = /^(.+)\/\d{1,3}$/.exec(value)?.[1]
  if (prefix && canonicalAddress(prefix))
    return report('address-with-prefix', target, { value, fixed: prefix })
  const bracketed = /^\[([^\]]*)\]$/.exec(value)?.[1]
  if (bracketed && canonicalAddress(bracketed)) {
    return report('address-in-brackets', target, { value, fixed: bracketed })
  }
  const host = /^(\[[^\]]*\]|[^:]+):\d+$/.exec(value)?.[1]
  if (host && canonicalAddress(unbracketed(host))) {
    return report('address-with-port', target, { value, fixed: unbracketed(host) })
  }
  if (/^[0-9a-f:.]*:[0-9a-f:.]*%/i.test(value)) return report('address-with-zone', target, { value })
  const fixed = value.replace(/(?<=^|\.)0+(?=\d)/g, '')
  if (fixed !== value && isIPv4(fixed)) return report('address-leading-zero', target, { value, fixed })
  if (isName(value)) return report('address-is-name', target, { value })
  return report('address-invalid', target, { value, near: canonicalAddress(withoutQuotes(value)) })
}

/** Whether it reads as a DNS name: labels of which the last is no number. */
export function isName(value: string): boolean {
  return (
    /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.?$/i.test(value) &&
    !endsInNumber(value)
  )
}

/** Whether the last part is a number, as an IP address's is (WHATWG URL, section 3.5). */
export function endsInNumber(value: string): boolean {
  return /(?:^|\.)\d+\.?$/.test(value)
}

function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}
