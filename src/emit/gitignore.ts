import { type Artifact, publicArtifact } from '../output/artifact.ts'
import { GITIGNORE, KEYS_GITIGNORE } from '../output/paths.ts'
import type { Protection } from '../secrets/protection.ts'

/** What Git ignores of a run that is under way. */
const UNDER_WAY = '/.quorate.*\n/.staging/\n'

/** Whether a text is one of quorate for that `.gitignore`, with any kind of encryption. */
export function isGeneratedGitignore(path: string, text: string): boolean {
  const kinds: readonly Protection[] = [{ method: 'none' }, { method: 'age', recipients: [] }]
  return path === GITIGNORE
    ? text === UNDER_WAY
    : kinds.some((protection) => keysGitignore(protection) === text)
}

/**
 * What Git ignores. What keeps it away from keys is in their directory, so that a copy of the directory has it too.
 *
 * @param protection how keys are encrypted; undefined for a cluster without any
 */
export function emitGitignores(protection: Protection | undefined): Artifact[] {
  return [
    publicArtifact(GITIGNORE, UNDER_WAY),
    ...(protection ? [publicArtifact(KEYS_GITIGNORE, keysGitignore(protection))] : []),
  ]
}

/** Everything while keys are plain; otherwise what is not encrypted. */
function keysGitignore({ method }: Protection): string {
  const encrypted = ['!*/', '!/.gitignore', '!*.key', '!/cloud-init/*/user-data', '/.staging/']
  return ['*', ...(method === 'none' ? [] : encrypted), ''].join('\n')
}
