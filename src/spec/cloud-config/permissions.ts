import { at, report } from '../../diagnostics/report.ts'
import type { ConfigRule } from './config.ts'
import { ownFilesOf } from './files.ts'

/** Permissions are text: which number `0644` is without quotes depends on who reads it. */
export const permissions: ConfigRule = (own) =>
  ownFilesOf(own).flatMap(({ entry, pointer }) => {
    if (typeof entry.permissions !== 'number') return []
    const place = `${pointer}/permissions`
    const value = own.sourceOf(entry.permissions, place)
    const quoted = /^0[0-7]{3}$/.test(value) ? value : '0644'
    return [report('cloud-config-permissions', at(place), { value, quoted })]
  })
