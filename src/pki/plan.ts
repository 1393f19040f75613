import { addressOf } from '../ip-address.ts'
import { type CaId, casOf, LAYOUTS, type Layout, SHARED_CERTIFICATE } from './layout.ts'

/** The kinds of key that certificates get; the names are those of `tls.algorithm` in the spec. */
export type KeyAlgorithm = 'ecdsa-p256' | 'ecdsa-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'ed25519'

/**
 * Where a PKI's CAs come from; the names are those of `tls.authority` in the spec. `generated`: quorate makes
 * them, once. `provided`: the user imports them with their keys. `external`: they sign elsewhere, and their keys are never here.
 */
export type CaOrigin = 'generated' | 'provided' | 'external'

/** What a PKI is for: the people and machines that need certificates. All addresses are plain IPs, IPv6 without brackets. */
export type PkiSubjects = {
  readonly clusterName: string
  readonly layout: Layout
  readonly origin: CaOrigin
  readonly algorithm: KeyAlgorithm
  /** Fingerprints of the CAs that the PKI may have, as `fingerprintOf` gives them; any, if there are none. */
  readonly authorityFingerprints: readonly string[]
  readonly authorityLifetimeDays: number
  readonly certificateLifetimeDays: number
  readonly members: readonly {
    readonly name: string
    readonly dnsNames: readonly string[]
    readonly ipAddresses: readonly string[]
  }[]
  readonly clients: readonly {
    readonly name: string
    readonly commonName: string
    readonly organizations: readonly string[]
    readonly lifetimeDays: number
  }[]
}

/** What a certificate may be used for (RFC 5280, 4.2.1.12). */
export type ExtendedKeyUsage = 'serverAuth' | 'clientAuth'

/** A CA that has to exist. */
export type CaPlan = {
  readonly id: CaId
  readonly commonName: string
  readonly lifetimeDays: number
}

/** Whom a leaf certificate is for; `member` is the one that all members share for servers and peers. */
export type CertificateKind = 'server' | 'peer' | 'member' | 'client'

/** A leaf certificate that has to exist. */
export type CertificatePlan = {
  /** Its path under pki/, and of its key under secrets/, without the extension: `nodes/etcd-1/server`. */
  readonly id: string
  readonly kind: CertificateKind
  readonly authority: CaId
  /** Empty for a client that the spec gives no common name. */
  readonly commonName: string
  readonly organizations: readonly string[]
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  readonly usages: readonly ExtendedKeyUsage[]
  readonly lifetimeDays: number
}

/** Everything that a cluster's PKI has to hold. */
export type PkiPlan = {
  readonly layout: Layout
  readonly origin: CaOrigin
  readonly algorithm: KeyAlgorithm
  /** Fingerprints of the CAs that it may have; any, if there are none. */
  readonly pinned: readonly string[]
  readonly authorities: readonly CaPlan[]
  readonly certificates: readonly CertificatePlan[]
}

/** The longest common name (RFC 5280, appendix A.1: ub-common-name). */
const longestCommonName = 64

// etcd takes one certificate for both ways: its gateway dials the server's own port with the server certificate, and
// every peer both listens and dials (etcd-io/website, op-guide/security.md; etcd #9785, #13630).
const bothUsages = ['serverAuth', 'clientAuth'] as const

/** The role of a CA in its common name, after the cluster's name. */
const ROLES: Readonly<Record<CaId, string>> = {
  ca: 'CA',
  'client-ca': 'client CA',
  'peer-ca': 'peer CA',
}

/**
 * Who has to hold which certificate, by the layout. Under `separate-ca` members' servers and all clients are signed by
 * `client-ca` and peers by `peer-ca`, so that no client's certificate can join as a peer (etcd #8607).
 *
 * In: subjects whose names and addresses have been checked with the spec; none where the cluster speaks plain HTTP, which
 * needs no PKI. Out: the CAs, then the members' certificates by name, then the clients', `root` first. The order of nodes,
 * names and clients in the spec does not matter.
 */
