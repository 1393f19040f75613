/** The rows of the two tables in docs/networks.md, "Which SANs etcd needs": a test compares them, and scenario `sans` tries each. */

/** Who connects from 127.0.0.1 sends a certificate with these SANs. What becomes of the connection, on which listener. */
export type ShownRow = {
  readonly says: string
  readonly sans: readonly string[]
  readonly peer: boolean
  /** On the peer port, with --peer-skip-client-san-verification. */
  readonly peerSkipping: boolean
  readonly client: boolean
  readonly metrics: boolean
}

/** Who connects dials this host, and the server's certificate has these SANs. */
export type DialledRow = {
  readonly says: string
  readonly host: string
  readonly sans: readonly string[]
  readonly accepted: boolean
}

/** What the hosts of the tables resolve to, in both directions. */
export const hosts: readonly (readonly [address: string, name: string])[] = [
  ['127.0.0.1', 'etcd-1.peers.example'],
  ['127.0.0.9', 'etcd-9.peers.example'],
]

const everywhere = { peer: true, peerSkipping: true, client: true, metrics: true }
const notChecked = { peer: false, peerSkipping: true, client: true, metrics: false }

export const shown: readonly ShownRow[] = [
  { says: 'none', sans: [], ...everywhere },
  { says: 'the address that the connection comes from', sans: ['IP:127.0.0.1'], ...everywhere },
  { says: 'another IP address', sans: ['IP:127.0.0.9'], ...notChecked },
  {
    says: 'a DNS name that resolves to the address',
    sans: ['DNS:etcd-1.peers.example'],
    ...everywhere,
  },
  {
    says: 'a DNS name that resolves to another address',
    sans: ['DNS:etcd-9.peers.example'],
    ...notChecked,
  },
  {
    says: 'a wildcard that matches a name of the address (PTR record)',
    sans: ['DNS:*.peers.example'],
    ...everywhere,
  },
  {
    says: 'a wildcard that matches no name of the address',
    sans: ['DNS:*.clients.example'],
    ...notChecked,
  },
  {
    says: 'another IP address, and a DNS name that resolves to the address',
    sans: ['IP:127.0.0.9', 'DNS:etcd-1.peers.example'],
    ...everywhere,
  },
  {
    says: 'the address, and a DNS name that resolves to another one',
    sans: ['IP:127.0.0.1', 'DNS:etcd-9.peers.example'],
    ...everywhere,
  },
]

export const dialled: readonly DialledRow[] = [
  { says: 'an IP address', host: '127.0.0.1', sans: ['IP:127.0.0.1'], accepted: true },
  {
    says: 'an IP address',
    host: '127.0.0.1',
    sans: ['IP:127.0.0.9', 'DNS:etcd-1.peers.example'],
    accepted: false,
  },
  { says: 'a DNS name', host: 'etcd-1.peers.example', sans: ['DNS:etcd-1.peers.example'], accepted: true },
  { says: 'a DNS name', host: 'etcd-1.peers.example', sans: ['DNS:*.peers.example'], accepted: true },
  { says: 'a DNS name', host: 'etcd-1.peers.example', sans: ['DNS:*.example'], accepted: false },
  { says: 'a DNS name', host: 'etcd-1.peers.example', sans: ['IP:127.0.0.1'], accepted: false },
  { says: 'a DNS name', host: 'etcd-1.peers.example', sans: [], accepted: false },
]

const word = (isAccepted: boolean) => (isAccepted ? 'accepted' : 'refused')

/** The tables in Markdown. */
export const shownTable = [
  '| SANs of the certificate | peer port | peer port, check off | client port | metrics with TLS |',
  '| --- | --- | --- | --- | --- |',
  ...shown.map(
    ({ says, peer, peerSkipping, client, metrics }) =>
      `| ${[says, ...[peer, peerSkipping, client, metrics].map(word)].join(' | ')} |`,
  ),
].join('\n')

const inWords = (row: DialledRow) =>
  row.sans.map((san) => SANS[san] ?? san).join(', ') || 'none, only the common name'
const SANS: Readonly<Record<string, string>> = {
  'IP:127.0.0.1': 'this IP address',
  'IP:127.0.0.9': 'another IP address',
  'DNS:etcd-1.peers.example': 'the DNS name',
  'DNS:*.peers.example': 'a wildcard for its first label',
  'DNS:*.example': 'a wildcard for two labels',
}

export const dialledTable = [
  '| host in the URL | SANs of the certificate | |',
  '| --- | --- | --- |',
  ...dialled.map((row) => `| ${row.says} | ${inWords(row)} | ${word(row.accepted)} |`),
].join('\n')
