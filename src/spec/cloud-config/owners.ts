import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { type ConfigRule, fieldOf, isMapping, type OwnConfig } from './config.ts'
import { ownFilesOf } from './files.ts'

/**
 * No file may belong to etcd's user before it exists. quorate creates it last, and cloud-init creates users after it has
 * written all files that are not deferred (cloud-init, cc_write_files and cc_users_groups).
 */
export const owners: ConfigRule = (own) => {
  const { user, group } = own.subject.spec.etcd?.account ?? {}
  const users = namesIn(fieldOf(own, 'users'))
  // useradd creates a group with each user's name.
  const groups = [...namesIn(fieldOf(own, 'groups')), ...users]
  return ownFilesOf(own).flatMap(({ entry, pointer }): Diagnostic[] => {
    if (typeof entry.owner !== 'string') return []
    const [owner, ownersGroup] = entry.owner.split(':', 2)
    const [account, made] =
      owner === user ? [user, users.includes(owner ?? '')] : [group, groups.includes(ownersGroup ?? '')]
    const isEtcds = account !== undefined && (owner === user || ownersGroup === group)
    if (!isEtcds || (made && entry.defer === true)) return []
    return [report('cloud-config-owner-early', at(`${pointer}/owner`), { account, made })]
  })
}

/** The names in `users` or `groups`: a list of names and mappings, a mapping, or names separated by commas. */
export function namesIn(value: OwnConfig['config'][string]): string[] {
  if (typeof value === 'string') return value.split(',').map((name) => name.trim())
  if (Array.isArray(value)) return value.flatMap(namesOfEntry)
  return isMapping(value) ? Object.keys(value) : []
}

/** `name: etcd` of a user; the key itself of a group, `etcd: [admin]`. */
function namesOfEntry(entry: unknown): string[] {
  if (typeof entry === 'string') return namesIn(entry)
  if (!isMapping(entry)) return []
  return typeof entry.name === 'string' ? [entry.name] : Object.keys(entry)
}
