import type { LenientSpec } from '../lenient.ts'
import type { ConfiguredPath, PathName } from './configured-paths.ts'

/** A file that quorate writes on a node, and its name in a message. */
export type NamedFile = { readonly path: string; readonly title: string }

/** By directory: the file names, and what messages call them. */
const FILES: Readonly<Partial<Record<PathName, Readonly<Record<string, string>>>>> = {
  configuration: {
    'etcdctl.env': "file with etcdctl's settings",
    'may-start.sh': 'script that checks whether etcd may start',
    joined: 'file that records that the member has joined',
    'etcd.conf.yml': "file with etcd's settings",
  },
  binaries: { etcd: 'program etcd', etcdctl: 'program etcdctl', etcdutl: 'program etcdutl' },
}

/** The path of etcd's unit. The spec has no field for the directory of units. */
export function unitFile({ systemd }: LenientSpec): string | undefined {
  return systemd?.unit && `/etc/systemd/system/${systemd.unit}.service`
}

/** The units that quorate writes. */
export function unitFiles(spec: LenientSpec): NamedFile[] {
  const path = unitFile(spec)
  if (path === undefined) return []
  return [
    { path, title: 'systemd unit of etcd' },
    { path: path.replace(/\.service$/, '-keys.service'), title: "systemd unit that waits for etcd's keys" },
  ]
}

/** The files on a node whose names quorate decides, without certificates and keys. */
export function quorateFiles(spec: LenientSpec, places: readonly ConfiguredPath[]): NamedFile[] {
  const inDirectories = places.flatMap(({ name, path }) =>
    Object.entries(FILES[name] ?? {}).map(([file, title]) => ({ path: `${path}/${file}`, title })),
  )
  return [...unitFiles(spec), ...inDirectories]
}
