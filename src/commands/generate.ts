import { EXIT, type ExitCode } from './exit.ts'
import { completeFolder, type FolderOptions } from './folder.ts'
import { loadClusters } from './load.ts'
import type { Terminal } from './terminal.ts'
import { withSpec } from './with-spec.ts'

/**
 * `quorate generate SPEC… [--out DIR]`: writes what each spec's cluster needs into a folder of its name. If one
 * spec is wrong, nothing is written.
 */
export async function generate(
  specs: readonly string[],
  options: FolderOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { clusters, exitCode } = loadClusters(specs, terminal)
  if (exitCode !== EXIT.fine) return exitCode
  let worst: ExitCode = EXIT.fine
  for (const [index, cluster] of clusters.entries()) {
    const own = withSpec(terminal, specs[index] ?? '', options.out)
    const result = await completeFolder(cluster, options, own)
    if (result > worst) worst = result
  }
  return worst
}
