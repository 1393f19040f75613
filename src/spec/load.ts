import { parseEvents, YAMLException } from 'js-yaml'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { at, atSpan, report } from '../diagnostics/report.ts'
import { visible } from '../diagnostics/visible.ts'
import { type Composed, compose } from './compose.ts'
import { type Dialect, SPEC } from './dialect.ts'
import { otherFormat } from './other-format.ts'
import { gapIn, reportGap } from './respace.ts'
import { refusedTab } from './tabs.ts'
import { buildTrees, type Tree } from './tree.ts'
import { DEEPEST, yamlFault } from './yaml-fault.ts'

/** A spec as a plain value, or the diagnostics about why it cannot be read. */
export type Loaded = Composed | { readonly diagnostics: readonly Diagnostic[] }

/** Parses the YAML of a spec or a cloud-config, without a byte order mark: one document, one mapping. */
export function loadYaml(text: string, dialect: Dialect = SPEC): Loaded {
  const control = findControlCharacter(text, dialect)
  if (control) return { diagnostics: [control] }
  try {
    const [root, second] = buildTrees(text, parseEvents(text, { maxDepth: DEEPEST }), dialect)
    const tab = dialect.tabsSeparate ? undefined : refusedTab(text, root)
    if (tab) return { diagnostics: [tab] }
    if (!root && dialect.mayBeEmpty) return NOTHING
    const refusal = refuseRoot(text, root, second, dialect)
    return refusal || !root ? { diagnostics: refusal ? [refusal] : [] } : compose(text, root, dialect)
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const format = notYaml(text, dialect)
    if (format) return { diagnostics: [format] }
    return { diagnostics: yamlFault(text, error, dialect.document) }
  }
}

/** The diagnostic about a file of another format, at its first line. */
function notYaml(text: string, { document }: Dialect): Diagnostic | undefined {
  const format = otherFormat(text)
  if (format === undefined) return undefined
  const start = text.search(/^[^\S\r\n]*[^\s#;]/m)
  const length = text.slice(start).search(/[\r\n]|$/)
  return report('spec-not-yaml', atSpan(start, start + length), { document, format })
}

/** The result for a text with only comments. */
const NOTHING: Composed = {
  value: {},
  positions: new Map(),
  diagnostics: [],
  faulty: new Set(),
  partial: new Set(),
}

function refuseRoot(
  text: string,
  root: Tree | undefined,
  second: Tree | undefined,
  dialect: Dialect,
): Diagnostic | undefined {
  const { document } = dialect
  if (!root) return report('spec-empty', at(''), {})
  if (second) {
    const separator = /^---(?=\s|$)/gm
    separator.lastIndex = root.span.end
    const start = separator.exec(text)?.index ?? second.span.start
    return report('spec-several-documents', atSpan(start, Math.min(start + 3, text.length)), { document })
  }
  if (root.kind === 'mapping') return undefined
  const format = notYaml(text, dialect)
  if (format) return format
  const found = root.kind === 'sequence' ? 'a list' : 'a single value'
  const { start, end } = root.span
  const [line = ''] = root.kind === 'scalar' ? text.slice(start, end).split(/[\r\n]/, 1) : []
  const gap = gapIn(line)
  if (gap?.kind === 'wide') return reportGap(gap, start)
  const colons = root.kind === 'scalar' && /^\w+:\S/.test(text.slice(start, end))
  return report('spec-not-mapping', atSpan(start, end), { document, found, colons })
}

// Characters that YAML does not allow (YAML 1.2.2, section 5.1), and lone surrogates.
const CONTROL = /[^\t\n\r\x20-\x7E\x85\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u

function findControlCharacter(text: string, { document }: Dialect): Diagnostic | undefined {
  const found = CONTROL.exec(text)
  if (!found) return undefined
  const character = visible(found[0])
  return report('control-character', atSpan(found.index, found.index + 1), { document, character })
}
