import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, generateCluster, type SpecOptions } from '../steps/cluster.ts'
import { hostNumber, threeHosts } from '../steps/hosts.ts'
import { assertFormed } from '../steps/members.ts'
import { etcdPackages } from '../steps/packages.ts'
import { bringUp, verifies } from '../steps/playbooks.ts'
import { stage, withWrongDigest } from '../steps/staging.ts'
import { type Channel, channels, verdictsBy } from '../steps/verdicts.ts'
import { architecture } from '../tools/etcd-release.ts'

/** A state of a node, and how it is judged. */
type Situation = {
  readonly title: string
  /** What root types on the host to get there, and to get back. */
  readonly arrange?: string
  readonly undo?: string
  /** What the spec says besides, which the judge compares the host with. */
  readonly spec?: SpecOptions
  /** The codes that every channel finds, sorted. */
  readonly verdicts: readonly string[]
  /** When only some channels can be asked: those. */
  readonly by?: readonly Channel[]
  /** The script finds out only after it has written etcdctl and the certificates; site.yml knows it before. */
  readonly acts?: boolean
}

const squat = (port: number) =>
  `systemd-run --quiet --unit=squatter python3 -m http.server ${port}; until ss -Hltn sport = :${port} | grep -q .; do sleep 0.05; done`
const release = 'systemctl stop squatter'
/** Data of some etcd, as far as anyone can see without reading it. */
const strangersData = 'mkdir -p /var/lib/etcd/member/wal; touch /var/lib/etcd/member/wal/0-0.wal'
const noData = 'rm -rf /var/lib/etcd'
const missing = 'f'.repeat(64)

/** A machine that has never had an etcd. */
const onFreshHost: readonly Situation[] = [
  { title: 'nothing is there', verdicts: [], by: ['site.yml', 'bundle'] },
  {
    title: 'a process listens on the client port',
    arrange: squat(2379),
    undo: release,
    verdicts: ['port-taken'],
  },
  {
    title: 'a process listens on the peer port',
    arrange: squat(2380),
    undo: release,
    verdicts: ['port-taken'],
  },
  {
    title: 'a process listens on the metrics port',
    arrange: squat(2381),
    undo: release,
    verdicts: ['port-taken'],
  },
  {
    title: 'the data directory holds data of an unknown etcd',
    arrange: strangersData,
    undo: noData,
    verdicts: ['foreign-data', 'wrong-owner'],
  },
  {
    title: 'an unknown etcd.service runs',
    arrange: 'systemd-run --quiet --unit=etcd sleep 600',
    undo: 'systemctl stop etcd',
    verdicts: ['foreign-etcd'],
  },
  {
    title: 'an unknown etcd.service runs, with data',
    arrange: `systemd-run --quiet --unit=etcd sleep 600; ${strangersData}`,
    undo: `systemctl stop etcd; ${noData}`,
    verdicts: ['foreign-data', 'foreign-etcd', 'wrong-owner'],
  },
  {
    title: 'etcd.service is masked',
    arrange: 'systemctl mask --quiet etcd',
    undo: 'rm /etc/systemd/system/etcd.service; systemctl daemon-reload',
    verdicts: ['masked'],
  },
  {
    title: "systemd's environment configures etcd",
    arrange: 'systemctl set-environment ETCD_NAME=other',
    undo: 'systemctl unset-environment ETCD_NAME',
    verdicts: ['configured-elsewhere'],
  },
  {
    title: 'a directory of ours is a symbolic link',
    arrange: 'mkdir /srv/elsewhere; ln -s /srv/elsewhere /etc/etcd',
    undo: 'rm -r /etc/etcd /srv/elsewhere',
    verdicts: ['link-in-the-way'],
  },
  {
    title: 'a directory of ours is a file',
    arrange: 'touch /etc/etcd',
    undo: 'rm /etc/etcd',
    verdicts: ['file-in-the-way'],
  },
  {
    title: 'a file of ours is a directory',
    arrange: 'mkdir /etc/systemd/system/etcd-keys.service',
    undo: 'rmdir /etc/systemd/system/etcd-keys.service',
    verdicts: ['directory-in-the-way'],
  },
  {
    title: 'a file system is mounted read-only',
    arrange: 'mount --bind /opt /opt; mount -o remount,bind,ro /opt',
    undo: 'umount /opt',
    verdicts: ['read-only'],
  },
  {
    title: 'it was a member, and has no data',
    arrange: 'mkdir /etc/etcd; echo "cluster=alone token=alone" >/etc/etcd/joined',
    undo: 'rm -r /etc/etcd',
    verdicts: ['data-lost'],
  },
  {
    title: 'it was a member of another cluster, and has its data',
    arrange: `mkdir /etc/etcd; echo "cluster=other token=alone" >/etc/etcd/joined; ${strangersData}`,
    undo: `rm -r /etc/etcd; ${noData}`,
    verdicts: ['foreign-data', 'wrong-owner'],
  },
  {
    title: 'a taken port, a masked unit and lost data together',
    arrange: `${squat(2379)}; systemctl mask --quiet etcd; mkdir /etc/etcd; touch /etc/etcd/joined`,
    undo: `${release}; rm -r /etc/etcd /etc/systemd/system/etcd.service; systemctl daemon-reload`,
    verdicts: ['data-lost', 'masked', 'port-taken'],
  },
  {
    title: 'nobody is there to own the key of a client',
    spec: {
      tls: {
        clients: [{ name: 'reader', install: { hosts: ['etcd-4'], owner: 'nobody-here', group: 'nogroup' } }],
      },
    },
    verdicts: ['owner-missing'],
  },
  {
    title: 'the spec has no archive for this architecture',
    spec: { etcd: { install: { sha256: { [architecture === 'amd64' ? 'arm64' : 'amd64']: missing } } } },
    verdicts: ['no-archive'],
  },
  {
    title: 'the distribution does not have the version',
    spec: { etcd: { version: '3.5.21', install: { method: 'package' } } },
    verdicts: ['version-not-offered', 'version-not-offered'],
  },
  {
    title: 'the package has left data of an etcd of its own',
    arrange: 'mkdir -p /var/lib/etcd/default/member',
    undo: noData,
    spec: {
      etcd: { version: '3.4.23', install: { method: 'package' }, paths: { data: '/var/lib/etcd/mine' } },
    },
    verdicts: ['package-data'],
  },
]

