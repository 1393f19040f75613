import { type Artifact, publicArtifact, secretArtifact } from '../output/artifact.ts'
import type { Pki } from '../pki/credential.ts'
import { certificateFile, keyFile } from '../pki/files.ts'

/** The PKI's certificates under pki/ and its keys under secrets/. A key that is kept elsewhere stays there. */
export function emitPki({ authorities, certificates }: Pki): Artifact[] {
  return [...authorities.values(), ...certificates.values()].flatMap(({ id, certificatePem, keyPem }) => [
    publicArtifact(certificateFile(id), certificatePem),
    ...(keyPem === undefined ? [] : [secretArtifact(keyFile(id), keyPem)]),
  ])
}
