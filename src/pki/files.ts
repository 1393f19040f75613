/** Where a certificate is under the cluster's folder. */
export const certificateFile = (id: string): string => `pki/${id}.crt`

/** Where the certificate with old and new names is, which members have while they move. */
export const movingFile = (id: string): string => `pki/${id}.moving.crt`

/** Where the request for a certificate is under the cluster's folder, for an external CA. */
export const requestFile = (id: string): string => `pki/requests/${id}.csr`

/** Where a private key is under the cluster's folder. */
export const keyFile = (id: string): string => `secrets/${id}.key`

/** What is stored for one id of a plan, as PEM texts. */
export type StoredCredential = {
  readonly certificatePem: string | undefined
  readonly keyPem: string | undefined
  /** Read only of members. */
  readonly movingPem?: string | undefined
  /** Read only where CAs are external. */
  readonly requestPem?: string | undefined
}

/** What is stored, by id. An id without any file may be left out. */
export type StoredPki = ReadonlyMap<string, StoredCredential>
