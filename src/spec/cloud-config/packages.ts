import { child } from '../../diagnostics/pointer.ts'
import { at, report } from '../../diagnostics/report.ts'
import { type ConfigRule, entriesOf, type Item, isMapping, itemsOf } from './config.ts'

/** A package of etcd, with or without version, architecture or release: `etcd-server=3.5.16`. */
const ETCD = /^etcd(?:-server|-client)?(?:[=:/<>~* ].*|-\d.*)?$/

/** Only quorate installs etcd: the distributions' packages start an etcd of their own at once. */
export const packages: ConfigRule = (own) =>
  entriesOf(own, 'packages')
    .flatMap(packagesIn)
    .flatMap(({ value, pointer }) =>
      typeof value === 'string' && ETCD.test(value.trim())
        ? [report('cloud-config-package', at(pointer), { value })]
        : [],
    )

/** The package names in an entry: a name, a name with a version, or all names for one package manager. */
function packagesIn(item: Item): Item[] {
  const { value, pointer } = item
  if (Array.isArray(value)) return itemsOf(value, pointer).slice(0, 1)
  if (!isMapping(value)) return [item]
  return Object.entries(value).flatMap(([manager, list]) =>
    itemsOf(list, child(pointer, manager)).flatMap(packagesIn),
  )
}
