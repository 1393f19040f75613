import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { listed } from '../../diagnostics/visible.ts'
import { NEWEST_PINNED, pinnedDigest } from '../../etcd/digests.ts'
import {
  ARCHITECTURES,
  architecturesOf,
  LINES,
  type Line,
  lineOf,
  newestOf,
  parseVersion,
  recommendedLine,
} from '../../etcd/releases.ts'
import type { LenientSpec } from '../lenient.ts'
import { nearVersion } from '../versions.ts'
import type { Rule } from './rule.ts'

const POINTER = '/etcd/version'

/** quorate knows the release, it is fit for production, and its archives can be verified. */
export const version: Rule = ({ spec, isWritten }) => {
  const { version: value, install } = spec.etcd ?? {}
  // The distribution decides the version of its packages: see package-version.ts.
  if (value === undefined || (install?.method === 'package' && !isWritten(POINTER))) return []
  const parsed = parseVersion(value)
  const newest = newestOf(recommendedLine())
  if (!parsed) return [report('version-malformed', at(POINTER), { value, near: nearVersion(value), newest })]
  const line = lineOf(parsed.minor)
  if (!line) {
    const nearest = nearestNewest(parsed.minor) ?? newest
    return [
      report('version-line-unknown', at(POINTER), { version: value, lines: knownLines(), newest, nearest }),
    ]
  }
  if (install?.method === 'package') return fitness(value, parsed.patch, line, true)
  const digests = install?.sha256 ?? install?.staging?.programs
  if (parsed.patch > line.newest && !digests) {
    return [
      report('version-unknown', at(POINTER), { version: value, newest: newestOf(line), line: line.minor }),
    ]
  }
  return [...fitness(value, parsed.patch, line, false), ...proof(value, install)]
}

/** The newest release of all, if the user asks for a newer line. */
function nearestNewest(minor: string): string | undefined {
  const last = LINES.at(-1)
  const [major = 0, number = 0] = minor.split('.').map(Number)
  const [lastMajor = 0, lastNumber = 0] = (last?.minor ?? '').split('.').map(Number)
  const isNewer = major > lastMajor || (major === lastMajor && number > lastNumber)
  return last && isNewer ? newestOf(last) : undefined
}

function knownLines(): string {
  return listed(LINES.map((line) => `${line.minor}.0 to ${newestOf(line)}`))
}

function fitness(value: string, patch: number, line: Line, packaged: boolean): Diagnostic[] {
  const { minor, ended, unsafe } = line
  const reason = unsafe.find(({ before }) => patch < before)?.reason
  const newest = newestOf(ended || packaged ? recommendedLine() : line)
  if (reason) return [report('version-unsafe', at(POINTER), { version: value, reason, newest, packaged })]
  return ended
    ? [report('version-end-of-life', at(POINTER), { version: value, line: minor, ended, newest, packaged })]
    : []
}

type Install = NonNullable<LenientSpec['etcd']>['install']

function proof(value: string, install: Install): Diagnostic[] {
  const released = architecturesOf(value)
  const { sha256: digests, method, mirror, staging } = install ?? {}
  if (digests) {
    const wrong = ARCHITECTURES.filter((name) => Object.hasOwn(digests, name) && !released.includes(name))
    return wrong.map((architecture) => {
      const since = LINES.find(({ architectures }) => architectures.includes(architecture))?.minor ?? ''
      const target = atKey(`/etcd/install/sha256/${architecture}`)
      return report('architecture-unavailable', target, { version: value, architecture, since })
    })
  }
  if (released.some((architecture) => pinnedDigest(value, architecture))) return []
  const pinned = listed(NEWEST_PINNED)
  if (method === 'staged') {
    // A staging directory has no SHA256SUMS: each archive needs a digest in the spec.
    const archives = staging !== undefined && staging.programs === undefined
    return archives ? [report('staging-unverified', at(POINTER), { version: value, pinned })] : []
  }
  const plain = mirror?.startsWith('http:') === true
  return [report('version-unpinned', at(POINTER), { version: value, plain, pinned })]
}
