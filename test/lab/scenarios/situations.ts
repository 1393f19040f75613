import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { blocksNamedIn, commandsIn, type Texts, typesAll, typesHere, verdictTexts } from '../steps/advice.ts'
import { bootstraps } from '../steps/bundle.ts'
import { etcdVersion, type GeneratedCluster, generateCluster, type SpecOptions } from '../steps/cluster.ts'
import { hostNumber, threeHosts } from '../steps/hosts.ts'
import { assertFormed, etcdctl, untilHealthy } from '../steps/members.ts'
import { etcdPackages } from '../steps/packages.ts'
import { assertAsInFolder, pki, shownBy } from '../steps/pki.ts'
import { assertSuccess, bringUp, verifies } from '../steps/playbooks.ts'
import { waitUntilOpen } from '../steps/replacement.ts'
import { fillIn } from '../steps/runbook.ts'
import { assertSameService, servicesOf } from '../steps/service.ts'
import { stage, withWrongDigest } from '../steps/staging.ts'
import { type Channel, channels, verdictsBy } from '../steps/verdicts.ts'
import { architecture } from '../tools/etcd-release.ts'

/** A state of a node, how it is judged, and how its texts are followed. */
type Situation = {
  readonly title: string
  /** What root types on the host to get there. */
  readonly arrange?: string
  /** What the spec says besides, which the judge compares the host with. */
  readonly spec?: SpecOptions
  /** The codes that every channel finds, sorted. */
  readonly verdicts: readonly string[]
  /** What a first boot says instead, which tells fewer cases apart. */
  readonly firstBoot?: readonly string[]
  /** When only some channels can be asked: those. */
  readonly by?: readonly Channel[]
  /** Does what the texts say; returns the spec that they have people write. Unless given, types every command in them. */
  readonly follow?: (given: Following) => Promise<SpecOptions>
  /** What root types afterwards, so that the next situation finds the host as it was. */
  readonly cleanUp?: string
}

type Following = {
  readonly texts: Texts
  readonly host: Host
  readonly cluster: GeneratedCluster
  readonly spec: SpecOptions
}

/** The text has people put the spec back. */
const putsBack = async (): Promise<SpecOptions> => ({})

/** "Stop it": what the command in the text shows on the port. */
async function stopsListener({ texts, host, spec }: Following): Promise<SpecOptions> {
  const text = texts.get('port-taken') ?? ''
  const [, port] = /listens on port (\d+)/.exec(text) ?? []
  const [show = ''] = commandsIn(text)
  const shown = await host.run(['sh', '-euc', show])
  const [, pid] = new RegExp(`:${port} .*pid=(\\d+)`).exec(shown) ?? []
  assert.ok(pid, shown)
  await host.run([
    'sh',
    '-euc',
    `kill ${pid}; while ss -Hltn sport = :${port} | grep -q .; do sleep 0.05; done`,
  ])
  return spec
}

async function typesCommands({ texts, host, spec }: Following): Promise<SpecOptions> {
  for (const text of texts.values()) await typesAll(host, text)
  return spec
}

/** Types the first block of the section that the text on lost data names. */
async function readsRunbook({ texts, host, cluster, spec }: Following): Promise<SpecOptions> {
  const [block = ''] = blocksNamedIn(cluster, texts.get('data-lost') ?? '')
  await host.run(['sh', '-euc', block])
  return spec
}

/** Writes the name and the token into the spec that the text gives. */
async function takesIdentity({ texts }: Following): Promise<SpecOptions> {
  const [text = ''] = texts.values()
  const [, token] = /token\): (\S+)$|with the token (\S+), and/.exec(text)?.filter(Boolean) ?? []
  const [, name] = /member of the cluster (\S+) with/.exec(text) ?? []
  assert.ok(token, text)
  return { ...(name !== undefined && { name }), etcd: { token } }
}

const squat = (port: number) =>
  `systemd-run --quiet --unit=squatter python3 -m http.server ${port}; until ss -Hltn sport = :${port} | grep -q .; do sleep 0.05; done`
/** Data of some etcd, as far as anyone can see without reading it. */
const strangersData = 'mkdir -p /var/lib/etcd/member/wal; touch /var/lib/etcd/member/wal/0-0.wal'
const noData = 'rm -rf /var/lib/etcd'
const strangersUnit =
  'printf "[Service]\\nExecStart=/bin/sleep 600\\n[Install]\\nWantedBy=multi-user.target\\n" >/etc/systemd/system/etcd.service; systemctl daemon-reload; systemctl enable --quiet --now etcd'
