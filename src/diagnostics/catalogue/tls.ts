import { quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Suite = { readonly suite: string }

const REMOVE = 'Remove it.'

/** What is wrong with the versions and cipher suites of TLS. */
export const tlsCatalogue = {
  'tls-range': error<{ readonly least: string; readonly greatest: string }>(
    ({ least, greatest }) =>
      `The least TLS version, ${least}, is above the greatest, ${greatest}; etcd would not start.`,
    'Let minVersion be the older of the two, or remove one of them.',
  ),
  'cipher-suites-without-use': error<Nothing>(
    'Cipher suites can only be chosen for TLS 1.2, and minVersion leaves TLS 1.3 alone; etcd would not start.',
    'Remove cipherSuites, or set minVersion to TLS1.2.',
  ),
  'cipher-suite-unknown': error<Suite & { readonly near: string | undefined }>(
    ({ suite }) => `${quote(suite)} is no cipher suite that Go knows; etcd would not start.`,
    ({ near }) =>
      near ? `Did you mean ${near}?` : 'Write a name such as TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.',
  ),
  'cipher-suite-of-tls13': error<Suite>(
    ({ suite }) => `${quote(suite)} is a cipher suite of TLS 1.3, which always offers all of its own.`,
    'Remove it; what is listed here counts for TLS 1.2 alone.',
  ),
  'cipher-suite-insecure': warning<Suite & { readonly reason: string }>(
    ({ suite, reason }) => `Go counts ${quote(suite)} among the insecure cipher suites: ${reason}.`,
    REMOVE,
  ),
  'cipher-suites-http2': error<{ readonly needed: string }>(
    'HTTP/2 asks for an ECDHE suite with AES_128_GCM_SHA256, and the list has none; etcd would not start.',
    ({ needed }) => `Add ${needed}.`,
  ),
  'cipher-suites-unsuited': error<{ readonly algorithm: string; readonly needed: string }>(
    ({ algorithm }) =>
      `None of these cipher suites works with keys of ${quote(algorithm)}; no client could connect by TLS 1.2.`,
    ({ needed }) => `Add ${needed}, or choose another tls.algorithm.`,
  ),
  'setting-unavailable': error<{
    readonly setting: string
    readonly version: string
    /** The first release that can. */
    readonly since: string | undefined
  }>(
    ({ setting, version }) => `etcd ${version} cannot be told the ${setting}.`,
    ({ since }) => (since ? `Remove it, or choose etcd ${since} or later.` : REMOVE),
  ),
}
