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
  found.push(...(proxy?.noProxy ?? []).flatMap((value, index) => noProxyProblems(value, index)))
  if (method === 'package' && isWritten(PROXY) && !SCHEMES.some((name) => isWritten(`${PROXY}/${name}`))) {
    found.push(report('proxy-missing', atKey(PROXY), { wanted: 'http' }))
  }
  if (method !== 'release' || mirror === undefined) return found
  const end = /(?:\/v\d+\.\d+\.\d+[^/]*)?(?:\/[^/]*\.(?:tar\.gz|tgz|zip))?$/.exec(mirror)?.[0]
  if (end)
    return [
      ...found,
      report('mirror-of-release', at(MIRROR), { mirror, fixed: mirror.slice(0, -end.length) }),
    ]
  const scheme = mirror.startsWith('https:') ? 'https' : 'http'
  if (scheme === 'http' && isWritten(AUTHORITY)) {
    found.push(report('mirror-authority-unused', { ...atKey(AUTHORITY), related: [MIRROR] }, { mirror }))
  }
  // What is wrong with the proxy itself comes first.
  if (proxy === undefined || found.some(({ code }) => code !== 'mirror-authority-unused')) return found
  const related = isWritten(MIRROR) && { related: [MIRROR] }
  if (!isWritten(`${PROXY}/${scheme}`)) {
    found.push(report('proxy-unused', { ...atKey(PROXY), ...related }, { mirror, scheme }))
    return found
  }
  const host = hostOf(mirror)
  const index = (proxy.noProxy ?? []).findIndex((entry) => entry !== undefined && covers(entry, host))
  if (index >= 0) {
    const entry = proxy.noProxy?.[index] ?? ''
    found.push(
      report('proxy-bypassed', { ...at(`${PROXY}/noProxy/${index}`), ...related }, { mirror, entry }),
    )
  }
  return found
}

/** The host of a URL, in lower case and without brackets. */
function hostOf(url: string): string {
  const { 1: host = '' } = /^[a-z]+:\/\/(\[[^\]]*\]|[^:/]*)/i.exec(url) ?? []
  return host.replace(/^\[|\]$/g, '').toLowerCase()
}

/** Whether a host is reached without the proxy. An address covers itself alone. */
function covers(entry: string, host: string): boolean {
  const address = canonicalAddress(entry)
  if (address !== undefined) return address === canonicalAddress(host)
  const domain = entry.toLowerCase().replace(/^\./, '')
  return host === domain || host.endsWith(`.${domain}`)
}

/** curl, wget and apt do not know ports here, as Python does. Two dots are a domain to Python alone. */
function noProxyProblems(value: string | undefined, index: number): Diagnostic[] {
  if (value === undefined || canonicalAddress(value) !== undefined) return []
  const target = at(`${PROXY}/noProxy/${index}`)
  const { 1: host } = /^([^:]+):\d+$/.exec(value) ?? []
  if (host !== undefined) return [report('no-proxy-port', target, { value, host })]
  return isName(value.replace(/^\./, '')) ? [] : [report('no-proxy-malformed', target, { value })]
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
