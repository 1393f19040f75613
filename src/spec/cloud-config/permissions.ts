import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import type { ConfigRule } from './config.ts'
import { ownFilesOf } from './files.ts'

/** What Python reads as a number to the base of eight. */
const OCTAL = /^(?:0o)?[0-7]{1,5}$/i

/** Permissions are text, in octal: which number `0644` is without quotes depends on who reads it. */
export const permissions: ConfigRule = (own) =>
  ownFilesOf(own).flatMap(({ entry, pointer }): Diagnostic[] => {
    const place = `${pointer}/permissions`
    if (typeof entry.permissions === 'string') {
      const value = entry.permissions
      return OCTAL.test(value.trim()) ? [] : [report('cloud-config-permissions-text', at(place), { value })]
    }
    if (typeof entry.permissions !== 'number') return []
    const value = own.sourceOf(entry.permissions, place)
    const quoted = /^0[0-7]{3}$/.test(value) ? value : '0644'
    return [report('cloud-config-permissions', at(place), { value, quoted })]
  })
