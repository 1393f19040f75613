import { managedBy } from '../etcd/managed.ts'
import { optionNamed } from '../etcd/options/index.ts'
import { refusedBecause } from '../etcd/refused.ts'

/** An option's name in any spelling: `--max-wals`, `ETCD_MAX_WALS`, `maxWals` and `max_wals` are `max-wals`. */
export function plainName(name: string): string {
  return name
    .replace(/^-+/, '')
    .replace(/^ETCD_/, '')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll('_', '-')
}

/** The field of a spec for an etcd option in any spelling; undefined if it is not an option. */
export function placeOfOption(spelling: string): string | undefined {
  const name = plainName(spelling)
  const managed = managedBy(name)
  if (managed) return managed.field
  if (refusedBecause(name)) return undefined
  return optionNamed(name) && `${name} under etcd.extraOptions`
}
