import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import { atKey, report } from '../../diagnostics/report.ts'
import { type ConfigRule, fieldOf, isMapping } from './config.ts'

/** The modules that lay the bundle down and run it, by the list that they stand in. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  cloud_init_modules: ['write-files', 'bootcmd'],
  cloud_final_modules: ['scripts-per-boot'],
}

/** A list of modules takes the place of cloud-init's own: without ours in it, nothing would set etcd up. */
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

/** A name, a list that begins with it, or a mapping; `_` is as good as `-` (cloud-init, cloudinit/config/modules.py). */
function nameOf(entry: unknown): string | undefined {
  const name = Array.isArray(entry) ? entry[0] : isMapping(entry) ? entry.name : entry
  if (typeof name !== 'string') return undefined
  return name.trim().replaceAll('_', '-').replace(/\.py$/i, '').replace(/^cc-/, '')
}
