import { canonicalAddress } from './address.ts'

/** The kinds of key that certificates get; the names are those of `tls.algorithm` in the spec. */
export type KeyAlgorithm = 'ecdsa-p256' | 'ecdsa-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096'

/** What a PKI is for: the people and machines that need certificates. All addresses are plain IPs, IPv6 without brackets. */
export type PkiSubjects = {
  readonly clusterName: string
  readonly algorithm: KeyAlgorithm
  readonly authorityLifetimeDays: number
  readonly certificateLifetimeDays: number
  readonly members: readonly {
    readonly name: string
    readonly dnsNames: readonly string[]
    readonly ipAddresses: readonly string[]
  }[]
  readonly clients: readonly { readonly name: string; readonly organizations: readonly string[] }[]
}

/** Which of a PKI's authorities: `client-ca` signs servers and clients, `peer-ca` signs peers. */
export type AuthorityId = 'client-ca' | 'peer-ca'

/** What a certificate may be used for (RFC 5280, 4.2.1.12). */
export type ExtendedKeyUsage = 'serverAuth' | 'clientAuth'

/** A certificate authority that has to exist. */
export type AuthorityPlan = {
  readonly id: AuthorityId
  readonly commonName: string
  readonly lifetimeDays: number
}

/** A leaf certificate that has to exist. */
export type CertificatePlan = {
  /** Where it lies under pki/ and, for its key, under secrets/, without the extension: `nodes/etcd-1/server`. */
  readonly id: string
  readonly authority: AuthorityId
  readonly commonName: string
  readonly organizations: readonly string[]
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  readonly usages: readonly ExtendedKeyUsage[]
  readonly lifetimeDays: number
}

/** Everything that a cluster's PKI has to hold. */
export type PkiPlan = {
  readonly algorithm: KeyAlgorithm
  readonly authorities: readonly AuthorityPlan[]
  readonly certificates: readonly CertificatePlan[]
}

/** The longest common name (RFC 5280, appendix A.1: ub-common-name). */
const longestCommonName = 64

// etcd takes one certificate for both ways: its gateway dials the server's own port with the server certificate, and
// every peer both listens and dials (etcd-io/website, op-guide/security.md; etcd #9785, #13630).
const bothUsages = ['serverAuth', 'clientAuth'] as const

/**
 * Who has to hold which certificate, in the layout `separate-ca`: members' servers and all clients under `client-ca`,
 * peers under `peer-ca`, so that no client's certificate can join as a peer (etcd #8607).
 *
 * In: subjects whose names and addresses have been checked with the spec. Out: the authorities, then the members'
 * certificates by name, then the clients', `root` first; the order of nodes, names and clients in the spec does not matter.
 */
export function planPki(subjects: PkiSubjects): PkiPlan {
  const { clusterName, algorithm, authorityLifetimeDays, certificateLifetimeDays: lifetimeDays } = subjects
  const authority = (id: AuthorityId, role: string): AuthorityPlan => ({
    id,
    commonName: `${clusterName.slice(0, longestCommonName - role.length - 1)} ${role}`,
    lifetimeDays: authorityLifetimeDays,
  })
  return {
    algorithm,
    authorities: [authority('client-ca', 'client CA'), authority('peer-ca', 'peer CA')],
    certificates: [
      ...sortedByName(subjects.members).flatMap((member) => planMember(member, lifetimeDays)),
      ...planClients(subjects.clients, lifetimeDays),
    ],
  }
}

/** A member's certificates carry every name and address at which it is reached, its own loopback included. */
function planMember(member: PkiSubjects['members'][number], lifetimeDays: number): CertificatePlan[] {
  const certificate = {
    // A DNS label never exceeds the limit. Nobody reads a member's common name: Go and etcd look at the names below.
    commonName: member.name.length <= longestCommonName ? member.name : member.name.replace(/\..*/, ''),
    organizations: [],
    dnsNames: distinct(
      [member.name, ...member.dnsNames.toSorted(), 'localhost'].map((name) => name.toLowerCase()),
    ),
    ipAddresses: distinct([...member.ipAddresses.toSorted(), '127.0.0.1', '::1'].map(canonicalAddress)),
    usages: bothUsages,
    lifetimeDays,
  }
  const id = `nodes/${member.name}`
  return [
    { id: `${id}/server`, authority: 'client-ca', ...certificate },
    { id: `${id}/peer`, authority: 'peer-ca', ...certificate },
  ]
}

/** `root` is always there: it is etcd's superuser, and the operator's own certificate. The spec may give it organizations. */
function planClients(clients: PkiSubjects['clients'], lifetimeDays: number): CertificatePlan[] {
  const root = clients.find(({ name }) => name === 'root') ?? { name: 'root', organizations: [] }
  const others = sortedByName(clients).filter(({ name }) => name !== 'root')
  return [root, ...others].map(({ name, organizations }) => ({
    id: `clients/${name}`,
    authority: 'client-ca',
    commonName: name,
    organizations: distinct(organizations.toSorted()),
    dnsNames: [],
    ipAddresses: [],
    usages: ['clientAuth'],
    lifetimeDays,
  }))
}

// Names are ASCII, so the order of code units is that of code points.
const sortedByName = <Named extends { readonly name: string }>(list: readonly Named[]): readonly Named[] =>
  list.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0))

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]
