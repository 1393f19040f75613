import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { listed } from '../../diagnostics/visible.ts'
import {
  ARCHITECTURES,
  architecturesOf,
  LINES,
  type Line,
  lineOf,
  newestOf,
  PINNED_VERSIONS,
  parseVersion,
  pinnedDigest,
  recommendedLine,
} from '../../etcd/releases.ts'
import { nearVersion } from '../versions.ts'
import type { Rule } from './rule.ts'

const POINTER = '/etcd/version'

/** The release exists, as far as quorate knows, is fit for production, and its archives can be proven. */
export const version: Rule = ({ spec }) => {
  const { version: value, install } = spec.etcd ?? {}
  if (value === undefined) return []
  const parsed = parseVersion(value)
  const newest = newestOf(recommendedLine())
  if (!parsed) return [report('version-malformed', at(POINTER), { value, near: nearVersion(value), newest })]
  const line = lineOf(parsed.minor)
  if (!line)
    return [report('version-line-unknown', at(POINTER), { version: value, lines: knownLines(), newest })]
  const digests = install?.sha256
  if (parsed.patch > line.newest && !digests) {
    return [
      report('version-unknown', at(POINTER), { version: value, newest: newestOf(line), line: line.minor }),
    ]
  }
  return [...fitness(value, parsed.patch, line), ...proof(value, digests, install?.mirror)]
}

function knownLines(): string {
  return listed(LINES.map((line) => `${line.minor}.0 to ${newestOf(line)}`))
}

function fitness(value: string, patch: number, line: Line): Diagnostic[] {
  const { minor, ended, unsafe } = line
  const reason = unsafe.find(({ before }) => patch < before)?.reason
  const newest = newestOf(ended ? recommendedLine() : line)
  if (reason) return [report('version-unsafe', at(POINTER), { version: value, reason, newest })]
  return ended ? [report('version-ended', at(POINTER), { version: value, line: minor, ended, newest })] : []
}

type Digests = Readonly<Partial<Record<string, string | undefined>>>

function proof(value: string, digests: Digests | undefined, mirror: string | undefined): Diagnostic[] {
  const released = architecturesOf(value)
  if (digests) {
    const wrong = ARCHITECTURES.filter((name) => Object.hasOwn(digests, name) && !released.includes(name))
    return wrong.map((architecture) => {
      const since = LINES.find(({ architectures }) => architectures.includes(architecture))?.minor ?? ''
      const target = atKey(`/etcd/install/sha256/${architecture}`)
      return report('architecture-unavailable', target, { version: value, architecture, since })
    })
  }
  if (released.some((architecture) => pinnedDigest(value, architecture))) return []
  const plain = mirror?.startsWith('http:') === true
  return [
    report('version-unpinned', at(POINTER), { version: value, plain, pinned: listed(PINNED_VERSIONS, 'or') }),
  ]
}
