import type { Cluster } from '../cluster/cluster.ts'
import { resolveCluster } from '../cluster/resolve.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { atRun, report } from '../diagnostics/report.ts'
import { clashesWith, type Described } from '../node/together.ts'
import { readCloudConfig } from '../spec/cloud-config/read.ts'
import { readMirrorAuthority } from '../spec/mirror-authority.ts'
import { parseSpec } from '../spec/parse.ts'
import { readSpecFile } from '../spec/read.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { specHost } from './machine.ts'
import type { Terminal } from './terminal.ts'

/** The clusters of the specs, in their order; none if one of the specs is wrong. */
export type LoadedClusters = { readonly clusters: readonly Cluster[]; readonly exitCode: ExitCode }

/**
 * Reads specs and reports everything that is wrong with them.
 *
 * @param options.warnings whether warnings are reported too; `generate` has reported them before
 */
export function loadClusters(
  paths: readonly string[],
  terminal: Terminal,
  { warnings = true } = {},
): LoadedClusters {
  const described: Described[] = []
  let exitCode: ExitCode = EXIT.fine
  for (const path of paths) {
    const loaded = loadCluster(path, described, terminal, warnings)
    if (loaded.described) described.push(loaded.described)
    if (loaded.exitCode > exitCode) exitCode = loaded.exitCode
  }
  const clusters = described.map(({ cluster }) => cluster)
  const names = clusters.map(({ name }) => name)
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  for (const name of twice) {
    terminal.report([report('cluster-name-shared', atRun, { name })])
    if (exitCode < EXIT.fault) exitCode = EXIT.fault
  }
  return { clusters: exitCode === EXIT.fine ? clusters : [], exitCode }
}

/** @param before the clusters of the specs before this one, which may have the same machines */
function loadCluster(
  path: string,
  before: readonly Described[],
  terminal: Terminal,
  warnings: boolean,
): { described?: Described; exitCode: ExitCode } {
  const { value: text, diagnostics: unread } = readSpecFile(specHost, path)
  if (text === undefined) {
    terminal.report(unread, { file: path })
    return { exitCode: unread.some(isOutOfReach) ? EXIT.couldNotRun : EXIT.fault }
  }
  const { value: spec, diagnostics, positions, subject } = parseSpec(text)
  const own = subject && readCloudConfig(specHost, path, subject)
  const authority = subject && readMirrorAuthority(specHost, path, subject, new Date())
  const files = { cloudConfig: own?.value, mirrorAuthority: authority?.value }
  const isValid =
    spec !== undefined && [own, authority].every((file) => file === undefined || file.value !== undefined)
  const described = isValid && subject ? { cluster: resolveCluster(spec, files), subject } : undefined
  // Two clusters of one name are another problem, which comes first.
  const others = before.filter(({ cluster }) => cluster.name !== described?.cluster.name)
  const clashes = described ? others.flatMap((other) => clashesWith(described, other)) : []
  const said = [...diagnostics, ...(own?.unread ?? []), ...(authority?.diagnostics ?? []), ...clashes]
  const isSound = isValid && clashes.every(({ severity }) => severity !== 'error')
  if (warnings || !isSound) {
    terminal.report(said, { file: path, text, positions })
    if (own) terminal.report(own.diagnostics, own)
  }
  return { ...(described && { described }), exitCode: isSound ? EXIT.fine : EXIT.fault }
}

/** Whether the file could not be read at all. */
function isOutOfReach({ code }: Diagnostic): boolean {
  return ['file-missing', 'file-is-directory', 'file-forbidden', 'file-unreadable'].includes(code)
}
