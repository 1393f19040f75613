import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { administrator } from '../tools/base-tree.ts'
import { architecture } from '../tools/etcd-release.ts'

/** The clusters of scenario `leaves`. Together they set every leaf of the schema to another value than its default. */
export type ClusterName = 'members' | 'alone' | 'cloud'

type Section = Readonly<Record<string, unknown>>
export type LeavesSpec = Section & {
  readonly name: string
  readonly nodes: readonly (Section & { readonly name: string; readonly address: string })[]
}

/** What the specs need to know of the lab: digests of what lies on its mirror, and in the staging directory. */
export type Digests = {
  readonly mirror: string
  readonly archive: string
  readonly programs: Readonly<Record<string, string>>
  /** The fingerprint of the CA of `members`, once there is one. */
  readonly fingerprint?: string
}

const ETCD = join(import.meta.dirname, '../etcd')

/** The newest etcd that the lab can build, which is not the default of the spec. */
export const newestVersion = readdirSync(ETCD)
  .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
  .at(-1) as string

/** The accounts, besides root and the administrator, that Ansible logs in as. */
export const accounts = { node: 'deploy', client: 'ops', bastion: 'jump' } as const

/** Where sshd listens on every host, besides port 22. */
export const sshPorts = { all: 2222, node: 2223, bastion: 2224, client: 2225 } as const

/** The host that is a bastion and has client certificates, and whose member is a cluster of its own. */
export const aloneAddress = '10.240.0.13'
/** What the fifth host gets 50 seconds after it has booted. */
export const lateAddress = '10.240.0.50'
const cloudAddress = '10.240.0.14'

const head = { apiVersion: 'quorate/v1', kind: 'EtcdCluster' }
const filler = (digit: string) => digit.repeat(64)

/** Digests for machines that the lab does not have, and for the one that it has. */
export const digestsFor = (archive: string) => ({
  amd64: filler('a'),
  arm64: filler('b'),
  ppc64le: filler('c'),
  s390x: filler('d'),
  [architecture]: archive,
})

/** Three members behind a bastion, configured by a file; the clients are on another host. */
function members({ mirror, archive, fingerprint }: Digests): LeavesSpec {
  return {
    ...head,
    name: 'leaves-members',
    nodes: [
      {
        name: 'etcd-1',
        address: '10.240.0.10',
        dnsNames: ['etcd-1.lab.example'],
        ipAddresses: ['192.0.2.10'],
        macAddress: '52:54:00:12:34:56',
        ansible: { host: 'fd00:10::10', port: sshPorts.node, user: accounts.node },
      },
      { name: 'etcd-2', address: '10.240.0.11' },
      { name: 'etcd-3', address: '10.240.0.12' },
    ],
    clientHosts: [
      { name: 'etcd-4', ansible: { host: aloneAddress, port: sshPorts.client, user: accounts.client } },
    ],
    etcd: {
      version: newestVersion,
      install: { mirror, sha256: digestsFor(archive) },
      style: 'file',
      token: 'leaves-2026',
      ports: { client: 12379, peer: 12380, metrics: 12381 },
      paths: {
        data: '/srv/data/etcd',
        wal: '/srv/disk/wal',
        configuration: '/etc/etcd-lab',
        pki: '/srv/pki-etcd',
        configurationFile: '/etc/etcd-lab/lab.yml',
        binaries: '/opt/programs',
        releases: '/opt/releases',
      },
      account: { user: '_etcd', group: 'etcd-lab' },
      tuning: {
        heartbeatInterval: '150ms',
        electionTimeout: '2100ms',
        quota: '1GiB',
        compaction: 'revision',
        compactionRevisions: 5000,
        snapshotCount: 6000,
        maxRequestSize: '2MiB',
        preVote: false,
        corruptionChecks: false,
        corruptionCheckInterval: '7h',
      },
      logging: { level: 'debug', outputs: ['stderr', '/var/log/etcd-lab/etcd.log'] },
      metrics: { listen: 'node', level: 'extensive' },
      extraOptions: { 'max-wals': 7 },
    },
    tls: {
      layout: 'single-ca',
      algorithm: 'rsa-2048',
      ...(fingerprint !== undefined && { authorityFingerprints: [fingerprint] }),
      authorityLifetime: '1000d',
      certificateLifetime: '100d',
      files: { naming: 'pem', authority: 'lab-ca', server: 'lab-server', peer: 'lab-peer', root: 'lab-root' },
      maxVersion: 'TLS1.2',
      cipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
      clients: [
        {
          name: 'apiserver',
          commonName: 'kube api',
          organizations: ['lab:masters'],
          lifetime: '50d',
          kubernetes: true,
          install: {
            hosts: ['etcd-4'],
            certificate: '/etc/kubernetes/pki/lab-client.crt',
            key: '/etc/kubernetes/pki/private/lab-client.key',
            authority: '/etc/kubernetes/pki/etcd/lab-ca.crt',
            owner: accounts.client,
            group: accounts.client,
          },
        },
      ],
    },
    secrets: { encryption: 'ansible-vault', vaultId: 'lab' },
    ansible: {
      user: administrator.name,
      port: sshPorts.all,
      bastion: { host: aloneAddress, port: sshPorts.bastion, user: accounts.bastion },
    },
    systemd: { limitNoFile: 50_000, startTimeout: '7m', restartDelay: '7s' },
    // No machine boots with it: a host's cloud-init says what it makes of the network.
    cloudInit: { network: { interface: 'lan0', prefixLength: 24 } },
  }
}

