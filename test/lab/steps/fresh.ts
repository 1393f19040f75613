import type { Host } from '../hosts/host.ts'
import type { Hosts } from './cluster.ts'

/** What a cluster of the default paths has left on its hosts, all but etcd's programs. */
const traces = [
  ...['/var/lib/etcd', '/etc/etcd', '/etc/default/etcd', '/etc/systemd/system/etcd.service', '/run/etcd'],
  '/etc/kubernetes',
]

/** Has hosts be as if they had never been members; etcd itself stays installed, which is quicker. */
export async function forgetCluster({ hosts }: Hosts): Promise<void> {
  await Promise.all(hosts.map(forget))
}

async function forget(host: Host): Promise<void> {
  await host.run(['systemctl', 'disable', '--now', 'etcd.service'])
  await host.run(['rm', '-rf', ...traces])
  await host.run(['systemctl', 'daemon-reload'])
}