export function planPki(subjects: PkiSubjects | undefined): PkiPlan {
  if (!subjects) return NO_PKI
  const { clusterName, layout, origin, algorithm } = subjects
  const members = sortedByName(subjects.members)
  return {
    layout,
    origin,
    algorithm,
    pinned: subjects.authorityFingerprints,
    authorities: casOf(layout).map((id) => ({
      id,
      commonName: titled(clusterName, ROLES[id]),
      lifetimeDays: subjects.authorityLifetimeDays,
    })),
    certificates: [
      ...(layout === 'shared-certificate'
        ? [planShared(subjects, members)]
        : members.flatMap((member) => planMember(subjects, member))),
      ...planClients(subjects),
    ],
  }
}

/** Its layout and algorithm have no meaning. */
const NO_PKI: PkiPlan = {
  layout: 'separate-ca',
  origin: 'generated',
  algorithm: 'ecdsa-p256',
  pinned: [],
  authorities: [],
  certificates: [],
}

const titled = (clusterName: string, role: string): string =>
  `${clusterName.slice(0, longestCommonName - role.length - 1)} ${role}`

/** The common name of a member's certificates. A DNS label never exceeds the limit. Go and etcd check the SANs. */
export function memberCommonName(name: string): string {
  return name.length <= longestCommonName ? name : name.replace(/\..*/, '')
}

/** The common name of the one certificate of all members. */
export function sharedCommonName(clusterName: string): string {
  return titled(clusterName, 'members')
}

type Member = PkiSubjects['members'][number]

/** The SANs of a member's certificates are all names and addresses at which others reach it, and its loopback. */
function planMember({ layout, certificateLifetimeDays }: PkiSubjects, member: Member): CertificatePlan[] {
  const { clientAuthority, peerAuthority, certificatesOf } = LAYOUTS[layout]
  const { server, peer } = certificatesOf(member.name)
  const certificate = {
    commonName: memberCommonName(member.name),
    ...reachedAs([member]),
    lifetimeDays: certificateLifetimeDays,
  }
  return [
    { id: server, kind: 'server', authority: clientAuthority, ...certificate },
    { id: peer, kind: 'peer', authority: peerAuthority, ...certificate },
  ]
}

/** The one certificate of all members has the SANs of all. */
function planShared(subjects: PkiSubjects, members: readonly Member[]): CertificatePlan {
  return {
    id: SHARED_CERTIFICATE,
    kind: 'member',
    authority: LAYOUTS[subjects.layout].clientAuthority,
    commonName: sharedCommonName(subjects.clusterName),
    ...reachedAs(members),
    lifetimeDays: subjects.certificateLifetimeDays,
  }
}

/** Under which names and addresses these members are reached, and for what: by clients, by peers and by themselves. */
const reachedAs = (members: readonly Member[]) => ({
  organizations: [],
  dnsNames: distinct(
    [...members.flatMap(({ name, dnsNames }) => [name, ...dnsNames.toSorted()]), 'localhost'].map((name) =>
      name.toLowerCase(),
    ),
  ),
  ipAddresses: distinct(
    [...members.flatMap(({ ipAddresses }) => ipAddresses.toSorted()), '127.0.0.1', '::1'].map((address) =>
      addressOf(address).toString(),
    ),
  ),
  usages: bothUsages,
})

/** `root` is always there: it is etcd's superuser, and the operator's own certificate. */
function planClients({ layout, clients, certificateLifetimeDays }: PkiSubjects): CertificatePlan[] {
  const root = {
    name: 'root',
    commonName: 'root',
    organizations: [],
    lifetimeDays: certificateLifetimeDays,
  }
  return [root, ...sortedByName(clients)].map(({ name, commonName, organizations, lifetimeDays }) => ({
    id: `clients/${name}`,
    kind: 'client',
    authority: LAYOUTS[layout].clientAuthority,
    commonName,
    // A subject is not empty (RFC 5280, 4.1.2.6): without a common name, it has the client's name as the organization.
    organizations:
      commonName === '' && organizations.length === 0 ? [name] : distinct(organizations.toSorted()),
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
