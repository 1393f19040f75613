import { byCodePoint } from '../render/order.ts'
import { nodeFileNames } from '../spec/certificate-files.ts'
import { fillDefaults } from '../spec/defaults.ts'
import type { FilledSpec, Spec } from '../spec/spec.types.ts'
import { bytes, milliseconds } from '../spec/units.ts'
import { resolveClientHosts, resolveClients, resolveKubernetes } from './clients.ts'
import { resolveCloudInit } from './cloud-init.ts'
import type { AbsentNode, CloudInit, Cluster, Connection, Member } from './cluster.ts'
import { type IpAddress, ipAddress } from './endpoint.ts'
import { resolveInstall } from './install.ts'
import { isAbsent, presentNodes } from './presence.ts'
import { resolveProtection } from './protection.ts'
import { clientListeners, isEvery, isVirtual, localClient, metricsListeners, purposesOf } from './purposes.ts'
import { resolveSystemd } from './systemd.ts'
import { pkiDirectory, resolveTls } from './tls.ts'

/** What the files hold that a spec names. */
export type NamedFiles = {
  /** The user's own cloud-config. */
  readonly cloudConfig?: CloudInit['config'] | undefined
  /** The certificates of the mirror's CA in PEM. */
  readonly mirrorAuthority?: string | undefined
}

/**
 * Turns a checked spec into a cluster with all derived addresses, names and digests. Cannot fail: schema and rules have
 * refused everything invalid.
 */
export function resolveCluster(written: Spec, files: NamedFiles = {}): Cluster {
  const spec = fillDefaults(written)
  const { etcd, ansible, systemd } = spec
  const paths = resolvePaths(etcd)
  const clients = resolveClients(spec, pkiDirectory(spec))
  const nodes = spec.nodes.toSorted((one, other) => byCodePoint(one.name, other.name))
  const resolve = (node: FilledSpec['nodes'][number]) => resolveMember(spec, node, clients.on(node.name))
  return {
    name: spec.name,
    token: etcd.token ?? spec.name,
    members: presentNodes(nodes).map(resolve),
    absent: nodes.filter(isAbsent).map((node) => resolveAbsent(resolve(node), node)),
    clientHosts: resolveClientHosts(spec, clients),
    kubernetes: resolveKubernetes(spec, pkiDirectory(spec)),
    discovery: etcd.discovery && { domain: etcd.discovery.srv, suffix: etcd.discovery.name },
    version: etcd.version,
    install: resolveInstall(etcd, files.mirrorAuthority),
    style: etcd.style,
    paths,
    account: etcd.account,
    tuning: {
      heartbeatMilliseconds: milliseconds(etcd.tuning.heartbeatInterval),
      electionMilliseconds: milliseconds(etcd.tuning.electionTimeout),
      quotaBytes: bytes(etcd.tuning.quota),
      compaction: resolveCompaction(etcd.tuning),
      snapshotCount: etcd.tuning.snapshotCount,
      maxRequestBytes: bytes(etcd.tuning.maxRequestSize),
      preVote: etcd.tuning.preVote,
      corruptionChecks: etcd.tuning.corruptionChecks,
      corruptionCheckInterval: etcd.tuning.corruptionCheckInterval,
    },
    logging: etcd.logging,
    metricsLevel: etcd.metrics.level,
    tls: resolveTls(spec),
    extraOptions: Object.entries(etcd.extraOptions)
      .map(([option, value]) => ({ option, value: String(value) }))
      .sort((one, other) => byCodePoint(one.option, other.option)),
    protection: resolveProtection(spec),
    become: ansible.become,
    becomePassword: ansible.become && ansible.becomePassword === 'prompt' ? 'prompt' : undefined,
    bastion: ansible.bastion && {
      host: ansible.bastion.host,
      port: ansible.bastion.port,
      user: ansible.bastion.user ?? ansible.user,
      privateKeyFile: ansible.bastion.privateKeyFile ?? ansible.privateKeyFile,
    },
    sshOptions: resolveSshOptions(ansible.sshOptions),
    systemd: resolveSystemd(systemd),
    cloudInit: {
      ...resolveCloudInit(spec, files.cloudConfig ?? spec.cloudInit.config),
      isAskedFor: written.cloudInit !== undefined,
    },
  }
}

