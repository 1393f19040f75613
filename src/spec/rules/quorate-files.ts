import type { ConfiguredPath, PathName } from './configured-paths.ts'

/** A file that quorate writes on a node, and what it is called in a sentence. */
export type NamedFile = { readonly path: string; readonly title: string }

/** The files by the directory that they lie in: how they are called there, and in a sentence. */
const FILES: Readonly<Partial<Record<PathName, Readonly<Record<string, string>>>>> = {
  configuration: {
    'etcdctl.env': "file with etcdctl's settings",
    'may-start.sh': 'script that checks whether etcd may start',
    joined: 'file that records that the member has joined',
    'etcd.conf.yml': "file with etcd's settings",
  },
  binaries: { etcd: 'program etcd', etcdctl: 'program etcdctl', etcdutl: 'program etcdutl' },
}

/** The unit. */
export const UNIT = '/etc/systemd/system/etcd.service'

/** Units lie in no directory that the spec names. */
const UNITS: readonly NamedFile[] = [
  { path: UNIT, title: 'systemd unit of etcd' },
  { path: '/etc/systemd/system/etcd-keys.service', title: "systemd unit that waits for etcd's keys" },
]

/** Files of a node that have their names from quorate, certificates and keys aside. */
export function quorateFiles(places: readonly ConfiguredPath[]): NamedFile[] {
  const inDirectories = places.flatMap(({ name, path }) =>
    Object.entries(FILES[name] ?? {}).map(([file, title]) => ({ path: `${path}/${file}`, title })),
  )
  return [...UNITS, ...inDirectories]
}
