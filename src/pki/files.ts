/** Where a certificate lies under the cluster's folder. */
export const certificateFile = (id: string): string => `pki/${id}.crt`

/** Where the request for a certificate lies under the cluster's folder, for an authority that signs elsewhere. */
export const requestFile = (id: string): string => `pki/requests/${id}.csr`

/** Where a private key lies under the cluster's folder. */
export const keyFile = (id: string): string => `secrets/${id}.key`

/** What lies on disk for one id of a plan, as PEM texts. */
export type StoredCredential = {
  readonly certificatePem: string | undefined
  readonly keyPem: string | undefined
  /** Looked for only where authorities sign elsewhere. */
  readonly requestPem?: string | undefined
}

/** What lies on disk, by id. An id without any file may be left out. */
export type StoredPki = ReadonlyMap<string, StoredCredential>
