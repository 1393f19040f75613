import type { Cluster, Tls } from '../cluster/cluster.ts'
import { type Endpoint, LOOPBACK_4, url } from '../cluster/endpoint.ts'
import { isEvery } from '../cluster/purposes.ts'
import { UPGRADES } from '../etcd/releases.ts'
import { isLoopback } from '../ip-address.ts'
import { nodePaths, pkiPaths, walDirectory } from '../node/paths.ts'
import { STYLES } from '../node/styles/styles.ts'
import type { Credential } from '../pki/credential.ts'
import { certificateFile, keyFile } from '../pki/files.ts'
import { LAYOUTS } from '../pki/layout.ts'
import { shellWord } from '../render/escape.ts'
import { byCodePoint } from '../render/order.ts'
import { kubernetesCopies } from './kubernetes.ts'
import { LIFETIMES } from './lifetimes.ts'
import { memberDirectory } from './runbook-restore.ts'
import { sshCommand } from './ssh.ts'

/** What the runbook says about the cluster as a whole. */
export function clusterFacts(cluster: Cluster) {
  const { members, kubernetes, clientHosts, tuning } = cluster
  const local = members.find(({ address }) => isLoopback(address.text))
  const [first] = members
  if (!first) throw new Error('a cluster has a member')
  return {
    clusterName: cluster.name,
    version: cluster.version,
    size: members.length === 1 ? '1 member' : `${members.length} members`,
    majority: majorityOf(members.length),
    tolerance: tolerance(members.length),
    hasSeveralMembers: members.length > 1,
    members: members.map((member) => ({
      name: member.name,
      // It ends a cell of a table.
      memberName: member.memberName.replaceAll('|', '\\|'),
      client: url(member.client),
      peer: url(member.peer),
      login: sshCommand(cluster, member.connection),
    })),
    knownHosts: knownHosts(cluster),
    hasMemberNames: members.some(({ name, memberName }) => memberName !== name),
    endpoints: members.map(({ client }) => url(client)).join(','),
    // No other machine reaches a loopback address.
    isReachable: local === undefined,
    isUnreachable: local !== undefined,
    localClient: url(first.client),
    localPeer: url(first.peer),
    peerPort: first.peer.port,
    plainFlag: `--etcd-servers=${url(first.client)}`,
    quota: inUnits(tuning.quotaBytes),
    stagings: staged(cluster),
    upgrades: UPGRADES,
    hasDiscovery: cluster.discovery !== undefined,
    hasKubernetes: kubernetes !== undefined,
    kubernetesClients:
      kubernetes === undefined
        ? []
        : [
            {
              ...kubernetes,
              isCopied: kubernetesCopies(cluster).length > 0,
              copies: kubernetesCopies(cluster),
              isMain: kubernetes.overrides.length === 0,
            },
          ],
    hasClientHosts: clientHosts.length > 0,
    clientHosts: clientHosts.map(({ name, installs }) => ({
      name,
      clients: installs.map(({ client }) => client).join(', '),
    })),
  }
}

/** The file to which ssh adds host keys, if an option of ssh says which; it may name several (ssh_config(5), UserKnownHostsFile). */
function knownHosts({ sshOptions = [] }: Cluster): string[] {
  return sshOptions.flatMap((option) => {
    const { 1: file } = /^UserKnownHostsFile=(\S+)/i.exec(option) ?? []
    if (file === undefined) return []
    // A shell replaces ~ outside of quotes alone; %d is the home directory too.
    const { 1: rest } = /^(?:~|%d)\/(.*)$/.exec(file) ?? []
    return [rest === undefined ? shellWord(file) : `~/${shellWord(rest)}`]
  })
}

/** Where things are on every node. */
export function nodeFacts(cluster: Cluster) {
  const { paths, install, logging } = cluster
  const onNode = nodePaths(cluster)
  const metrics = metricsUrl(cluster)
  const isSecure = metrics.startsWith('https:')
  return {
    ...onNode,
    ...onNode.run,
    metrics,
    hasMetricsAddresses: metrics.includes('//ADDRESS:'),
    metricsPath: `${metrics}/metrics`,
    metricsScheme: isSecure ? 'over HTTPS, with a client certificate' : 'over plain HTTP',
    metricsRead: isSecure ? 'as root, with the certificate of root' : 'without a certificate',
    curl: isSecure && cluster.tls ? curlAsRoot(cluster, cluster.tls) : 'curl',
    logFiles: logging.outputs.filter((output) => output.startsWith('/')),
    configurationFiles: [STYLES[cluster.style].tokenFile(onNode)].filter((path) => path !== onNode.unit),
    isPackaged: install.method === 'package',
    packages: install.method === 'package' ? install.packages : [],
    walDirectories: paths.wal === undefined ? [] : [walDirectory(cluster)],
    dataDirectory: paths.data,
    memberDirectory: memberDirectory(cluster),
  }
}

