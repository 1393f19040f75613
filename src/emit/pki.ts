import { type Artifact, publicArtifact, secretArtifact } from '../output/artifact.ts'
import type { PendingPki, Pki } from '../pki/credential.ts'
import { certificateFile, keyFile, movingFile, requestFile } from '../pki/files.ts'

/** The PKI's certificates under pki/ and its keys under secrets/. A key that is kept elsewhere stays there. */
export function emitPki({ authorities, certificates, requests }: Pki): Artifact[] {
  const credentials = [...authorities.values(), ...certificates.values()]
  return [
    ...emitCertificates(new Map(credentials.map(({ id, certificatePem }) => [id, certificatePem]))),
    ...credentials.flatMap(({ id, movingPem }) =>
      movingPem === undefined ? [] : [publicArtifact(movingFile(id), movingPem)],
    ),
    ...emitKeys(new Map(credentials.map(({ id, keyPem }) => [id, keyPem]))),
    ...emitRequests(requests),
  ]
}

/** What can be written of a PKI while an external CA has not signed yet. */
export function emitPending({ certificates, keys, requests }: PendingPki): Artifact[] {
  return [...emitCertificates(certificates), ...emitKeys(keys), ...emitRequests(requests)]
}

const emitCertificates = (certificates: ReadonlyMap<string, string>): Artifact[] =>
  [...certificates].map(([id, pem]) => publicArtifact(certificateFile(id), pem))

const emitKeys = (keys: ReadonlyMap<string, string | undefined>): Artifact[] =>
  [...keys].flatMap(([id, pem]) => (pem === undefined ? [] : [secretArtifact(keyFile(id), pem)]))

const emitRequests = (requests: ReadonlyMap<string, string>): Artifact[] =>
  [...requests].map(([id, pem]) => publicArtifact(requestFile(id), pem))
