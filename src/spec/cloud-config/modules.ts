import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import { atKey, report } from '../../diagnostics/report.ts'
import { type ConfigRule, fieldOf, isMapping } from './config.ts'

/** By list: the modules that write the bundle and run it. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  cloud_init_modules: ['write-files', 'bootcmd'],
  cloud_final_modules: ['scripts-per-boot'],
}

/** The user's list of modules replaces cloud-init's, so it must contain the modules that quorate needs. */
export const modules: ConfigRule = (own) =>
  Object.entries(NEEDED).flatMap(([field, needed]): Diagnostic[] => {
    if (!Object.hasOwn(own.config, field)) return []
    const value = fieldOf(own, field)
    const listed = Array.isArray(value) ? value.map(nameOf) : []
    const missing = needed.filter((name) => !listed.includes(name))
    return missing.length === 0
      ? []
      : [report('cloud-config-modules', atKey(child(own.pointer, field)), { field, missing })]
  })

/** A name, a list that starts with it, or a mapping; `_` equals `-` (cloud-init, cloudinit/config/modules.py). */
function nameOf(entry: unknown): string | undefined {
  const name = Array.isArray(entry) ? entry[0] : isMapping(entry) ? entry.name : entry
  if (typeof name !== 'string') return undefined
  return name.trim().replaceAll('_', '-').replace(/\.py$/i, '').replace(/^cc-/, '')
}