/** Where a node reads its own metrics. Each node has its own address, and the page speaks of all of them. */
function metricsUrl({ members }: Cluster): string {
  const [first] = members.flatMap(({ metrics }) => metrics)
  if (!first) throw new Error('a member serves metrics')
  const locals = members.map(({ metrics }) => metrics.find(({ host }) => isLocal(host)))
  const [local] = locals
  if (!local || !locals.every((each) => each)) return `${first.scheme}://ADDRESS:${first.port}`
  return url(isLoopback(local.host.text) ? local : { ...local, host: LOOPBACK_4 })
}

const isLocal = (host: Endpoint['host']) => host.family !== 'dns' && (isEvery(host) || isLoopback(host.text))

function curlAsRoot(cluster: Cluster, tls: Tls): string {
  const commands = cluster.members.map((member) => {
    const { clientAuthority, root } = pkiPaths(tls, member)
    return `curl --cacert ${clientAuthority} --cert ${root.certificate} --key ${root.key}`
  })
  const [command = ''] = commands
  if (commands.every((each) => each === command)) return command
  // The paths differ by node, and the page speaks of all of them.
  const { etcdctlFile } = nodePaths(cluster)
  return `. ${etcdctlFile}; curl --cacert $ETCDCTL_CACERT --cert $ETCDCTL_CERT --key $ETCDCTL_KEY`
}

/** What the runbook says about certificates and keys. */
export function tlsFacts(cluster: Cluster, credentials: readonly Credential[]) {
  const {
    tls,
    protection: { method },
  } = cluster
  const copied = copiedClients(cluster)
  const [first] = credentials.toSorted((one, other) => byCodePoint(one.notAfter, other.notAfter))
  const dateOf = ({ notAfter }: Credential) => notAfter.slice(0, 10)
  return {
    isTls: tls !== undefined,
    isPlainHttp: tls === undefined,
    hasPlainSecrets: tls !== undefined && method === 'none',
    hasVaultSecrets: method === 'ansible-vault',
    hasAgeSecrets: method === 'age',
    hasOwnAuthorities: tls !== undefined && tls.subjects.origin !== 'external',
    pkiDirectory: tls?.directory,
    copiedClients: copied.length === 0 ? [] : [{ names: copied.join(', ') }],
    clientAuthorityFile: tls && certificateFile(LAYOUTS[tls.subjects.layout].clientAuthority),
    authorityExample: tls && LAYOUTS[tls.subjects.layout].clientAuthority,
    // etcdctl cannot read an encrypted key.
    rootKey: method === 'none' ? keyFile('clients/root') : 'ROOT-KEY',
    certificates: credentials.map((credential) => ({
      id: credential.id,
      issuer: credential.authority,
      notAfter: dateOf(credential),
    })),
    firstToExpire: first && dateOf(first),
    lifetimes: LIFETIMES,
  }
}

/** The clients of the spec that the playbooks install nowhere. */
function copiedClients({ tls, members, clientHosts }: Cluster): readonly string[] {
  const installed = [...members, ...clientHosts].flatMap(({ installs }) =>
    installs.map(({ client }) => client),
  )
  const all = tls?.subjects.clients.map(({ name }) => name) ?? []
  return all.filter((name) => !installed.includes(name))
}

/** What must be in a staging directory before etcd can be installed. */
function staged({ install }: Cluster) {
  if (!('staging' in install)) return []
  const { place, directory } = install.staging
  const machine = place === 'node' ? 'each node' : 'the control node'
  return install.method === 'staged-archives'
    ? [
        {
          what: "the archive of etcd for your nodes' architecture",
          directory,
          machine,
          files: install.archives.map(({ file }) => file),
        },
      ]
    : [
        {
          what: "etcd's programs",
          directory,
          machine,
          files: install.programs.map(({ program }) => program),
        },
      ]
}

const majorityOf = (size: number) => Math.floor(size / 2) + 1

/** How many failures a cluster survives (etcd's documentation, FAQ, "What is failure tolerance?"). */
function tolerance(size: number): string {
  if (size === 1) return 'While its member is down, it serves nobody.'
  const spare = size - majorityOf(size)
  if (spare === 0) return 'It needs all of its members: when one is down, it serves nobody.'
  return `It needs ${majorityOf(size)} of its ${size} members, so it survives the failure of ${spare}.`
}

function inUnits(bytes: number): string {
  const [unit, size] = bytes % 2 ** 30 === 0 ? ['GiB', 2 ** 30] : ['MiB', 2 ** 20]
  return bytes % size === 0 ? `${bytes / size} ${unit}` : `${bytes} bytes`
}
