import { quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Suite = { readonly suite: string }

type Layout = { readonly layout: string }

const REMOVE = 'Remove it.'
const SEPARATE = 'Choose separate-ca, unless other software requires a single CA.'

/** Problems with TLS: versions, cipher suites, keys, CAs and files. */
export const tlsCatalogue = {
  'tls-range': error<{ readonly least: string; readonly greatest: string }>(
    ({ least, greatest }) => `minVersion ${least} is newer than maxVersion ${greatest}; etcd does not start.`,
    'Set minVersion to the older version, or remove one of the two.',
  ),
  'cipher-suites-without-use': error<Nothing>(
    'Cipher suites can only be chosen for TLS 1.2, but minVersion allows only TLS 1.3; etcd does not start.',
    'Remove cipherSuites, or set minVersion to TLS1.2.',
  ),
  'cipher-suite-unknown': error<Suite & { readonly near: string | undefined }>(
    ({ suite }) => `${quote(suite)} is not a cipher suite of Go; etcd does not start.`,
    ({ near }) =>
      near ? `Did you mean ${near}?` : 'Write a name such as TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.',
  ),
  'cipher-suite-of-tls13': error<Suite>(
    ({ suite }) => `${quote(suite)} is a cipher suite of TLS 1.3, and etcd always offers all of those.`,
    'Remove it. This list is only for TLS 1.2.',
  ),
  'cipher-suite-insecure': warning<Suite & { readonly reason: string }>(
    ({ suite, reason }) => `The cipher suite ${quote(suite)} is insecure: ${reason}.`,
    REMOVE,
  ),
  'cipher-suites-http2': error<{ readonly needed: string }>(
    'HTTP/2 requires an ECDHE cipher suite with AES_128_GCM_SHA256, but the list has none; etcd does not start.',
    ({ needed }) => `Add ${needed}.`,
  ),
  'cipher-suites-unsuited': error<{ readonly algorithm: string; readonly needed: string }>(
    ({ algorithm }) =>
      `None of these cipher suites works with ${quote(algorithm)} keys, so no client could connect with TLS 1.2.`,
    ({ needed }) => `Add ${needed}, or change tls.algorithm.`,
  ),
  'algorithm-unavailable': error<{
    readonly algorithm: string
    readonly version: string
    readonly since: string | undefined
  }>(
    ({ algorithm, version }) =>
      `etcd ${version} cannot read ${quote(algorithm)} keys and does not start with them.`,
    ({ since }) => `${since ? `Choose etcd ${since} or later, or set` : 'Set'} tls.algorithm to ecdsa-p256.`,
  ),
  'layout-single-ca': warning<Layout>(
    ({ layout }) =>
      `With the layout ${quote(layout)}, any client certificate can join the cluster as a peer: one CA signs both.`,
    SEPARATE,
  ),
  'layout-shared-certificate': warning<Layout>(
    ({ layout }) =>
      `With the layout ${quote(layout)}, all members share one private key, and any client certificate can join the cluster as a peer.`,
    SEPARATE,
  ),
  'tls-off-members': error<{ readonly members: number }>(
    ({ members }) =>
      `Without TLS, the ${members} members accept anyone as a peer, who could then read and change all data.`,
    'Remove "enabled": TLS is on by default, and quorate creates all certificates.',
  ),
  'tls-off-address': error<{ readonly address: string }>(
    ({ address }) =>
      `Without TLS, everyone who can reach ${address} could read and change all data, including Kubernetes Secrets.`,
    'Set the address to 127.0.0.1, which only the node itself can reach. Or remove tls.enabled: quorate creates all certificates.',
  ),
  'tls-off-metrics': error<{ readonly where: string }>(
    ({ where }) =>
      `Without TLS, etcd must listen on loopback addresses only, and it would serve metrics at ${where}.`,
    'Listen for metrics on 127.0.0.1. Or remove tls.enabled: quorate creates all certificates.',
  ),
  'tls-off-clients': error<Nothing>(
    'Without TLS, etcd does not check client certificates, so quorate creates none for these clients.',
    'Remove "clients". Or remove "enabled": TLS is on by default, and quorate creates all certificates.',
  ),
  'certificate-name-shared': error<{
    readonly file: string
    readonly title: string
    readonly other: string
    /** The node on which they have it, if its name is a part of one. */
    readonly node: string | undefined
  }>(
    ({ file, title, other, node }) =>
      `The ${other} and the ${title} have the same file name${node ? ` on ${quote(node)}` : ''}, ${quote(file)}.`,
    'Give each its own name under tls.files.',
  ),
  'certificate-name-long': error<{ readonly title: string; readonly node: string; readonly length: number }>(
    ({ title, node, length }) =>
      `The file name of the ${title} on ${quote(node)} has ${length} characters, and 255 is the most that a file system takes.`,
    'Shorten the name of the node, or write a name without {node}.',
  ),
  'setting-unused': warning<{ readonly title: string; readonly reason: string }>(
    ({ title, reason }) => `The ${title} has no effect: ${reason}.`,
    'Remove it.',
  ),
  'setting-unavailable': error<{
    readonly setting: string
    readonly version: string
    /** The first release that has the setting. */
    readonly since: string | undefined
  }>(
    ({ setting, version }) => `etcd ${version} has no setting for the ${setting}.`,
    ({ since }) => (since ? `Remove it, or choose etcd ${since} or later.` : REMOVE),
  ),
}
