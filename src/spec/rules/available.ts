import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { LINES, lineOf, type Minor, parseVersion } from '../../etcd/releases.ts'

/**
 * What to say where a version of etcd lacks what a field of the spec sets.
 *
 * @param since by line, the first patch that has it; a line that is absent lacks it
 */
export function checkAvailable(
  setting: string,
  pointer: string,
  version: string | undefined,
  since: Readonly<Partial<Record<Minor, number>>>,
): Diagnostic[] {
  const parsed = version === undefined ? undefined : parseVersion(version)
  const line = parsed && lineOf(parsed.minor)
  if (version === undefined || !parsed || !line) return []
  const first = since[line.minor]
  if (first !== undefined && parsed.patch >= first) return []
  return [
    report('setting-unavailable', at(pointer), { setting, version, since: firstWith(since, line.minor) }),
  ]
}

/** The first release that has something: of the line itself, where that comes to have it, or of the next that does. */
export function firstWith(since: Readonly<Partial<Record<Minor, number>>>, from: Minor): string | undefined {
  const later = LINES.slice(LINES.findIndex(({ minor }) => minor === from))
  const having = later.find(({ minor }) => since[minor] !== undefined)
  return having && `${having.minor}.${since[having.minor]}`
}
