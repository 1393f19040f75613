import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LeafRow, loggedIn, member, pki } from '../row.ts'
import type { Seen } from '../seen.ts'

/** A property of the unit, as systemd has it. */
function unitProperty(leaf: string, property: string, want: string): LeafRow {
  return {
    leaf,
    on: 'members',
    seen: `systemctl show: ${property}`,
    check: async (_, { unit }) => assert.equal(await unit(property), want),
  }
}
const networkFile = '/etc/systemd/network/10-cloud-init-eth0.network'
/** A line of the file that cloud-init has made of the network-config. */
function networkLine(leaf: string, line: (value: string) => string): LeafRow {
  return {
    leaf,
    on: 'cloud',
    seen: `${networkFile}, which cloud-init has written`,
    check: async (value, { sh }) => {
      const lines = (await sh(`cat ${networkFile}`)).split('\n')
      assert.ok(lines.includes(line(value)), `${line(value)} in:\n${lines.join('\n')}`)
    },
  }
}

/** What sshd on the bastion has logged. */
function onBastion(field: 'port' | 'user', line: (value: string) => string): LeafRow {
  return {
    leaf: `/ansible/bastion/${field}`,
    on: 'members',
    seen: "sshd's lines in the journal of the bastion",
    check: async (value, { sh, cluster }) =>
      assert.match(
        await sh('journalctl --unit=ssh --output=cat', cluster.lab.host('etcd-4')),
        new RegExp(line(value), 'm'),
      ),
  }
}

/** The header of a key that ansible-vault has encrypted: method, version, cipher, label. */
const vaultHeader = ({ cluster }: Seen) =>
  readFileSync(join(cluster.folder, 'secrets/nodes/etcd-1/server.key'), 'utf8').split('\n')[0]?.split(';')

/** What is around etcd: secrets, Ansible, systemd, cloud-init. */
export const around: readonly LeafRow[] = [
  {
    leaf: '/secrets/encryption',
    on: 'members',
    seen: 'the key on the control node, encrypted, and on the node, which etcd serves with',
    check: async (_, seen) => {
      assert.equal(vaultHeader(seen)?.[0], '$ANSIBLE_VAULT')
      assert.match(await seen.sh(`head -n 1 ${pki}/lab-server-key.pem`), /^-----BEGIN PRIVATE KEY-----$/)
    },
  },
  {
    leaf: '/secrets/vaultId',
    on: 'members',
    seen: 'the label of the encrypted key, by which Ansible has found the password',
    check: (value, seen) => assert.equal(vaultHeader(seen)?.[3], value),
  },
  { leaf: '/secrets/recipients', scenario: 'renewal', shows: 'recipients: [recipient]' },
  loggedIn('/ansible/user', 'etcd-2', 'user'),
  loggedIn('/ansible/port', 'etcd-2', 'port'),
  {
    leaf: '/ansible/become',
    on: 'alone',
    seen: "sudo's lines in the journal, from before anybody else has logged in: none",
    check: async (_, { sh }) => assert.equal(await sh('cat /root/sudo-of-alone'), ''),
  },
  loggedIn('/ansible/bastion/host', 'etcd-2', 'from'),
  onBastion('port', (port) => `^Connection from \\S+ port \\d+ on \\S+ port ${port}\\b`),
  onBastion('user', (user) => `^Accepted publickey for ${user} `),
  ...Object.entries({
    becomePassword: '/a password is required/',
    privateKeyFile: "acceptedKey(host, 'ops', 22, keys.ops)",
    sshOptions: '/^LC_LAB is way-out/gm',
    'bastion/privateKeyFile': "acceptedKey(gate, 'jump', bastionPort, keys.jump)",
  }).map(([name, shows]) => ({ leaf: `/ansible/${name}`, scenario: 'way-out', shows })),
  unitProperty('/systemd/limitNoFile', 'LimitNOFILE', '50000'),
  unitProperty('/systemd/startTimeout', 'TimeoutStartUSec', '7min'),
  {
    leaf: '/sharedMachines',
    scenario: 'clusters',
    shows: "owner('/var/lib/etcd-events/member'), 'etcd-events'",
  },
  { leaf: '/systemd/unit', scenario: 'clusters', shows: '[unit, eventsVersion]' },
  unitProperty('/systemd/restartDelay', 'RestartUSec', '7s'),
  ...(
    [
      ['nice', 'nice: -5'],
      ['ioSchedulingClass', "ioSchedulingClass: 'best-effort'"],
      ['ioSchedulingPriority', 'ioSchedulingPriority: 1'],
      ['cpuWeight', 'cpuWeight: 500'],
      ['cpuQuota', "cpuQuota: '150%'"],
      ['memoryHigh', "memoryHigh: '4GiB'"],
      ['memoryMax', "memoryMax: '4608MiB'"],
      ['slice', "slice: 'databases-etcd.slice'"],
      ['requiresMountsFor', "requiresMountsFor: ['/srv/backup/etcd']"],
      ['after', "after: ['lab-gate.service', 'time-sync.target']"],
      ['wants', "wants: ['time-sync.target']"],
      ['requires', "requires: ['lab-gate.service']"],
      ['environment', 'environment: { GOGC: 50'],
    ] as const
  ).map(([field, shows]): LeafRow => ({ leaf: `/systemd/${field}`, scenario: 'unit', shows })),
  { leaf: '/cloudInit/provider', scenario: 'user-data', shows: 'Object.keys(PROVIDERS)' },
  {
    leaf: '/cloudInit/keys',
    on: 'cloud',
    seen: 'the keys on the host, which nothing but its user-data has brought',
    check: async (_, { sh }) => assert.match(await sh('ls /etc/etcd/pki'), /^lab-member\.key$/m),
  },
  {
    leaf: '/cloudInit/config',
    scenario: 'cloud-init-keys',
    shows: "'before etcd\\nbooted\\nwritten\\nafter etcd'",
  },
  {
    leaf: '/cloudInit/configFile',
    on: 'cloud',
    seen: 'what the cloud-config in the file has had done; its drop-in schedules etcd',
    check: async (_, { sh, unit, processId }) => {
      assert.equal(await sh('ls /root/from-the-file'), '/root/from-the-file')
      assert.equal(await unit('IOSchedulingPriority'), '1')
      assert.equal(await sh(`ionice --pid ${processId}`), 'best-effort: prio 1')
    },
  },
  networkLine('/cloudInit/network/interface', (name) => `Name=${name}`),
  {
    leaf: '/cloudInit/network/prefixLength',
    on: 'cloud',
    seen: `${networkFile}, which cloud-init has written`,
    check: async (length, seen) =>
      assert.match(
        await seen.sh(`cat ${networkFile}`),
        new RegExp(`^Address=${member(seen).address}/${length}$`, 'm'),
      ),
  },
  networkLine('/cloudInit/network/gateway', (gateway) => `Gateway=${gateway}`),
  networkLine('/cloudInit/network/nameservers', (servers) => `DNS=${servers[0]}`),
  networkLine('/cloudInit/network/searchDomains', (domains) => `Domains=${domains[0]}`),
]
