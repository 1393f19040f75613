import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import type { ConfigRule } from './config.ts'
import { ownFilesOf } from './files.ts'

/** A text that Python reads as an octal number. */
const OCTAL = /^(?:0o)?[0-7]{1,5}$/i

/** Permissions must be octal text: without quotes, parsers disagree about the number `0644`. */
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
