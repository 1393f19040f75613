import { resolve } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import { visible } from '../diagnostics/visible.ts'
import type { Written } from '../output/write.ts'
import type { PendingPki, Pki } from '../pki/credential.ts'
import { certificateFile, requestFile } from '../pki/files.ts'
import { shellWord } from '../render/escape.ts'
import type { Terminal } from './terminal.ts'

/** What to print once a tree is written. */
export type TreeReport = {
  readonly cluster: Cluster
  readonly folder: string
  readonly pki: Pki
  readonly written: Written
  /** Files that were edited by hand, and overwritten. */
  readonly edited: readonly string[]
}

/** Prints what was written, what was issued and why, and what to do next. */
export function reportTree({ cluster, folder, pki, written, edited }: TreeReport, terminal: Terminal): void {
  const { created, updated, unchanged, removed, kept } = written
  const files = [
    count(created, 'new'),
    count(updated, 'changed'),
    count(removed, 'removed'),
    count(unchanged, 'unchanged'),
  ].filter((part) => part !== '')
  terminal.result(
    [
      `${visible(folder)}: ${cluster.members.length} ${cluster.members.length === 1 ? 'member' : 'members'}, etcd ${cluster.version}`,
      `  files: ${files.join(', ')}`,
      ...updated.map(
        (path) => `    changed  ${path}${edited.includes(path) ? ', which was edited by hand' : ''}`,
      ),
      // A lock file names these, and anybody may have edited it.
      ...removed.map((path) => `    removed  ${visible(path)}`),
      ...kept.map((path) => `    kept     ${visible(path)}, which the spec does not need any more`),
      ...issuedLines(pki),
      ...newPkiLines(folder, pki),
      ...(files.length > 1 || unchanged.length === 0
        ? [`  next: cd ${visible(shellWord(`${folder}/ansible`))} && ansible-playbook site.yml`]
        : []),
    ].join('\n'),
  )
}

/** Prints what another CA has yet to sign, or which CA has yet to be imported, and what to do next. */
export function reportPending(
  { cluster, folder, pki }: Pick<TreeReport, 'cluster' | 'folder'> & { readonly pki: PendingPki },
  terminal: Terminal,
): void {
  const { pending, requests } = pki
  const [first] = pending
  const lines =
    requests.size > 0
      ? [
          `${visible(folder)}: ${cluster.name} waits for ${pending.length === 1 ? 'a certificate' : `${pending.length} certificates`} that another CA has to sign:`,
          ...pending.map(({ id, reason }) => `    ${requestFile(id)}: ${reason}`),
          '  next: have these requests signed, then: quorate pki import SPEC FILE…',
        ]
      : [
          `${visible(folder)}: ${cluster.name} waits for ${pending.length === 1 ? 'a CA' : `${pending.length} CAs`}:`,
          ...pending.map(({ id, reason }) => `    ${certificateFile(id)}: ${reason}`),
          `  next: quorate pki import SPEC FILE… --authority ${first?.id}`,
        ]
  terminal.problem(lines.join('\n'))
}

function count(paths: readonly string[], what: string): string {
  return paths.length === 0 ? '' : `${paths.length} ${what}`
}

/** A second PKI for a cluster that runs is a mistake that nobody sees in the files, so a new one is announced. */
function newPkiLines(folder: string, { newCas }: Pki): string[] {
  if (newCas.length === 0) return []
  const width = Math.max(...newCas.map(({ id }) => id.length))
  return [
    `  NEW PKI in ${visible(resolve(folder))}. A cluster that already runs does not trust it. SHA-256 fingerprints of its CAs:`,
    ...newCas.map(({ id, fingerprint }) => `    ${id.padEnd(width)}  ${fingerprint}`),
  ]
}

function issuedLines({ issued, authorities, certificates }: Pki): string[] {
  if (issued.length === 0) return []
  if (issued.length === authorities.size + certificates.size) {
    return [
      `  issued: ${authorities.size === 1 ? 'a CA' : `${authorities.size} CAs`} and ${certificates.size} certificates`,
    ]
  }
  return ['  issued:', ...issued.map(({ id, reason }) => `    ${id}: ${reason}`)]
}
