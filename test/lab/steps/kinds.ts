import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { type GeneratedCluster, generateCluster } from './cluster.ts'
import type { Endpoint, Files } from './reached.ts'
import { type Address, serveRecords, zone } from './resolver.ts'
import { zoneRecords } from './zone-records.ts'

/** bind9-host, and what it needs that Debian's smallest system lacks. */
export const packages = [
  ...['bind9-host', 'bind9-libs', 'libfstrm0', 'libicu72', 'libjemalloc2', 'liblmdb0', 'libmaxminddb0'],
  ...['libprotobuf-c1', 'libuv1', 'libxml2'],
]

/** A host's addresses: IPv6 for clients, IPv4 and IPv6 for peers, for monitoring, and the one that NAT gives it. */
const six = ({ address }: Host) => address.replace('10.240.0.', 'fd00:10::')
const peers = ({ address }: Host) => address.replace('10.240.', '10.241.')
const peersSix = ({ address }: Host) => address.replace('10.240.0.', 'fd00:11::')
export const monitoring = ({ address }: Host) => address.replace('10.240.', '10.242.')
const outside = ({ address }: Host) => address.replace('10.240.0.', '203.0.113.')
export const virtual = '10.240.0.100'

const peerName = ({ name }: Host) => `${name}.peers.${zone}`
/** Clients resolve it to the address that NAT gives the host. */
const clientName = ({ name }: Host) => `${name}.${zone}`

const ODD = ['Etcd_1.Lab:A', "zone b: no. 2's #2 (50%)", '日本-é/@~!*?&;[x]|^+'] as const
const memberName = (host: Host) => ODD[Number(host.name.slice(-1)) - 1] as string

/** A cluster, and what its members advertise and answer at. */
export type Kind = {
  readonly cluster: GeneratedCluster
  readonly unit: string
  readonly files: Files
  readonly nameOf: (host: Host) => string
  readonly peer: (host: Host) => Endpoint
  readonly client: (host: Host) => Endpoint
  /** Where else clients reach the member of a host. */
  readonly alsoAt: (host: Host) => readonly Endpoint[]
}

/**
 * Peers on a network of their own, names in all URLs, SRV records, IPv4 and IPv6, clients behind NAT, a virtual address,
 * metrics over TLS, nothing on localhost, and names that only etcd takes.
 */
export async function separate(lab: Lab): Promise<Kind> {
  const cluster = await generateCluster(lab, {
    name: 'main',
    nodes: lab.hosts.map((host) => ({
      name: host.name,
      memberName: memberName(host),
      address: host.address,
      ipAddresses: [outside(host)],
      peer: { listen: [peers(host), peersSix(host)], advertise: peerName(host) },
      client: { listen: [host.address, six(host), virtual], advertise: clientName(host) },
      metrics: { listen: [monitoring(host)] },
    })),
    etcd: {
      token: "Lab_1: etcd & 100% #1's /a@b=c",
      discovery: { srv: zone, name: 'lab' },
      localhostListener: false,
      metrics: { tls: true },
      virtualAddresses: [virtual],
    },
    cloudInit: {
      keys: 'embed',
      config: {
        package_update: true,
        packages: ['bind9-host'],
        // Unlike a machine's, /proc/sys of a container is read-only.
        bootcmd: ['mount -o remount,bind,rw /proc/sys', 'sysctl -w net.ipv4.ip_nonlocal_bind=1'],
      },
    },
  })
  const pki = '/etc/etcd/pki'
  return {
    cluster,
    unit: 'etcd.service',
    files: {
      settings: '/etc/etcd/etcdctl.env',
      server: `${pki}/server.crt`,
      peer: `${pki}/peer.crt`,
      clientCa: `${pki}/client-ca.crt`,
      peerCa: `${pki}/peer-ca.crt`,
    },
    nameOf: memberName,
    peer: (host) => [peerName(host), 2380],
    client: (host) => [clientName(host), 2379],
    alsoAt: (host) => [
      [host.address, 2379],
      [six(host), 2379],
      [outside(host), 2379],
    ],
  }
}

/** A second cluster on the same machines: peers and clients are behind NAT, clients on every address; flags, other file names. */
export async function translated(lab: Lab): Promise<Kind> {
  const cluster = await generateCluster(lab, {
    name: 'events',
    sharedMachines: true,
    nodes: lab.hosts.map((host) => ({
      name: host.name,
      address: host.address,
      ipAddresses: [six(host)],
      peer: { listen: [host.address], advertise: outside(host) },
      client: { listen: ['0.0.0.0'], advertise: outside(host) },
    })),
    etcd: { style: 'flags', ports: { client: 2479, peer: 2480, metrics: 2481 } },
    tls: { files: { naming: 'pem', server: 'member-{node}', peer: 'peer', root: 'admin-{node}' } },
    cloudInit: { keys: 'embed' },
  })
  const pki = '/etc/etcd-events/pki'
  return {
    cluster,
    unit: 'etcd-events.service',
    files: {
      settings: '/etc/etcd-events/etcdctl.env',
      server: `${pki}/member-etcd-1.pem`,
      peer: `${pki}/peer.pem`,
      clientCa: `${pki}/client-ca.pem`,
      peerCa: `${pki}/peer-ca.pem`,
    },
    nameOf: ({ name }) => name,
    peer: (host) => [outside(host), 2480],
    client: (host) => [outside(host), 2479],
    alsoAt: (host) => [
      [host.address, 2479],
      [six(host), 2479],
    ],
  }
}

/** The networks, the translation and the zone are there before the machines are. */
export async function serveNames(lab: Lab, main: GeneratedCluster): Promise<void> {
  const addresses = lab.hosts.flatMap((host): Address[] => [
    [peerName(host), peers(host)],
    [peerName(host), peersSix(host)],
    [clientName(host), outside(host)],
  ])
  await serveRecords(lab, { addresses, services: zoneRecords(main) })
  const translationOf = (host: Host) => ({ inside: host.address, outside: outside(host) })
  for (const host of lab.hosts) {
    const others = lab.hosts.filter((other) => other !== host)
    await host.translate(translationOf(host), others.map(translationOf))
    for (const address of [peers(host), peersSix(host), monitoring(host)]) await host.addAddress(address)
  }
}