function resolveAbsent(
  { name, memberName, peer, client, connection }: Member,
  { deleteData }: FilledSpec['nodes'][number],
): AbsentNode {
  return { name, memberName, peer, client, connection, deletesData: deleteData }
}

function resolveMember(
  spec: FilledSpec,
  node: FilledSpec['nodes'][number],
  installs: Member['installs'],
): Member {
  const { ports } = spec.etcd
  const scheme = spec.tls.enabled ? 'https' : 'http'
  const address = ipAddress(node.address)
  const { peer, client } = purposesOf(node, spec.etcd)
  const metrics = metricsListeners(node, spec.etcd)
  const listened = [address, ...peer.listen, ...client.listen, ...(node.metrics?.listen ? metrics : [])]
  const connection: Connection = {
    host: node.ansible.host ?? address.text,
    port: node.ansible.port ?? spec.ansible.port,
    user: node.ansible.user ?? spec.ansible.user,
    privateKeyFile: spec.ansible.privateKeyFile,
  }
  return {
    name: node.name,
    memberName: node.memberName ?? node.name,
    address,
    peer: { scheme, host: peer.advertise, port: ports.peer },
    client: { scheme, host: client.advertise, port: ports.client },
    localClient: { scheme, host: localClient(client, spec.etcd), port: ports.client },
    listeners: {
      peer: peer.listen.map((host) => ({ scheme, host, port: ports.peer })),
      client: clientListeners(client, spec.etcd).map((host) => ({ scheme, host, port: ports.client })),
    },
    ownAddresses: distinct(listened.filter((each) => !isEvery(each) && !isVirtual(each, spec.etcd))),
    virtualAddresses: distinct(listened.filter((each) => isVirtual(each, spec.etcd))),
    metrics: metrics.map((host) => ({
      scheme: spec.etcd.metrics.tls ? scheme : 'http',
      host,
      port: ports.metrics,
    })),
    connection,
    certificates: nodeFileNames(spec.tls.files, spec.tls.layout, node.name),
    installs,
    macAddress: node.macAddress?.toLowerCase(),
  }
}

/** The options as ssh takes them after `-o`; its booleans are `yes` and `no`. */
function resolveSshOptions(options: FilledSpec['ansible']['sshOptions']): Cluster['sshOptions'] {
  const words = Object.entries(options).map(
    ([name, value]) => `${name}=${value === true ? 'yes' : value === false ? 'no' : value}`,
  )
  return words.length > 0 ? words : undefined
}

const distinct = (addresses: readonly IpAddress[]) => [...new Set(addresses.map(({ text }) => text))]

/** Packages install their programs here, and ignore etcd.paths.binaries. */
const PACKAGED_BINARIES = '/usr/bin'

function resolvePaths({ paths: { pki: _, ...paths }, install }: FilledSpec['etcd']): Cluster['paths'] {
  return {
    ...paths,
    wal: paths.wal,
    configurationFile: paths.configurationFile ?? `${paths.configuration}/etcd.conf.yml`,
    binaries: install.method === 'package' ? PACKAGED_BINARIES : paths.binaries,
  }
}

/** etcd's retention; 0 turns compaction off (etcd, op-guide/maintenance.md, Auto Compaction). */
function resolveCompaction(tuning: FilledSpec['etcd']['tuning']): Cluster['tuning']['compaction'] {
  switch (tuning.compaction) {
    case 'periodic':
      return { mode: 'periodic', retention: tuning.compactionRetention }
    case 'revision':
      return { mode: 'revision', retention: String(tuning.compactionRevisions) }
    case 'off':
      return { mode: 'periodic', retention: '0' }
  }
}
