import { type Artifact, publicArtifact } from '../output/artifact.ts'
import { GITIGNORE } from '../output/paths.ts'
import type { Protection } from '../secrets/protection.ts'

/** Whether a text is a `.gitignore` of quorate, for any kind of encryption. */
export function isGeneratedGitignore(text: string): boolean {
  const kinds: readonly Protection[] = [{ method: 'none' }, { method: 'age', recipients: [] }]
  return kinds.some((protection) => emitGitignore(protection).text === text)
}

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
