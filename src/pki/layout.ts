/** How a PKI shares its CAs and certificates; the names are those of `tls.layout` in the spec. */
export type Layout = 'separate-ca' | 'single-ca' | 'shared-certificate'

/** The id of a CA. The layout decides which CAs there are. */
export type CaId = 'client-ca' | 'peer-ca' | 'ca'

/** What a layout decides. */
type LayoutTraits = {
  /** Who signs servers and clients, and is trusted by members towards clients and by clients towards members. */
  readonly clientAuthority: CaId
  /** Who signs peers, and is trusted by peers. */
  readonly peerAuthority: CaId
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

/** The CAs of a layout, each once. */
export const casOf = (layout: Layout): readonly CaId[] => [
  ...new Set([LAYOUTS[layout].clientAuthority, LAYOUTS[layout].peerAuthority]),
]

/** Every CA that some layout has. */
export const ALL_CAS: readonly CaId[] = ['ca', 'client-ca', 'peer-ca']
