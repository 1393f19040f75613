import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { canonicalAddress } from '../../ip-address.ts'
import { isName } from './address-form.ts'
import type { Rule } from './rule.ts'

const [MIRROR, AUTHORITY, PROXY] = [
  '/etcd/install/mirror',
  '/etcd/install/mirrorAuthority',
  '/etcd/install/proxy',
]
const SCHEMES = ['http', 'https'] as const

/** The proxy can be used by curl, wget, Python and apt alike, and proxy and CA match the mirror. */
export const download: Rule = ({ spec, isWritten }) => {
  const { method, mirror, proxy } = spec.etcd?.install ?? {}
  const found: Diagnostic[] = SCHEMES.flatMap((name) => proxyUrlProblems(`${PROXY}/${name}`, proxy?.[name]))
  if (method === 'package' && isWritten(PROXY) && !SCHEMES.some((name) => isWritten(`${PROXY}/${name}`))) {
    found.push(report('proxy-missing', atKey(PROXY), { wanted: 'http' }))
  }
  if (method !== 'release' || mirror === undefined) return found
  const scheme = mirror.startsWith('https:') ? 'https' : 'http'
  if (scheme === 'http' && isWritten(AUTHORITY)) {
    found.push(report('mirror-authority-unused', { ...atKey(AUTHORITY), related: [MIRROR] }, { mirror }))
  }
  if (isWritten(PROXY) && !isWritten(`${PROXY}/${scheme}`)) {
    const target = { ...atKey(PROXY), ...(isWritten(MIRROR) && { related: [MIRROR] }) }
    found.push(report('proxy-unused', target, { mirror, scheme }))
  }
  return found
}

function proxyUrlProblems(pointer: string, value: string | undefined): Diagnostic[] {
  if (value === undefined) return []
  // The message does not quote the password: messages end up in logs.
  if (value.includes('@')) return [report('proxy-password', at(pointer), {})]
  const { 1: host = '', 2: port = '' } = /^http:\/\/(\[[^\]]+\]|[^:/?#[\]]+):(\d{1,5})\/?$/.exec(value) ?? []
  const bracketed = /^\[(.*)\]$/.exec(host)?.[1]
  const isHost = canonicalAddress(bracketed ?? host) || (bracketed === undefined && isName(host))
  const isPort = Number(port) >= 1 && Number(port) <= 65_535
  return isHost && isPort ? [] : [report('proxy-malformed', at(pointer), { value })]
}