/** A member of a cluster that runs. */
const onMember: readonly Situation[] = [
  { title: 'it runs as it should', verdicts: [], by: ['site.yml', 'bundle'] },
  {
    title: 'it is stopped',
    arrange: 'systemctl stop etcd',
    verdicts: [],
    by: ['site.yml', 'bundle'],
  },
  {
    title: 'it is stopped, and a process listens on its port',
    arrange: squat(2379),
    undo: release,
    verdicts: ['port-taken'],
  },
  {
    title: 'it is stopped, and another account owns its data',
    arrange: 'chown -R root:root /var/lib/etcd',
    undo: 'chown -R etcd:etcd /var/lib/etcd',
    verdicts: ['wrong-owner'],
  },
  {
    title: 'it is stopped, and the spec gives it another peer URL',
    spec: { etcd: { ports: { peer: 12380 } } },
    verdicts: ['peer-url-changed'],
  },
  {
    title: 'it is stopped, and the spec has another token',
    spec: { etcd: { token: 'another' } },
    verdicts: ['foreign-data'],
  },
  {
    title: 'it is stopped, and a drop-in configures etcd',
    arrange:
      'mkdir -p /etc/systemd/system/etcd.service.d; printf "[Service]\\nEnvironment=ETCD_NAME=x\\n" >/etc/systemd/system/etcd.service.d/own.conf; systemctl daemon-reload',
    undo: 'rm -r /etc/systemd/system/etcd.service.d; systemctl daemon-reload',
    verdicts: ['configured-elsewhere'],
  },
  {
    title: 'it runs, and a drop-in configures etcd',
    arrange:
      'systemctl start etcd; mkdir -p /etc/systemd/system/etcd.service.d; printf "[Service]\\nEnvironment=ETCD_NAME=x\\n" >/etc/systemd/system/etcd.service.d/own.conf; systemctl daemon-reload',
    undo: 'rm -r /etc/systemd/system/etcd.service.d; systemctl daemon-reload; systemctl stop etcd',
    verdicts: ['configured-elsewhere'],
  },
  {
    title: 'its data is gone',
    arrange: 'mv /var/lib/etcd/member /root/member',
    undo: 'mv /root/member /var/lib/etcd/member',
    verdicts: ['data-lost'],
  },
  {
    title: 'its data is gone, and so is the file that says that it had joined',
    arrange: 'mv /var/lib/etcd/member /etc/etcd/joined /root/',
    undo: 'mv /root/member /var/lib/etcd/; mv /root/joined /etc/etcd/',
    verdicts: ['data-lost-elsewhere'],
  },
]

