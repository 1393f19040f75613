import { EXIT, type ExitCode } from './exit.ts'
import { loadClusters } from './load.ts'
import type { Terminal } from './terminal.ts'

/** `quorate validate SPEC…`: reports everything that is wrong with the specs, or prints what they describe. */
export function validate(specs: readonly string[], terminal: Terminal): ExitCode {
  const { clusters, exitCode } = loadClusters(specs, terminal)
  if (exitCode === EXIT.fine) {
    for (const { name, members, version } of clusters) {
      terminal.result(
        `${name}: valid; ${members.map((member) => member.name).join(', ')} with etcd ${version}`,
      )
    }
  }
  return exitCode
}