const noUnit = 'rm /etc/systemd/system/etcd.service; systemctl daemon-reload'
const dropIn =
  'mkdir -p /etc/systemd/system/etcd.service.d; printf "[Service]\\nEnvironment=ETCD_NAME=x\\n" >/etc/systemd/system/etcd.service.d/own.conf; systemctl daemon-reload'
const missing = 'f'.repeat(64)
const stop = 'systemctl stop etcd'
const elsewhereOnDisk: SpecOptions = { etcd: { paths: { data: '/srv/etcd', wal: '/srv/etcd-wal' } } }

/** Types the command that moves the data. */
async function typesMoves({ texts, host, spec }: Following): Promise<SpecOptions> {
  const [command = ''] = commandsIn(texts.get('data-elsewhere') ?? '')
  await host.run(['sh', '-euc', command])
  return spec
}

/** A machine that has never had an etcd. */
const onFreshHost: readonly Situation[] = [
  { title: 'nothing is there', verdicts: [], by: ['site.yml', 'bundle'] },
  ...['client port 2379', 'peer port 2380', 'metrics port 2381'].map((what) => ({
    title: `a process listens on the ${what}`,
    arrange: squat(Number(what.slice(-4))),
    verdicts: ['port-taken'],
    follow: stopsListener,
  })),
  {
    title: 'the data directory holds data of an unknown etcd',
    arrange: strangersData,
    verdicts: ['foreign-data'],
    cleanUp: noData,
  },
  {
    title: 'an unknown etcd.service runs',
    arrange: strangersUnit,
    verdicts: ['foreign-etcd'],
    cleanUp: noUnit,
  },
  {
    title: 'an unknown etcd.service runs, with data',
    arrange: `${strangersUnit}; ${strangersData}`,
    verdicts: ['foreign-data', 'foreign-etcd'],
    // Both texts have the same command for the data.
    follow: async ({ texts, host, spec }) => {
      await typesAll(host, texts.get('foreign-etcd') ?? '')
      return spec
    },
    cleanUp: `${noUnit}; ${noData}`,
  },
  {
    title: 'an unknown etcd.service runs, and somebody has written the file that says that it had joined',
    arrange: `${strangersUnit}; mkdir /etc/etcd; echo "cluster=alone token=alone" >/etc/etcd/joined`,
    verdicts: ['data-lost', 'foreign-etcd'],
    firstBoot: ['data-lost'],
    follow: async (given) => {
      await typesAll(given.host, given.texts.get('foreign-etcd') ?? '')
      return readsRunbook(given)
    },
    cleanUp: `${noUnit}; rm -r /etc/etcd`,
  },
  { title: 'etcd.service is masked', arrange: 'systemctl mask --quiet etcd', verdicts: ['masked'] },
  {
    title: "systemd's environment configures etcd",
    arrange: 'systemctl set-environment ETCD_NAME=other',
    verdicts: ['configured-elsewhere'],
  },
  {
    title: 'a directory of ours is a symbolic link, which is removed',
    arrange: 'mkdir /srv/elsewhere; ln -s /srv/elsewhere /etc/etcd',
    verdicts: ['link-in-the-way'],
  },
  {
    title: 'a directory of ours is a symbolic link, whose target the spec gets',
    arrange: 'ln -s /srv/elsewhere /etc/etcd',
    verdicts: ['link-in-the-way'],
    follow: async ({ texts }) => {
      const [, target] = /its target, (\S+), into/.exec(texts.get('link-in-the-way') ?? '') ?? []
      return { etcd: { paths: { configuration: target } } }
    },
    cleanUp: 'rm /etc/etcd; rmdir /srv/elsewhere',
  },
  {
    title: 'a directory of ours is a file',
    arrange: 'touch /etc/etcd',
    verdicts: ['file-in-the-way'],
    cleanUp: 'rm /etc/etcd.*',
  },
  {
    title: 'a file of ours is a directory',
    arrange: 'mkdir /etc/systemd/system/etcd-keys.service',
    verdicts: ['directory-in-the-way'],
    cleanUp: 'rmdir /etc/systemd/system/etcd-keys.service.*',
  },
  {
    title: 'a file system is mounted read-only',
    arrange: 'mount --bind /opt /opt; mount -o remount,bind,ro /opt',
    verdicts: ['read-only'],
    follow: async ({ texts, host }) => {
      const [find = ''] = commandsIn(texts.get('read-only') ?? '')
      const [target = ''] = (await host.run(['sh', '-euc', `${find} --noheadings --output TARGET`])).split(
        '\n',
      )
      await host.run(['mount', '-o', 'remount,bind,rw', target])
      return {}
    },
    cleanUp: 'umount /opt',
  },
  {
    title: 'it was a member, and has no data',
    arrange: 'mkdir /etc/etcd; echo "cluster=alone token=alone" >/etc/etcd/joined',
    verdicts: ['data-lost'],
    follow: readsRunbook,
    cleanUp: 'rm -r /etc/etcd',
  },
  {
    title: 'it was a member of another cluster, and has its data',
    arrange: `mkdir /etc/etcd; echo "cluster=other token=alone" >/etc/etcd/joined; ${strangersData}`,
    verdicts: ['other-cluster'],
    firstBoot: ['foreign-data'],
    cleanUp: `rm -r /etc/etcd; ${noData}`,
  },
  {
    title: 'a taken port, a masked unit and lost data together',
    arrange: `${squat(2379)}; systemctl mask --quiet etcd; mkdir /etc/etcd; touch /etc/etcd/joined`,
    verdicts: ['data-lost', 'masked', 'port-taken'],
    follow: async (given) => {
      await stopsListener(given)
      await typesAll(given.host, given.texts.get('masked') ?? '')
      return readsRunbook(given)
    },
    cleanUp: 'rm -r /etc/etcd',
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
    follow: putsBack,
  },
  {
    title: 'the machine has no apt',
    arrange: 'mv /usr/bin/apt-get /usr/bin/apt-get.away',
    spec: { etcd: { version: '3.4.23', install: { method: 'package' } } },
    verdicts: ['no-apt'],
    follow: putsBack,
    cleanUp: 'mv /usr/bin/apt-get.away /usr/bin/apt-get',
  },
  {
    title: "apt's sources are broken",
    arrange: 'echo broken >/etc/apt/sources.list.d/broken.list',
    spec: { etcd: { version: '3.4.23', install: { method: 'package' } } },
    verdicts: ['apt-fails'],
    follow: async (given) => {
      const { texts, host } = given
      const [, file] = /(\/etc\/apt\/\S+\.list)/.exec(texts.get('apt-fails') ?? '') ?? []
      await host.run(['rm', file ?? ''])
      return typesCommands(given)
    },
  },
  {
    title: 'the distribution does not have the version',
    spec: { etcd: { version: '3.5.21', install: { method: 'package' } } },
    verdicts: ['version-not-offered', 'version-not-offered'],
    follow: async ({ texts, spec }) => {
      const [, version] = /It has: (\d+\.\d+\.\d+)/.exec(texts.get('version-not-offered') ?? '') ?? []
      return { ...spec, etcd: { ...spec.etcd, version: version ?? '' } }
    },
  },
  {
    title: 'the package has left data of an etcd of its own',
    arrange: 'mkdir -p /var/lib/etcd/default/member',
    spec: {
      etcd: { version: '3.4.23', install: { method: 'package' }, paths: { data: '/var/lib/etcd/mine' } },
    },
    verdicts: ['package-data'],
    cleanUp: noData,
  },
]

