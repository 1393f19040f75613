import type { Cluster } from '../cluster/cluster.ts'
import { resolveCluster } from '../cluster/resolve.ts'
import { type Palette, palette } from '../diagnostics/colours.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { printDiagnostics } from '../diagnostics/print.ts'
import { readCloudConfig } from '../spec/cloud-config/read.ts'
import { fillDefaults } from '../spec/defaults.ts'
import { parseSpec } from '../spec/parse.ts'
import { readSpecFile } from '../spec/read.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { specHost } from './machine.ts'
import { printProblems } from './problem.ts'
import type { Terminal } from './terminal.ts'

/** What the specs describe; no clusters where one of them is at fault. */
export type LoadedClusters = { readonly clusters: readonly Cluster[]; readonly exitCode: ExitCode }

/**
 * Reads specs and prints everything that is to be said about them.
 *
 * @param options.warnings whether that includes what is no error: those who generate have been told
 */
export function loadClusters(
  paths: readonly string[],
  terminal: Terminal,
  { warnings = true } = {},
): LoadedClusters {
  const clusters: Cluster[] = []
  let exitCode: ExitCode = EXIT.fine
  let quiet = true
  const print = (text: string) => {
    terminal.problem(quiet ? text : `\n${text}`)
    quiet = false
  }
  for (const path of paths) {
    const loaded = loadCluster(path, palette(terminal.colours.problem), print, warnings)
    if (loaded.cluster) clusters.push(loaded.cluster)
    if (loaded.exitCode > exitCode) exitCode = loaded.exitCode
  }
  const names = clusters.map(({ name }) => name)
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  for (const name of twice) {
    const message = `Two of the specs name their cluster "${name}", and both would be written into one folder.`
    printProblems([{ severity: 'error', message, hint: 'Give each cluster a name of its own.' }], terminal)
    if (exitCode < EXIT.fault) exitCode = EXIT.fault
  }
  return { clusters: exitCode === EXIT.fine ? clusters : [], exitCode }
}

function loadCluster(
  path: string,
  colours: Palette,
  print: (text: string) => void,
  warnings: boolean,
): { cluster?: Cluster; exitCode: ExitCode } {
  const { value: text, diagnostics: unread } = readSpecFile(specHost, path)
  if (text === undefined) {
    print(printDiagnostics(unread, { file: path }, colours))
    return { exitCode: unread.some(isOutOfReach) ? EXIT.couldNotRun : EXIT.fault }
  }
  const { value: spec, diagnostics, positions, subject } = parseSpec(text)
  const own = subject && readCloudConfig(specHost, path, subject)
  const said = [...diagnostics, ...(own?.unread ?? [])]
  const isSound = spec !== undefined && (own === undefined || own.value !== undefined)
  if (warnings || !isSound) {
    const printed = [
      printDiagnostics(said, { file: path, text, positions }, colours),
      own ? printDiagnostics(own.diagnostics, own, colours) : '',
    ]
    for (const block of printed) if (block !== '') print(block)
  }
  return isSound
    ? { cluster: resolveCluster(fillDefaults(spec), own?.value), exitCode: EXIT.fine }
    : { exitCode: EXIT.fault }
}

/** Whether the file could not be read at all; what is in a file is its author's fault. */
function isOutOfReach({ code }: Diagnostic): boolean {
  return ['file-missing', 'file-is-directory', 'file-forbidden', 'file-unreadable'].includes(code)
}
