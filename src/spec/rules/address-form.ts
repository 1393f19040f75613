import ipaddr from 'ipaddr.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { report, type Target } from '../../diagnostics/report.ts'
import { isTemplate } from '../template.ts'

const OCTET = '(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])'
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)

/** An address in its one spelling, or undefined for what is not one: a dotted quad, or IPv6 as RFC 5952 writes it. */
export function canonicalAddress(text: string): string | undefined {
  if (IPV4.test(text)) return text
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined
  return ipaddr.IPv6.parse(text).toRFC5952String()
}

/** Whether nothing but the machine itself reaches an address (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3). */
export function isLoopback(address: string): boolean {
  return ipaddr.parse(address).range() === 'loopback'
}

/** Says what is written instead of an address, and which address is probably meant. */
export function explainAddress(value: string, target: Target): Diagnostic {
  if (isTemplate(value)) return report('value-is-template', target, { value })
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
  if (fixed !== value && IPV4.test(fixed)) return report('address-leading-zero', target, { value, fixed })
  if (isName(value)) return report('address-is-name', target, { value })
  return report('address-invalid', target, { value })
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
