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
  readonly usages: readonly ('serverAuth' | 'clientAuth')[]
  readonly lifetimeDays: number
}

/** Everything that a cluster's PKI has to hold. */
export type PkiPlan = {
  readonly algorithm: KeyAlgorithm
  readonly authorities: readonly AuthorityPlan[]
  readonly certificates: readonly CertificatePlan[]
}
