import type { StoredPki } from '../pki/files.ts'
import { importAuthority } from '../pki/import/authority.ts'
import type { BroughtFile } from '../pki/import/brought.ts'
import { importCertificates } from '../pki/import/certificates.ts'
import type { AuthorityId } from '../pki/layout.ts'
import { pemBlocks } from '../pki/pem.ts'
import { type PkiOutcome, type PkiProblem, pkiError } from '../pki/problem.ts'
import type { ExitCode } from './exit.ts'
import { EXIT } from './exit.ts'
import { completeFolder, type FolderOptions } from './folder.ts'
import { loadClusters } from './load.ts'
import { readStart } from './machine.ts'
import { printProblems } from './problem.ts'
import type { Terminal } from './terminal.ts'

/** What to say where a cluster speaks plain HTTP. */
const NO_CERTIFICATES = [
  'This cluster takes no certificates: the spec turns TLS off (tls.enabled: false).',
  'Turn it on first.',
] as const

export type ImportOptions = FolderOptions & {
  readonly files: readonly string[]
  /** The authority that the files hold, with its key; without it, they hold certificates that were requested. */
  readonly authority: AuthorityId | undefined
}

/**
 * `quorate pki import SPEC FILE… [--authority ID]`: checks what another CA has signed, or an authority that is brought,
 * takes it, and writes whatever can be written with it.
 */
export async function importPki(spec: string, options: ImportOptions, terminal: Terminal): Promise<ExitCode> {
  const { clusters, exitCode } = loadClusters([spec], terminal, { warnings: false })
  const [cluster] = clusters
  if (cluster === undefined) return exitCode
  const { value: files, problems } = readFiles(options.files)
  if (files === undefined) {
    printProblems(problems, terminal)
    return EXIT.couldNotRun
  }
  const { authority } = options
  return completeFolder(cluster, options, terminal, (plan, stored, now) => {
    if (plan.certificates.length === 0)
      return { value: undefined, problems: [pkiError('pki', ...NO_CERTIFICATES)] }
    const taken =
      authority === undefined
        ? importCertificates(plan, stored, files, now)
        : importAuthority(plan, stored, files, authority, now)
    return {
      value: taken.value && { stored: taken.value, note: noteOf(stored, taken.value) },
      problems: taken.problems,
    }
  })
}

/** Which certificates are other than they were; those above them, which stand behind them in their files, do not count. */
function noteOf(before: StoredPki, after: StoredPki): string {
  const own = (stored: StoredPki, id: string) => pemBlocks(stored.get(id)?.certificatePem ?? '')[0]?.text
  const taken = [...after.keys()].filter((id) => own(before, id) !== own(after, id))
  return taken.length === 0
    ? 'Nothing to take: all of these certificates are here already.'
    : `Taken: ${taken.join(', ')}.`
}

/** More than any chain takes. */
const LARGEST_FILE = 1024 * 1024

function readFiles(paths: readonly string[]): PkiOutcome<readonly BroughtFile[]> {
  const problems: PkiProblem[] = []
  const files = paths.flatMap((path): BroughtFile[] => {
    try {
      const content = readStart(path, LARGEST_FILE + 1)
      if (content.length > LARGEST_FILE) {
        problems.push(pkiError(path, `${path} is too large for certificates.`, 'Look at its name.'))
        return []
      }
      return [{ path, text: Buffer.from(content).toString('latin1') }]
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
      if (code === undefined) throw error
      problems.push(
        code === 'ENOENT'
          ? pkiError(path, `There is no file ${path}.`, 'Look at its name.')
          : pkiError(path, `${path} cannot be read (${code}).`, 'Give a file that this user may read.'),
      )
      return []
    }
  })
  return { value: problems.length === 0 ? files : undefined, problems }
}