/** A member of a cluster that runs. */
const onMember: readonly Situation[] = [
  { title: 'it runs as it should', verdicts: [], by: ['site.yml', 'bundle'] },
  { title: 'it is stopped', arrange: stop, verdicts: [], by: ['site.yml', 'bundle'] },
  {
    title: 'it is stopped, and a process listens on its port',
    arrange: `${stop}; ${squat(2379)}`,
    verdicts: ['port-taken'],
    follow: stopsListener,
  },
  {
    title: 'it is stopped, and another account owns its data',
    arrange: `${stop}; chown -R root:root /var/lib/etcd`,
    verdicts: ['wrong-owner'],
  },
  {
    title: 'it is stopped, and the spec gives it another peer URL',
    arrange: stop,
    spec: { etcd: { ports: { peer: 12380 } } },
    verdicts: ['peer-url-changed'],
    follow: putsBack,
  },
  ...['it runs', 'it is stopped'].flatMap((how): readonly Situation[] => [
    {
      title: `${how}, and the spec has another token`,
      arrange: how === 'it runs' ? 'true' : stop,
      spec: { etcd: { token: 'another' } },
      verdicts: ['token-changed'],
      firstBoot: [how === 'it runs' ? 'foreign-etcd' : 'foreign-data'],
      follow: takesIdentity,
    },
    {
      title: `${how}, and a drop-in configures etcd`,
      arrange: how === 'it runs' ? dropIn : `${stop}; ${dropIn}`,
      verdicts: ['configured-elsewhere'],
      cleanUp: 'rm -r /etc/systemd/system/etcd.service.d; systemctl daemon-reload',
    },
  ]),
  {
    title: 'it runs, and the spec has another name for the cluster',
    spec: { name: 'renamed', etcd: { token: 'lab' } },
    verdicts: ['other-cluster'],
    firstBoot: ['foreign-etcd'],
    follow: takesIdentity,
  },
  {
    title: 'it runs, and the spec has another data directory, to which the data moves',
    spec: elsewhereOnDisk,
    verdicts: ['data-elsewhere'],
    firstBoot: ['data-lost'],
    follow: typesMoves,
  },
  {
    title: 'it runs, and its data moves back',
    verdicts: ['data-elsewhere'],
    firstBoot: ['data-lost'],
    follow: typesMoves,
  },
  {
    title: 'it is stopped, and the spec has another data directory, which is put back',
    arrange: stop,
    spec: elsewhereOnDisk,
    verdicts: ['data-elsewhere'],
    firstBoot: ['data-lost'],
    follow: putsBack,
  },
  {
    title: 'its data is on a disk that is not mounted',
    arrange: `${stop}; mv /var/lib/etcd/member /root/member`,
    verdicts: ['data-lost'],
    follow: async ({ host, spec }) => {
      await host.run(['mv', '/root/member', '/var/lib/etcd/member'])
      return spec
    },
  },
  {
    title: 'so it is, and the file that says that it had joined is gone',
    arrange: `${stop}; mv /var/lib/etcd/member /etc/etcd/joined /root/`,
    verdicts: ['data-lost-elsewhere'],
    follow: async ({ host, spec }) => {
      await host.run(['sh', '-euc', 'mv /root/member /var/lib/etcd/; mv /root/joined /etc/etcd/'])
      return spec
    },
  },
]

