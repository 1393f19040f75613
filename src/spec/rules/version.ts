import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { listed } from '../../diagnostics/visible.ts'
import { newestPinned, pinnedDigest } from '../../etcd/digests.ts'
import {
  ARCHITECTURES,
  architecturesOf,
  isOfNewerLine,
  LINES,
  type Line,
  lineOf,
  newestOf,
  parseVersion,
  RECOMMENDED_VERSION,
  suggestedOf,
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
  const suggested = RECOMMENDED_VERSION
  if (!parsed)
    return [report('version-malformed', at(POINTER), { value, near: nearVersion(value), suggested })]
  const line = lineOf(parsed.minor)
  const isNewer = isOfNewerLine(value)
  const isProven = install?.method === 'package' || Boolean(install?.sha256 ?? install?.staging?.programs)
  if (!line || (isNewer && !isProven)) return [unknownLine(value, line)]
  if (isNewer) {
    const parameters = { version: value, minor: parsed.minor, like: line.minor, suggested: suggestedOf(line) }
    return [report('version-line-newer', at(POINTER), parameters), ...wrongArchitectures(value, install)]
  }
  if (install?.method === 'package') return fitness(value, parsed.patch, line, true)
  if (parsed.patch > line.newest && !isProven) {
    const parameters = {
      version: value,
      newest: newestOf(line),
      line: line.minor,
      suggested: suggestedOf(line),
    }
    return [report('version-unknown', at(POINTER), parameters)]
  }
  return [...fitness(value, parsed.patch, line, false), ...proof(value, install)]
}

/** `line` is the newest that quorate knows if the version is of a newer one. */
function unknownLine(value: string, line: Line | undefined): Diagnostic {
  const lines = listed(LINES.map((known) => `${known.minor}.0 to ${newestOf(known)}`))
  const suggested = [RECOMMENDED_VERSION, ...(line ? [suggestedOf(line)] : [])]
  const parameters = { version: value, lines, suggested: suggested.join(' or '), isNewer: line !== undefined }
  return report('version-line-unknown', at(POINTER), parameters)
}

function fitness(value: string, patch: number, line: Line, packaged: boolean): Diagnostic[] {
  const { minor, ended, unsafe } = line
  const reason = unsafe.find(({ before }) => patch < before)?.reason
  const suggested = packaged ? RECOMMENDED_VERSION : suggestedOf(line)
  if (reason) return [report('version-unsafe', at(POINTER), { version: value, reason, suggested, packaged })]
  return ended
    ? [
        report('version-end-of-life', at(POINTER), {
          version: value,
          line: minor,
          ended,
          suggested,
          packaged,
        }),
      ]
    : []
}

type Install = NonNullable<LenientSpec['etcd']>['install']

function proof(value: string, install: Install): Diagnostic[] {
  const { sha256, method, mirror, staging } = install ?? {}
  if (sha256) return wrongArchitectures(value, install)
  if (architecturesOf(value).some((architecture) => pinnedDigest(value, architecture))) return []
  const pinned = listed(LINES.flatMap(({ minor }) => newestPinned(minor) ?? []))
  if (method === 'staged') {
    // A staging directory has no SHA256SUMS: each archive needs a digest in the spec.
    const archives = staging !== undefined && staging.programs === undefined
    return archives ? [report('staging-unverified', at(POINTER), { version: value, pinned })] : []
  }
  const plain = mirror?.startsWith('http:') === true
  return [report('version-unpinned', at(POINTER), { version: value, plain, pinned })]
}

/** Digests for architectures that the release does not have. */
function wrongArchitectures(value: string, install: Install): Diagnostic[] {
  const [released, digests] = [architecturesOf(value), install?.sha256 ?? {}]
  const wrong = ARCHITECTURES.filter((name) => Object.hasOwn(digests, name) && !released.includes(name))
  return wrong.map((architecture) => {
    const since = LINES.find(({ architectures }) => architectures.includes(architecture))?.minor ?? ''
    const target = atKey(`/etcd/install/sha256/${architecture}`)
    return report('architecture-unavailable', target, { version: value, architecture, since })
  })
}
