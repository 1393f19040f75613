import type { Architecture } from '../etcd/releases.ts'
import { architecturesOf, pinnedDigest } from '../etcd/releases.ts'
import { byCodePoint } from '../render/order.ts'
import type { FilledSpec } from '../spec/spec.types.ts'
import { bytes, days, milliseconds } from '../spec/units.ts'
import type { Archive, Cluster, Connection, Member } from './cluster.ts'
import { ipAddress, LOOPBACK_4, LOOPBACK_6 } from './endpoint.ts'

/**
 * Turns a checked spec into the cluster that it describes: every derived address, name and digest in its place.
 * Cannot fail: what could be wrong, schema and rules have refused.
 */
export function resolveCluster(spec: FilledSpec): Cluster {
  const { etcd, tls, ansible, systemd } = spec
  const members = spec.nodes
    .map((node) => resolveMember(spec, node))
    .sort((one, other) => byCodePoint(one.name, other.name))
  return {
    name: spec.name,
    token: etcd.token ?? spec.name,
    members,
    version: etcd.version,
    archives: resolveArchives(etcd),
    paths: { ...etcd.paths, pki: etcd.paths.pki ?? `${etcd.paths.configuration}/pki` },
    account: etcd.account,
    tuning: {
      heartbeatMilliseconds: milliseconds(etcd.tuning.heartbeatInterval),
      electionMilliseconds: milliseconds(etcd.tuning.electionTimeout),
      quotaBytes: bytes(etcd.tuning.quota),
      compactionRetention: etcd.tuning.compactionRetention,
      snapshotCount: etcd.tuning.snapshotCount,
      corruptionChecks: etcd.tuning.corruptionChecks,
      logLevel: etcd.tuning.logLevel,
    },
    subjects: {
      clusterName: spec.name,
      algorithm: tls.algorithm,
      authorityLifetimeDays: days(tls.authorityLifetime),
      certificateLifetimeDays: days(tls.certificateLifetime),
      members: members.map(({ name, address }) => ({
        name,
        dnsNames: spec.nodes.find((node) => node.name === name)?.dnsNames ?? [],
        ipAddresses: [address.text, LOOPBACK_4.text, LOOPBACK_6.text],
      })),
      clients: tls.clients,
    },
    become: ansible.become,
    bastion: ansible.bastion && {
      host: ansible.bastion.host,
      port: ansible.bastion.port,
      user: ansible.bastion.user ?? ansible.user,
    },
    systemd: {
      limitNoFile: systemd.limitNoFile,
      startTimeoutSeconds: Math.ceil(milliseconds(systemd.startTimeout) / 1000),
      restartDelaySeconds: Math.ceil(milliseconds(systemd.restartDelay) / 1000),
    },
  }
}

function resolveMember(spec: FilledSpec, node: FilledSpec['nodes'][number]): Member {
  const { ports } = spec.etcd
  const address = ipAddress(node.address)
  const connection: Connection = {
    host: node.ansible.host ?? address.text,
    port: node.ansible.port ?? spec.ansible.port,
    user: node.ansible.user ?? spec.ansible.user,
  }
  return {
    name: node.name,
    address,
    peer: { scheme: 'https', host: address, port: ports.peer },
    client: { scheme: 'https', host: address, port: ports.client },
    localClient: { scheme: 'https', host: LOOPBACK_4, port: ports.client },
    metrics: { scheme: 'http', host: LOOPBACK_4, port: ports.metrics },
    connection,
  }
}

/**
 * Where each architecture's archive lies, and what proves it: the spec's digest first, then the one that quorate
 * knows, then SHA256SUMS beside the archive. A spec that gives digests names the architectures that it wants.
 */
function resolveArchives({ version, install }: FilledSpec['etcd']): Archive[] {
  return architecturesOf(version)
    .filter((architecture) => !install.sha256 || install.sha256[architecture])
    .map((architecture: Architecture) => {
      const folder = `${install.mirror}/v${version}`
      const digest = install.sha256?.[architecture] ?? pinnedDigest(version, architecture)
      return {
        architecture,
        url: `${folder}/etcd-v${version}-linux-${architecture}.tar.gz`,
        checksum: `sha256:${digest ?? `${folder}/SHA256SUMS`}`,
      }
    })
}
