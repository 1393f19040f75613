/** How a PKI shares its authorities and certificates; the names are those of `tls.layout` in the spec. */
export type Layout = 'separate-ca' | 'single-ca' | 'shared-certificate'

/** Which of a PKI's authorities; which of them there are depends on the layout. */
export type AuthorityId = 'client-ca' | 'peer-ca' | 'ca'

/** What a layout decides. */
type LayoutTraits = {
  /** Who signs servers and clients, and is trusted by members towards clients and by clients towards members. */
  readonly clientAuthority: AuthorityId
  /** Who signs peers, and is trusted by peers. */
  readonly peerAuthority: AuthorityId
  /** The certificates of a member by their ids. */
  readonly certificatesOf: (member: string) => { readonly server: string; readonly peer: string }
}

const ownCertificates = (member: string) => ({
  server: `nodes/${member}/server`,
  peer: `nodes/${member}/peer`,
})

/** The one certificate of all members, where they share one. */
export const SHARED_CERTIFICATE = 'members'

export const LAYOUTS: Readonly<Record<Layout, LayoutTraits>> = {
  'separate-ca': {
    clientAuthority: 'client-ca',
    peerAuthority: 'peer-ca',
    certificatesOf: ownCertificates,
  },
  'single-ca': { clientAuthority: 'ca', peerAuthority: 'ca', certificatesOf: ownCertificates },
  'shared-certificate': {
    clientAuthority: 'ca',
    peerAuthority: 'ca',
    certificatesOf: () => ({ server: SHARED_CERTIFICATE, peer: SHARED_CERTIFICATE }),
  },
}

/** The authorities of a layout, each once. */
export const authoritiesOf = (layout: Layout): readonly AuthorityId[] => [
  ...new Set([LAYOUTS[layout].clientAuthority, LAYOUTS[layout].peerAuthority]),
]

/** Every authority that some layout has. */
export const ALL_AUTHORITIES: readonly AuthorityId[] = ['ca', 'client-ca', 'peer-ca']
