import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { valueAt } from '../../../unit/spec/fields/leaves.ts'
import { install, type LeafRow, loggedIn, pki, portOf, reported } from '../row.ts'

/** Nodes, and hosts of clients. */
export const nodes: readonly LeafRow[] = [
  {
    leaf: '/name',
    on: 'members',
    seen: 'the file that records which cluster the member has joined',
    check: async (name, { sh }) =>
      assert.match(await sh('cat /etc/etcd-lab/joined'), new RegExp(`^cluster=${name} `)),
  },
  reported('/nodes/0/name', 'name'),
  { leaf: '/nodes/0/memberName', scenario: 'names', shows: 'report.name, members[index]' },
  { leaf: '/nodes/0/state', scenario: 'removal', shows: "state: 'absent'" },
  { leaf: '/nodes/0/deleteData', scenario: 'removal', shows: "lsOf(fifth, '/var/lib/etcd'), ''" },
  {
    leaf: '/nodes/0/address',
    on: 'members',
    seen: "etcd's report at its start: listen-peer-urls",
    check: (value, seen) =>
      assert.deepEqual(seen.report['listen-peer-urls'], [`https://${value}:${portOf(seen, 'peer')}`]),
  },
  {
    leaf: '/nodes/0/dnsNames',
    on: 'members',
    seen: 'SANs of the server certificate on the host',
    check: async ([name], { certificate }) =>
      assert.equal((await certificate(`${pki}/lab-server.pem`)).checkHost(name, { subject: 'never' }), name),
  },
  {
    leaf: '/nodes/0/ipAddresses',
    on: 'members',
    seen: 'SANs of the peer certificate on the host; nothing listens there',
    check: async ([address], { certificate, sh }) => {
      assert.equal((await certificate(`${pki}/lab-peer.pem`)).checkIP(address), address)
      const listening = await sh("ss --no-header --listening --tcp --numeric | awk '{ print $4 }'")
      assert.ok(!listening.includes(address), listening)
    },
  },
  {
    leaf: '/nodes/0/macAddress',
    on: 'members',
    seen: "what the host's own cloud-init makes of the network-config",
    check: async (value, { cluster, host }) => {
      const config = readFileSync(join(cluster.folder, 'cloud-init/etcd-1/network-config'))
      const convert =
        'cat >/root/net; cloud-init devel net-convert --network-data /root/net --kind yaml --output-kind networkd --distro debian --directory /root/net.d >/dev/null; cat /root/net.d/etc/systemd/network/*'
      assert.match(
        await host.run(['sh', '-euc', convert], { input: config }),
        new RegExp(`^MACAddress=${value}$`, 'm'),
      )
    },
  },
  { leaf: '/nodes/0/peer/listen', scenario: 'networks', shows: 'listening, address' },
  { leaf: '/nodes/0/peer/advertise', scenario: 'networks', shows: 'place.peer(host)' },
  { leaf: '/nodes/0/client/listen', scenario: 'networks', shows: 'listening, address' },
  { leaf: '/nodes/0/client/advertise', scenario: 'networks', shows: 'place.client(host)' },
  { leaf: '/nodes/0/metrics/listen', scenario: 'listeners', shows: 'monitoring(host)}:2381/metrics' },
  loggedIn('/nodes/0/ansible/host', 'etcd-1', 'to'),
  loggedIn('/nodes/0/ansible/port', 'etcd-1', 'port'),
  loggedIn('/nodes/0/ansible/user', 'etcd-1', 'user'),
  {
    leaf: '/clientHosts/0/name',
    on: 'members',
    seen: 'the host that has the client certificate after site.yml',
    check: async (name, seen) =>
      assert.ok(
        await seen.certificate(
          String(valueAt(seen.spec, `${install}/certificate`)),
          seen.cluster.lab.host(name),
        ),
      ),
  },
  loggedIn('/clientHosts/0/ansible/host', 'etcd-4', 'to'),
  loggedIn('/clientHosts/0/ansible/port', 'etcd-4', 'port'),
  loggedIn('/clientHosts/0/ansible/user', 'etcd-4', 'user'),
]