/** A member alone, configured by an environment file, with programs that are staged on the node. */
function alone({ programs }: Digests): LeavesSpec {
  return {
    ...head,
    name: 'leaves-alone',
    nodes: [{ name: 'etcd-4', address: aloneAddress }],
    etcd: {
      install: { method: 'staged', staging: { place: 'node', directory: '/srv/staged', programs } },
      paths: {
        data: '/srv/etcd-data',
        wal: '/srv/etcd-wal',
        environmentFile: '/etc/etcd-alone/etcd.env',
      },
      tuning: { compactionRetention: '30m' },
      logging: { format: 'console' },
    },
    tls: {
      files: { clientAuthority: 'lab-client-ca', peerAuthority: 'lab-peer-ca' },
      minVersion: 'TLS1.3',
      clients: [
        { name: 'app', install: { hosts: ['etcd-4'] } },
        { name: 'patroni', commonName: '' },
      ],
    },
    ansible: { become: false },
  }
}

/** A member that its user-data sets up, whose address comes late. */
function cloud({ mirror, archive }: Digests): LeavesSpec {
  return {
    ...head,
    name: 'leaves-cloud',
    nodes: [{ name: 'etcd-5', address: lateAddress, ansible: { host: cloudAddress } }],
    etcd: { version: newestVersion, install: { mirror, sha256: { [architecture]: archive } } },
    tls: { layout: 'shared-certificate', files: { member: 'lab-member' } },
    cloudInit: {
      keys: 'embed',
      configFile: 'leaves-cloud-config.yaml',
      network: {
        interface: 'eth0',
        prefixLength: 24,
        gateway: '10.240.0.1',
        nameservers: ['10.240.0.2'],
        searchDomains: ['lab.example'],
      },
    },
  }
}

/** The cloud-config next to the spec of `cloud`: a drop-in that schedules etcd and does not configure it. */
export const cloudConfig = {
  write_files: [
    {
      path: '/etc/systemd/system/etcd.service.d/schedule.conf',
      content: '[Service]\nIOSchedulingClass=best-effort\nIOSchedulingPriority=1\n',
    },
  ],
  runcmd: ['touch /root/from-the-file'],
}

export const leavesSpecs: Readonly<Record<ClusterName, (digests: Digests) => LeavesSpec>> = {
  members,
  alone,
  cloud,
}
