import type { Place, PlaceName } from './places.ts'

/** Files that quorate writes, by the directory that they lie in. */
const FILES: Readonly<Partial<Record<PlaceName, readonly string[]>>> = {
  configuration: ['etcdctl.env', 'joined', 'etcd.conf.yml'],
  binaries: ['etcd', 'etcdctl', 'etcdutl'],
}

/** The unit. */
export const UNIT = '/etc/systemd/system/etcd.service'

/** Files of a node that have their names from quorate, certificates and keys aside. */
export function ownFiles(places: readonly Place[]): string[] {
  const inDirectories = places.flatMap(
    ({ name, path }) => FILES[name]?.map((file) => `${path}/${file}`) ?? [],
  )
  return [UNIT, ...inDirectories]
}
