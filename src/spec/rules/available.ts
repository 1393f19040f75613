import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { LINES, lineOf, type Minor, parseVersion, takenFor } from '../../etcd/releases.ts'

/**
 * Reports a field of the spec whose setting the etcd version does not have.
 *
 * @param since by line, the first patch with the setting; an absent line never has it
 */
export function checkAvailable(
  setting: string,
  pointer: string,
  version: string | undefined,
  since: Readonly<Partial<Record<Minor, number>>>,
): Diagnostic[] {
  const parsed = version === undefined ? undefined : parseVersion(takenFor(version))
  const line = parsed && lineOf(parsed.minor)
  if (version === undefined || !parsed || !line) return []
  const first = since[line.minor]
  if (first !== undefined && parsed.patch >= first) return []
  return [
    report('setting-unavailable', at(pointer), { setting, version, since: firstWith(since, line.minor) }),
  ]
}

/** The first release with a setting: in this line, or else in the next line that has it. */
export function firstWith(since: Readonly<Partial<Record<Minor, number>>>, from: Minor): string | undefined {
  const later = LINES.slice(LINES.findIndex(({ minor }) => minor === from))
  const having = later.find(({ minor }) => since[minor] !== undefined)
  return having && `${having.minor}.${since[having.minor]}`
}
