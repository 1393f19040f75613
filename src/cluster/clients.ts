import { byCodePoint } from '../render/order.ts'
import { clientInstallPaths } from '../spec/certificate-files.ts'
import type { FilledSpec } from '../spec/spec.types.ts'
import type { ClientHost, ClientInstall, Cluster } from './cluster.ts'

/** The clients that are installed on a host. */
type InstalledClients = { on(host: string): readonly ClientInstall[] }

/** Without TLS, there are no client certificates. */
function clientsOf({ tls }: Pick<FilledSpec, 'tls'>): FilledSpec['tls']['clients'] {
  return tls.enabled ? tls.clients : []
}

/** Where each client certificate is installed, sorted by client name. */
export function resolveClients(spec: FilledSpec, pkiDirectory: string): InstalledClients {
  const installed = clientsOf(spec)
    .toSorted((one, other) => byCodePoint(one.name, other.name))
    .flatMap(({ name, install }) =>
      install === undefined
        ? []
        : [{ hosts: install.hosts, install: resolveClientInstall(spec, name, install, pkiDirectory) }],
    )
  return {
    on: (host) => installed.filter(({ hosts }) => hosts.includes(host)).map(({ install }) => install),
  }
}

type Install = NonNullable<FilledSpec['tls']['clients'][number]['install']>

function resolveClientInstall(
  { tls }: FilledSpec,
  client: string,
  install: Install,
  pkiDirectory: string,
): ClientInstall {
  const paths = clientInstallPaths(install, client, pkiDirectory, tls.files, tls.layout)
  return { client, ...paths, owner: install.owner, group: install.group }
}

/** The client hosts, with the certificates that are installed on them. */
export function resolveClientHosts(spec: FilledSpec, clients: InstalledClients): ClientHost[] {
  return spec.clientHosts
    .map(({ name, ansible }) => ({
      name,
      connection: {
        host: ansible.host ?? name,
        port: ansible.port ?? spec.ansible.port,
        user: ansible.user ?? spec.ansible.user,
        privateKeyFile: spec.ansible.privateKeyFile,
      },
      installs: clients.on(name),
    }))
    .filter(({ installs }) => installs.length > 0)
    .sort((one, other) => byCodePoint(one.name, other.name))
}

/** The paths of kube-apiserver's certificate, whether or not quorate installs it there. */
export function resolveKubernetes({ tls }: FilledSpec, pkiDirectory: string): Cluster['kubernetes'] {
  const client = clientsOf({ tls }).find(({ kubernetes }) => kubernetes)
  if (client === undefined) return undefined
  const paths = clientInstallPaths(client.install ?? {}, client.name, pkiDirectory, tls.files, tls.layout)
  return {
    client: client.name,
    ...paths,
    isInstalled: client.install !== undefined,
    overrides: client.etcdServersOverrides,
  }
}
