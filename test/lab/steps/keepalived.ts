import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import { LabProblem } from '../machine/problem.ts'

/** keepalived of Debian 12, and what it needs besides what the hosts have. */
export const keepalivedPackages = [
  'keepalived',
  ...['libglib2.0-0', 'libnftnl11', 'libnl-3-200', 'libnl-genl-3-200', 'pci.ids', 'libpci3'],
  ...['libsensors-config', 'libsensors5', 'libsnmp-base', 'libsnmp40'],
] as const

/** Installs keepalived on a host, which then holds the virtual address while no host with a higher priority runs. */
export async function startKeepalived(host: Host, address: string, priority: number): Promise<void> {
  const configuration = `vrrp_instance etcd {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority ${priority}
  virtual_ipaddress {
    ${address}/24
  }
}
`
  // Without its configuration, the package does not start it. In a container, systemd may not set addresses, so it cannot either.
  const script =
    'apt-get -q update; DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends keepalived; cat >/etc/keepalived/keepalived.conf; keepalived'
  await host.run(['sh', '-euc', script], { input: configuration })
}

/** Stops it: it gives its address to another host. */
export async function stopKeepalived(host: Host): Promise<void> {
  await host.run(['sh', '-c', 'kill "$(cat /run/keepalived.pid)"'])
}

/** Waits until a host has an address. */
export async function untilHolds(host: Host, address: string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await host.run(['ip', '-oneline', 'address', 'show', 'to', address])) !== '') return
    await sleep(200)
  }
  throw new LabProblem(`${host.name} does not have ${address} after 20 s`)
}
