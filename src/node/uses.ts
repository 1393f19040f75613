import type { Cluster } from '../cluster/cluster.ts'
import { isInside } from '../spec/rules/configured-paths.ts'
import { logDirectories, nodePaths } from './paths.ts'

/** What a cluster has for itself on a machine. */
export type Use = {
  readonly value: string
  /** Its name in a message, such as `client port`. */
  readonly title: string
  /** The field that sets it, such as `etcd.ports.client`. */
  readonly field: string
  /** Whether it is a directory with nothing of another cluster in it. */
  readonly isClosed?: boolean
}

/** Whether two clusters cannot have both of these on a machine. */
export function isClash(own: Use, their: Use): boolean {
  if (own.value === their.value) return true
  return (
    (own.isClosed === true && isInside(their.value, own.value)) ||
    (their.isClosed === true && isInside(own.value, their.value))
  )
}

/** For bootstrap.sh, a port is taken if anything listens on it, whatever the address. */
export function portUses({ members: [first], extraOptions }: Cluster): Use[] {
  if (first === undefined) return []
  const use = (role: string, port: number | undefined) =>
    port === undefined ? [] : [{ value: String(port), title: `${role} port`, field: `etcd.ports.${role}` }]
  return [
    ...use('client', first.client.port),
    ...use('peer', first.peer.port),
    ...use('metrics', first.metrics[0]?.port),
    ...extraOptions.filter(({ option }) => option === HTTP_LISTENER).flatMap(httpPortUses),
  ]
}

/** The ports of etcd's separate listener for HTTP, whose URLs have commas between. */
const HTTP_LISTENER = 'listen-client-http-urls'

function httpPortUses({ value }: { readonly value: string }): Use[] {
  return value.split(',').flatMap((text) => {
    const port = /:(\d+)$/.exec(text.trim())?.[1]
    const field = `etcd.extraOptions.${HTTP_LISTENER}`
    return port === undefined ? [] : [{ value: port, title: `port of ${HTTP_LISTENER}`, field }]
  })
}

export function unitUses(cluster: Cluster): Use[] {
  const { unit, keysUnit } = nodePaths(cluster)
  return [unit, keysUnit].map((path) => ({
    value: path.replace(/^.*\//, ''),
    title: 'systemd unit',
    field: 'systemd.unit',
  }))
}

export function pathUses(cluster: Cluster): Use[] {
  const { paths, install, tls } = cluster
  const { etcdctlFile, joinedFile, guard } = nodePaths(cluster)
  const use = (field: string, title: string, value: string | undefined, isClosed = false) =>
    value === undefined ? [] : [{ value, title, field, isClosed }]
  return [
    ...use('etcd.paths.data', 'data directory', paths.data, true),
    ...use('etcd.paths.wal', 'WAL directory', paths.wal, true),
    ...use('etcd.paths.configuration', 'configuration directory', paths.configuration),
    ...[etcdctlFile, joinedFile, guard].flatMap((path) =>
      use('etcd.paths.configuration', 'file in the configuration directory', path),
    ),
    // Only the cluster's own account may enter it.
    ...use('etcd.paths.pki', 'PKI directory', tls?.directory, true),
    ...use('etcd.paths.environmentFile', 'environment file', paths.environmentFile),
    ...use('etcd.paths.configurationFile', 'configuration file', paths.configurationFile),
    // Two runs at once would unpack the same release.
    ...use(
      'etcd.paths.releases',
      'releases directory',
      install.method === 'package' ? undefined : paths.releases,
      true,
    ),
    ...use(
      'etcd.paths.binaries',
      'directory of programs',
      install.method === 'package' ? undefined : paths.binaries,
    ),
    ...(install.method === 'package' ? [] : ['etcd', 'etcdctl', 'etcdutl']).flatMap((program) =>
      use('etcd.paths.binaries', 'program', `${paths.binaries}/${program}`),
    ),
    ...logDirectories(cluster).flatMap((path) => use('etcd.logging.outputs', 'log directory', path, true)),
  ]
}

/** The client certificates and keys that are installed on a machine, and the CA, unless another cluster may have the same one. */
export function clientPathUses({ members, clientHosts, tls }: Cluster, machine: string): Use[] {
  const hasOwnCa = tls?.subjects.origin === 'generated'
  const host = [...members, ...clientHosts].find(({ name }) => name === machine)
  return (host?.installs ?? []).flatMap(({ client, certificate, key, authority }) =>
    [
      ...(hasOwnCa ? [{ value: authority, title: `CA of the client ${client}` }] : []),
      { value: certificate, title: `certificate of the client ${client}` },
      { value: key, title: `key of the client ${client}` },
    ].map((use) => ({ ...use, field: 'tls.clients' })),
  )
}
