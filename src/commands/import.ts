import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts'
import { failed, inFile, report } from '../diagnostics/report.ts'
import type { StoredPki } from '../pki/files.ts'
import { importCa } from '../pki/import/ca.ts'
import { importCertificates } from '../pki/import/certificates.ts'
import type { ImportedFile } from '../pki/import/read.ts'
import type { CaId } from '../pki/layout.ts'
import { pemBlocks } from '../pki/pem.ts'
import { codeOf } from '../system-error.ts'
import type { ExitCode } from './exit.ts'
import { EXIT } from './exit.ts'
import { completeFolder, type FolderOptions } from './folder.ts'
import { loadClusters } from './load.ts'
import { readStart } from './machine.ts'
import type { Terminal } from './terminal.ts'
import { withSpec } from './with-spec.ts'

export type ImportOptions = FolderOptions & {
  readonly files: readonly string[]
  /** The CA that the files hold, with its key; without it, they hold certificates that were requested. */
  readonly authority: CaId | undefined
}

/**
 * `quorate pki import SPEC FILE… [--authority ID]`: checks what another CA has signed, or a CA that the user provides,
 * imports it, and writes what can be written with it.
 */
export async function importPki(spec: string, options: ImportOptions, terminal: Terminal): Promise<ExitCode> {
  const { clusters, exitCode } = loadClusters([spec], terminal, { warnings: false })
  const [cluster] = clusters
  if (cluster === undefined) return exitCode
  const { value: files, diagnostics } = readFiles(options.files)
  if (files === undefined) {
    terminal.report(diagnostics)
    return EXIT.couldNotRun
  }
  const { authority } = options
  return completeFolder(cluster, options, withSpec(terminal, spec, options.out), (plan, stored, now) => {
    if (plan.certificates.length === 0) return failed(report('import-tls-off', inFile('pki'), {}))
    const taken =
      authority === undefined
        ? importCertificates(plan, stored, files, now)
        : importCa(plan, stored, files, authority, now)
    return {
      value: taken.value && { stored: taken.value, note: noteOf(stored, taken.value) },
      diagnostics: taken.diagnostics,
    }
  })
}

/** Which certificates have changed. CA certificates after them in the same file do not count. */
function noteOf(before: StoredPki, after: StoredPki): string {
  const own = (stored: StoredPki, id: string) => pemBlocks(stored.get(id)?.certificatePem ?? '')[0]?.text
  const taken = [...after.keys()].filter((id) => own(before, id) !== own(after, id))
  return taken.length === 0
    ? 'Nothing to import: all of these certificates are here already.'
    : `Imported: ${taken.join(', ')}.`
}

/** Larger than any chain. */
const LARGEST_FILE = 1024 * 1024

function readFiles(paths: readonly string[]): Outcome<readonly ImportedFile[]> {
  const diagnostics: Diagnostic[] = []
  const files = paths.flatMap((path): ImportedFile[] => {
    try {
      const content = readStart(path, LARGEST_FILE + 1)
      if (content.length > LARGEST_FILE) {
        diagnostics.push(report('import-file-too-large', inFile(path), { path }))
        return []
      }
      return [{ path, text: Buffer.from(content).toString('latin1') }]
    } catch (error) {
      const reason = codeOf(error)
      if (reason === undefined) throw error
      diagnostics.push(
        reason === 'ENOENT'
          ? report('import-file-missing', inFile(path), { path })
          : report('import-file-unreadable', inFile(path), { path, reason }),
      )
      return []
    }
  })
  return { value: diagnostics.length === 0 ? files : undefined, diagnostics }
}
