import type { Cluster, Tls } from '../cluster/cluster.ts'
import { isLoopback, url } from '../cluster/endpoint.ts'
import type { Credential } from '../pki/credential.ts'
import { certificateFile } from '../pki/files.ts'
import { LAYOUTS } from '../pki/layout.ts'
import { byCodePoint } from '../render/order.ts'
import { LIFETIMES } from './lifetimes.ts'

/** What only some runbooks say. Each is a list that is empty where its section has no place, as templates do not compare. */
export function runbookSections(cluster: Cluster, credentials: readonly Credential[]) {
  const { tls, members, kubernetes, clientHosts } = cluster
  const { method } = cluster.protection
  const isLocal = members.some(({ address }) => isLoopback(address))
  return {
    tls: tls ? [tlsSection(tls, credentials)] : [],
    plainHttp: tls ? [] : members.map(({ client }) => ({ flag: `--etcd-servers=${url(client)}` })),
    plainSecrets: section(tls !== undefined && method === 'none'),
    vaultSecrets: section(method === 'ansible-vault'),
    ageSecrets: section(method === 'age'),
    ownAuthorities: section(tls !== undefined && tls.subjects.origin !== 'external'),
    externalAuthorities: section(tls?.subjects.origin === 'external'),
    stagings: staged(cluster),
    several: section(members.length > 1),
    single: section(members.length === 1),
    fromElsewhere: tls && !isLocal ? [remote(cluster, tls)] : [],
    localTls: tls && isLocal ? members.map(({ client }) => url(client)) : [],
    // No other machine reaches a loopback address.
    unreachable: members
      .filter(({ address }) => isLoopback(address))
      .map(({ peer }) => ({ peer: url(peer), port: peer.port, plainHttp: section(!tls) })),
    kubernetesClients: kubernetes === undefined ? [] : [kubernetes],
    clientHosts: clientHosts.map(({ name, installs }) => ({
      name,
      clients: installs.map(({ client }) => client).join(', '),
    })),
    clientHostSections: section(clientHosts.length > 0),
  }
}

const section = (holds: boolean) => (holds ? [{}] : [])

/** What has to lie where before etcd can be installed, if that is for somebody to put there. */
function staged({ install }: Cluster) {
  if (!('staging' in install)) return []
  const { place, directory } = install.staging
  const machine = place === 'node' ? 'each node' : 'the machine that runs this'
  const archive = "the archive of etcd for the nodes' architecture has to lie"
  return install.method === 'staged-archives'
    ? [{ what: archive, directory, machine, files: install.archives.map(({ file }) => file) }]
    : [
        {
          what: "etcd's programs have to lie",
          directory,
          machine,
          files: install.programs.map(({ program }) => program),
        },
      ]
}

/** How etcdctl reaches the members with what lies in the folder. */
function remote({ members }: Cluster, { subjects }: Tls) {
  return {
    endpoints: members.map(({ client }) => url(client)).join(','),
    clientAuthorityFile: certificateFile(LAYOUTS[subjects.layout].clientAuthority),
  }
}

/** What there is to say of certificates. */
function tlsSection({ directory }: Tls, credentials: readonly Credential[]) {
  const [first] = credentials.toSorted((one, other) => byCodePoint(one.notAfter, other.notAfter))
  return {
    pkiDirectory: directory,
    certificates: credentials.map(({ id, authority, notAfter }) => ({
      id,
      issuer: authority,
      notAfter: notAfter.slice(0, 10),
    })),
    firstToEnd: first?.notAfter.slice(0, 10),
    lifetimes: LIFETIMES,
  }
}
