import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts'
import { atSpan, report } from '../diagnostics/report.ts'
import type { Tree } from './tree.ts'

/**
 * Finds the first tab that PyYAML refuses although YAML allows it: PyYAML only accepts tabs in quotes, block scalars and
 * comments (PyYAML, lib/yaml/scanner.py, scan_to_next_token and scan_plain).
 */
export function refusedTab(text: string, root: Tree | undefined): Diagnostic | undefined {
  if (!text.includes('\t')) return undefined
  // In pieces: to change the text once for each quoted value would take minutes.
  const pieces: string[] = []
  let done = 0
  for (const { start, end } of root ? quotedIn(root) : []) {
    if (start < done) continue
    pieces.push(text.slice(done, start), text.slice(start, end).replace(/[^\r\n]/g, 'x'))
    done = end
  }
  const place = [...pieces, text.slice(done)]
    .join('')
    .replace(/(?<=^|[ \r\n])#[^\r\n]*/g, (comment) => 'x'.repeat(comment.length))
    .indexOf('\t')
  return place < 0 ? undefined : report('yaml-tab-between', atSpan(place, place + 1), {})
}

function quotedIn(tree: Tree): Span[] {
  switch (tree.kind) {
    case 'scalar':
      return tree.quoted ? [tree.span] : []
    case 'sequence':
      return tree.items.flatMap(quotedIn)
    case 'mapping':
      return tree.entries.flatMap(({ key, value }) => [...quotedIn(key), ...quotedIn(value)])
    case 'alias':
      return []
  }
}