/**
 * Every channel comes to the same verdicts about the same node, since one script decides for all. Doing what their texts say
 * ends every situation, and a member then serves with its data.
 */
export const situations: Scenario = {
  name: 'situations',
  title: 'site.yml, the bundle and user-data judge every situation of a node alike, and what they say helps',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [...threeHosts, hostNumber(4, { packages: etcdPackages })],
      etcd: [etcdVersion],
    })
    const [first, , third, fresh] = lab.hosts as [Host, Host, Host, Host]
    const alone: SpecOptions = { name: 'alone', hosts: [fresh.name] }
    for (const situation of onFreshHost) await judged(context, situation, fresh, alone, lab)
    await stagedOnNode(context, lab, fresh)
    await elsewhere(context, lab, fresh)

    const three: SpecOptions = { hosts: threeHosts.map(({ name }) => name) }
    const cluster = await generateCluster(lab, { ...three, cloudInit: { keys: 'embed' } })
    await bringUp(context, cluster)
    await etcdctl(first, 'put', '/lab/key', 'kept')
    for (const situation of onMember) {
      await judged(context, situation, third, three, lab)
      await serves(third)
    }
    await strangers(context, lab, fresh)
    await oneIsOff(context, lab, fresh)
    const all = await generateCluster(lab, { cloudInit: { keys: 'embed' } })
    await assertFormed(all)
    await verifies(context, all)
  },
}

async function judged(
  { step }: ScenarioContext,
  situation: Situation,
  host: Host,
  base: SpecOptions,
  lab: Lab,
): Promise<void> {
  const { title, arrange = 'true', spec = {}, verdicts, follow = typesCommands, cleanUp = 'true' } = situation
  const generated = (more: SpecOptions) =>
    generateCluster(lab, {
      ...base,
      ...more,
      etcd: { ...base.etcd, ...more.etcd },
      cloudInit: { keys: 'embed' },
    })
  await step(`${host.name}: ${title}: ${verdicts.join(', ') || 'no verdict'}`, async () => {
    const cluster = await generated(spec)
    await host.run(['sh', '-euc', arrange])
    await agree(cluster, host, situation)
    if (verdicts.length > 0) {
      const texts = await verdictTexts(cluster, host)
      const advised = await generated(await follow({ texts, host, cluster, spec }))
      assert.deepEqual([...(await verdictTexts(advised, host))], [], 'after the texts were followed')
      // The member starts again, if its data or its spec was the matter.
      if (base.name === undefined) await bootstraps(host)
    } else if (base.name === undefined) {
      await host.run(['systemctl', 'start', 'etcd'])
    }
    await host.run(['sh', '-euc', cleanUp])
  })
}

/** The member on a host is healthy, and has the data of its cluster. */
async function serves(host: Host): Promise<void> {
  await untilHealthy(host)
  assert.equal((await etcdctl(host, 'get', '/lab/key', '--print-value-only')).trim(), 'kept')
}

