import { type Artifact, publicArtifact } from '../output/artifact.ts'
import { GITIGNORE } from '../output/paths.ts'
import type { Protection } from '../secrets/protection.ts'

/** What Git ignores: plain keys, everything else under secrets/, and the files of a run that is under way. */
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
  return publicArtifact(GITIGNORE, ['/.quorate.*', '/.staging/', ...secrets, ''].join('\n'))
}
