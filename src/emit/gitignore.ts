import { type Artifact, publicArtifact } from '../output/artifact.ts'
import type { Protection } from '../secrets/protection.ts'

/** What Git leaves out: plain keys, whatever else lies under secrets/, and what is about to be written or says who writes. */
export function emitGitignore({ method }: Protection): Artifact {
  const secrets =
    method === 'none'
      ? ['/secrets/']
      : [
          '/secrets/**',
          '!/secrets/**/',
          '!/secrets/**/*.key',
          '!/secrets/cloud-init/*/user-data',
          '/secrets/.staging/',
        ]
  return publicArtifact('.gitignore', ['/.quorate.*', '/.staging/', ...secrets, ''].join('\n'))
}
