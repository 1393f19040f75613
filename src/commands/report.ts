import type { Cluster } from '../cluster/cluster.ts'
import type { Written } from '../output/write.ts'
import type { Pki } from '../pki/credential.ts'
import type { Terminal } from './terminal.ts'

/** What there is to say once a tree is written. */
export type TreeReport = {
  readonly cluster: Cluster
  readonly folder: string
  readonly pki: Pki
  readonly written: Written
  /** Whether the folder had no tree before. */
  readonly first: boolean
}

/** Says what was written, what was issued and why, and what to do next. */
export function reportTree({ cluster, folder, pki, written, first }: TreeReport, terminal: Terminal): void {
  const { created, updated, unchanged, removed, kept } = written
  const files = [
    count(created, 'new'),
    count(updated, 'changed'),
    count(removed, 'removed'),
    count(unchanged, 'unchanged'),
  ].filter((part) => part !== '')
  terminal.result(
    [
      `${folder}: ${cluster.members.length} ${cluster.members.length === 1 ? 'member' : 'members'}, etcd ${cluster.version}`,
      `  files: ${files.join(', ')}`,
      ...updated.map((path) => `    changed  ${path}`),
      ...removed.map((path) => `    removed  ${path}`),
      ...kept.map((path) => `    kept     ${path}, though the spec has no use for it any more`),
      ...issuedLines(pki),
      ...(first ? [`  next: cd ${folder}/ansible && ansible-playbook site.yml`] : []),
    ].join('\n'),
  )
}

function count(paths: readonly string[], what: string): string {
  return paths.length === 0 ? '' : `${paths.length} ${what}`
}

function issuedLines({ issued, authorities, certificates }: Pki): string[] {
  if (issued.length === 0) return []
  if (issued.length === authorities.size + certificates.size) {
    return [`  issued: ${authorities.size} authorities and ${certificates.size} certificates`]
  }
  return ['  issued:', ...issued.map(({ id, reason }) => `    ${id}: ${reason}`)]
}
