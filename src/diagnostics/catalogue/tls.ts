import { quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Suite = { readonly suite: string }

type Layout = { readonly layout: string }

const REMOVE = 'Remove it.'
const SEPARATE = 'Choose separate-ca, unless something else needs one authority.'

/** What is wrong with TLS: its versions, cipher suites, keys, authorities and files. */
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
  'algorithm-unavailable': error<{
    readonly algorithm: string
    readonly version: string
    readonly since: string | undefined
  }>(
    ({ algorithm, version }) =>
      `etcd ${version} cannot read keys of ${quote(algorithm)}; it would not start.`,
    ({ since }) => `${since ? `Choose etcd ${since} or later, or ` : 'Choose '}ecdsa-p256.`,
  ),
  'layout-single-ca': warning<Layout>(
    ({ layout }) =>
      `With the layout ${quote(layout)} any client's certificate can join as a peer: one authority signs both.`,
    SEPARATE,
  ),
  'layout-shared-certificate': warning<Layout>(
    ({ layout }) =>
      `With the layout ${quote(layout)} who takes the key of one member has that of all, and any client's certificate can join as a peer.`,
    SEPARATE,
  ),
  'tls-off-members': error<{ readonly members: number }>(
    ({ members }) =>
      `Without TLS ${members} members would take anybody for a peer, who could then read and change everything.`,
    'Remove "enabled": TLS is the default, and quorate makes all certificates.',
  ),
  'tls-off-address': error<{ readonly place: string }>(
    ({ place }) =>
      `Without TLS everyone who reaches ${place} could read and change everything that is stored, secrets of Kubernetes included.`,
    'Choose 127.0.0.1, which only the node itself reaches, or remove tls.enabled: quorate makes all certificates.',
  ),
  'tls-off-clients': error<Nothing>(
    'Without TLS etcd asks no client for a certificate, so that none of these would get one.',
    'Remove "clients", or remove "enabled": TLS is the default, and quorate makes all certificates.',
  ),
  'certificate-name-shared': error<{ readonly file: string; readonly title: string; readonly other: string }>(
    ({ file, title, other }) => `The ${other} and the ${title} would both be the file ${quote(file)}.`,
    'Give each a name of its own under tls.files.',
  ),
  'setting-unused': warning<{ readonly title: string; readonly reason: string }>(
    ({ title, reason }) => `The ${title} has no effect: ${reason}.`,
    'Remove it, unless it is there for another day.',
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