async function agree(
  cluster: GeneratedCluster,
  host: Host,
  {
    verdicts,
    firstBoot = verdicts,
    by = channels,
    acts = false,
  }: Pick<Situation, 'verdicts' | 'firstBoot' | 'by'> & { readonly acts?: boolean },
): Promise<void> {
  const found = new Map<Channel, readonly string[]>()
  for (const channel of by) found.set(channel, await verdictsBy(channel, cluster, host, { acts }))
  const wanted = (channel: Channel) => (channel === 'user-data' ? firstBoot : verdicts)
  assert.deepEqual(
    Object.fromEntries(found),
    Object.fromEntries(by.map((channel) => [channel, wanted(channel)])),
  )
}

async function stagedOnNode({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  const archive = await stage(lab, 'archive')
  const install = archive.install('node', '/srv/staged')
  const generate = (etcd: NonNullable<SpecOptions['etcd']>) =>
    generateCluster(lab, { name: 'alone', hosts: [host.name], etcd, cloudInit: { keys: 'embed' } })
  await step(`${host.name}: the staged release is missing: staged-file-missing`, async () =>
    agree(await generate({ install }), host, { verdicts: ['staged-file-missing'] }),
  )
  await step(`${host.name}: the staged release is another one: staged-file-differs`, async () => {
    cpSync(archive.folder, join(host.root, '/srv/staged'), { recursive: true })
    const wrong = await generate({ install: withWrongDigest(install) })
    await agree(wrong, host, { verdicts: ['staged-file-differs'] })
    assert.deepEqual([...(await verdictTexts(await generate({ install }), host))], [])
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
    await agree(cluster, host, { verdicts: ['address-missing'] })
    const [, address] =
      /have the address (\S+)\. /.exec((await verdictTexts(cluster, host)).get('address-missing') ?? '') ?? []
    await host.run(['ip', 'address', 'add', `${address}/24`, 'dev', 'host0'])
    assert.deepEqual([...(await verdictTexts(cluster, host))], [])
    await host.run(['ip', 'address', 'del', `${address}/24`, 'dev', 'host0'])
  })
}

/** A node that the running cluster does not know is added as the section says that the text names. */
async function strangers({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  await step(`${host.name}: the running cluster does not know it: not-a-member`, async () => {
    const cluster = await generateCluster(lab, { cloudInit: { keys: 'embed' } })
    await agree(cluster, host, { verdicts: ['not-a-member'], by: ['site.yml', 'bundle'], acts: true })
    await agree(cluster, host, { verdicts: ['not-a-member'] })
    const text = (await verdictTexts(cluster, host)).get('not-a-member') ?? ''
    const add = blocksNamedIn(cluster, text).find((block) => block.includes('member add')) ?? ''
    const members = cluster.hosts.filter(({ name }) => name !== host.name)
    await waitUntilOpen(members)
    const words = { NAME: host.name, 'PEER-URL': `https://${host.address}:2380` }
    await members[0]?.run(['sh', '-euc', fillIn(add, words)])
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertFormed(cluster)
    await serves(host)
  })
}

/** One of four members is off: three are the least that serve, so no other one may restart. */
async function oneIsOff({ step }: ScenarioContext, lab: Lab, off: Host): Promise<void> {
  const others = lab.hosts.filter(({ name }) => name !== off.name)
  const changed = await generateCluster(lab, {
    etcd: { logging: { level: 'debug' } },
    cloudInit: { keys: 'embed' },
  })
  const before = await servicesOf({ hosts: others })
  await off.kill()
  await step(
    `${off.name} is off: site.yml says how to go on without it, and that no member restarts`,
    async () => {
      const outcome = await changed.playbook('site.yml')
      const said = outcome.output.replaceAll(/\s+/g, ' ')
      assert.match(
        said,
        /unreachable: etcd-4 cannot be reached: .*no member restarts: the cluster would lose/,
      )
      const [, command = ''] = /To go on without it: `([^`]+)`/.exec(said) ?? []
      await pki(changed, 'renew', ['--all'])
      const limited = await typesHere(changed, command)
      assert.match(
        limited.output.replaceAll(/\s+/g, ' '),
        /members-unhealthy: .*10\.240\.0\.13:2379 is unhealthy[^{}]*See "A member is down"/,
      )
      assertSameService(before, await servicesOf({ hosts: others }))
      await assertAsInFolder(
        changed,
        await shownBy({ ...changed, hosts: others }, { server: 'client-ca', peer: 'peer-ca' }),
      )
    },
  )
  await step(`${off.name} starts again, and the change goes through`, async () => {
    await off.start()
    await untilHealthy(off)
    assertSuccess(changed, await changed.playbook('site.yml'))
    await serves(off)
  })
}
