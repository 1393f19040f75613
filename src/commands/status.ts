import * as fs from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'
import type { Cluster } from '../cluster/cluster.ts'
import { atRun, report } from '../diagnostics/report.ts'
import { visible } from '../diagnostics/visible.ts'
import { planPki } from '../pki/plan.ts'
import { type CertificateStatus, pkiStatus } from '../pki/status.ts'
import { readStore } from '../pki/store.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { reportInFolder } from './folder.ts'
import { loadClusters } from './load.ts'
import type { Terminal } from './terminal.ts'
import { withSpec } from './with-spec.ts'

export type StatusOptions = {
  readonly out: string
  readonly json: boolean
  /** A certificate with fewer days left than this is a fault. */
  readonly withinDays: number
}

/** `quorate pki status SPEC… [--json] [--within 30d]`: the state of every certificate. Reads no key. */
export function status(specs: readonly string[], options: StatusOptions, terminal: Terminal): ExitCode {
  const { clusters, exitCode } = loadClusters(specs, terminal, { warnings: false })
  if (exitCode !== EXIT.fine) return exitCode
  const now = new Date()
  const seen = clusters.map((cluster, index) => ({
    cluster,
    certificates: inspect(cluster, options.out, now, withSpec(terminal, specs[index] ?? '', options.out)),
  }))
  const isFault = (each: CertificateStatus) =>
    each.state !== 'valid' || (each.daysLeft ?? 0) < options.withinDays
  if (options.json) {
    const report = seen.map(({ cluster, certificates }) => ({
      cluster: cluster.name,
      certificates: (certificates ?? []).map((each) => ({ ...each, ok: !isFault(each) })),
    }))
    terminal.result(JSON.stringify(report, null, 2))
  } else {
    for (const { cluster, certificates } of seen)
      if (certificates !== undefined) terminal.result(table(cluster, certificates, options, terminal))
  }
  return seen.some(({ certificates }) => certificates === undefined || certificates.some(isFault))
    ? EXIT.fault
    : EXIT.fine
}

function inspect(
  cluster: Cluster,
  out: string,
  now: Date,
  terminal: Terminal,
): readonly CertificateStatus[] | undefined {
  const folder = join(out, cluster.name)
  if (!fs.existsSync(folder)) {
    terminal.report([report('folder-missing', atRun, { folder })])
    return undefined
  }
  const plan = planPki(cluster.tls?.subjects)
  const { value: stored, diagnostics } = readStore(folder, plan, fs, { keys: false })
  reportInFolder(folder, diagnostics, terminal)
  return stored && pkiStatus(plan, stored, now)
}

// In 80 columns, and the dates first: however long a name is, a terminal does not wrap inside a date.
const HEADINGS = ['expires', 'days left', 'certificate', 'kind', 'issuer']

/** One line for each certificate, with what is wrong below it; or one line for a cluster without certificates. */
function table(
  { name }: Cluster,
  certificates: readonly CertificateStatus[],
  { withinDays }: StatusOptions,
  terminal: Terminal,
): string {
  if (certificates.length === 0) return `${name}\n  no certificates: plain HTTP (tls.enabled: false)`
  const rows = certificates.map((each) => ({ each, cells: cellsOf(each) }))
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return HEADINGS[column] === 'days left' ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  const paint = (text: string, { state, daysLeft }: CertificateStatus) => {
    if (!terminal.colours.result) return text
    const colour = state !== 'valid' ? 'red' : (daysLeft ?? 0) < withinDays ? 'yellow' : undefined
    return colour === undefined ? text : styleText(colour, text, { validateStream: false })
  }
  return [
    name,
    `  ${line(HEADINGS)}`,
    ...rows.flatMap(({ each, cells }) => [
      paint(`  ${line(cells)}`, each),
      ...faultsOf(each, withinDays).map((fault) => paint(`    ${fault}`, each)),
    ]),
  ].join('\n')
}

function cellsOf({ id, kind, issuer, notAfter, daysLeft }: CertificateStatus): readonly string[] {
  const left = daysLeft === null ? '-' : String(daysLeft)
  return [notAfter?.slice(0, 10) ?? '-', left, id, kind, issuer].map(visible)
}

/** What is wrong with a certificate; printed below its line. */
function faultsOf({ state, reasons, daysLeft }: CertificateStatus, withinDays: number): readonly string[] {
  if (state !== 'valid') return [reasons.length === 0 ? state : `${state}: ${reasons.join('; ')}`]
  return (daysLeft ?? 0) < withinDays ? [`expires within ${withinDays} days`] : []
}