/** Every channel comes to the same verdicts about the same node, since one script decides for all. */
export const situations: Scenario = {
  name: 'situations',
  title: 'site.yml, the bundle and user-data judge every situation of a node alike',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [...threeHosts, hostNumber(4, { packages: etcdPackages })],
      etcd: [etcdVersion],
    })
    const [first, , third, fresh] = lab.hosts as [Host, Host, Host, Host]
    for (const situation of onFreshHost)
      await judged(context, situation, fresh, { name: 'alone', hosts: [fresh.name] }, lab)
    await stagedOnNode(context, lab, fresh)
    await elsewhere(context, lab, fresh)

    const three: SpecOptions = { hosts: threeHosts.map(({ name }) => name) }
    const cluster = await generateCluster(lab, { ...three, cloudInit: { keys: 'embed' } })
    await bringUp(context, cluster)
    for (const situation of onMember) await judged(context, situation, third, three, lab)
    await third.run(['systemctl', 'start', 'etcd'])
    await strangers(context, lab, fresh)
    await assertFormed(cluster)
    await generateCluster(lab, { ...three, cloudInit: { keys: 'embed' } })
    await verifies(context, cluster)
    assert.equal(first.name, 'etcd-1')
  },
}

async function judged(
  { step }: ScenarioContext,
  { title, arrange = 'true', undo = 'true', spec = {}, verdicts, by = channels, acts = false }: Situation,
  host: Host,
  base: SpecOptions,
  lab: Lab,
): Promise<void> {
  await step(`${host.name}: ${title}: ${verdicts.join(', ') || 'no verdict'}`, async () => {
    const etcd = { ...base.etcd, ...spec.etcd }
    const cluster = await generateCluster(lab, { ...base, ...spec, etcd, cloudInit: { keys: 'embed' } })
    await host.run(['sh', '-euc', arrange])
    await agree(cluster, host, verdicts, by, acts)
    await host.run(['sh', '-euc', undo])
  })
}

async function agree(
  cluster: GeneratedCluster,
  host: Host,
  verdicts: readonly string[],
  by: readonly Channel[] = channels,
  acts = false,
): Promise<void> {
  const found = new Map<Channel, readonly string[]>()
  for (const channel of by) found.set(channel, await verdictsBy(channel, cluster, host, { acts }))
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(by.map((channel) => [channel, verdicts])))
}

async function stagedOnNode({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  const archive = await stage(lab, 'archive')
  const install = archive.install('node', '/srv/staged')
  const generate = (etcd: NonNullable<SpecOptions['etcd']>) =>
    generateCluster(lab, { name: 'alone', hosts: [host.name], etcd, cloudInit: { keys: 'embed' } })
  await step(`${host.name}: the staged release is missing: staged-file-missing`, async () =>
    agree(await generate({ install }), host, ['staged-file-missing']),
  )
  await step(`${host.name}: the staged release is another one: staged-file-differs`, async () => {
    cpSync(archive.folder, join(host.root, '/srv/staged'), { recursive: true })
    await agree(await generate({ install: withWrongDigest(install) }), host, ['staged-file-differs'])
  })
}

/** What was generated for a node with another address. */
async function elsewhere({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  await step(`${host.name}: the machine does not have the address of the node: address-missing`, async () => {
    const cluster = await generateCluster(lab, {
      name: 'alone',
      hosts: [host.name],
      nodes: [{ name: host.name, address: '10.240.0.99', ansible: { host: host.address } }],
      cloudInit: { keys: 'embed' },
    })
    await agree(cluster, host, ['address-missing'])
  })
}

/** A node that the running cluster does not know. */
async function strangers({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  await step(`${host.name}: the running cluster does not know it: not-a-member`, async () => {
    const cluster = await generateCluster(lab, { cloudInit: { keys: 'embed' } })
    await agree(cluster, host, ['not-a-member'], ['site.yml', 'bundle'], true)
    await agree(cluster, host, ['not-a-member'])
  })
}
