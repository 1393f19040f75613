import * as fs from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import { disk } from '../output/disk.ts'
import { inFolder } from '../output/folder.ts'
import { refusalOf } from '../output/refusal.ts'
import { writeTree } from '../output/write.ts'
import { composeTree } from '../pipeline.ts'
import { completePki } from '../pki/complete.ts'
import { nodeKeySource } from '../pki/key.ts'
import { planPki } from '../pki/plan.ts'
import { readStore } from '../pki/store.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { loadClusters } from './load.ts'
import { printProblems } from './problem.ts'
import { reportTree } from './report.ts'
import type { Terminal } from './terminal.ts'

/**
 * `quorate generate SPEC… [--out DIR]`: writes what each spec's cluster needs into a folder of its name. While one
 * spec is at fault, nothing is written for any.
 */
export async function generate(specs: readonly string[], out: string, terminal: Terminal): Promise<ExitCode> {
  const { clusters, exitCode } = loadClusters(specs, terminal)
  if (exitCode !== EXIT.fine) return exitCode
  let worst: ExitCode = EXIT.fine
  for (const cluster of clusters) {
    const result = await generateCluster(cluster, join(out, cluster.name), terminal)
    if (result > worst) worst = result
  }
  return worst
}

async function generateCluster(cluster: Cluster, folder: string, terminal: Terminal): Promise<ExitCode> {
  const plan = planPki(cluster.subjects)
  try {
    return await inFolder(disk, folder, async (previous) => {
      const stored = readStore(folder, plan, fs)
      const { value: pki, problems } = stored.value
        ? await completePki(plan, stored.value, { now: new Date(), keys: nodeKeySource, fresh: !previous })
        : { value: undefined, problems: stored.problems }
      printProblems(
        problems.map((problem) => ({ ...problem, message: `${folder}: ${problem.message}` })),
        terminal,
      )
      if (!pki) return EXIT.fault
      const written = await writeTree(disk, folder, composeTree(cluster, pki), previous)
      reportTree({ cluster, folder, pki, written, first: !previous }, terminal)
      return EXIT.fine
    })
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    printProblems([{ severity: 'error', message: refusal.message, hint: refusal.hint }], terminal)
    return EXIT.couldNotRun
  }
}
