import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { commandsIn, succeedsHere, typesHere, verdictTexts } from '../steps/advice.ts'
import { bootstraps } from '../steps/bundle.ts'
import { fromCheckpoint } from '../steps/checkpoint.ts'
import { type GeneratedCluster, generateCluster, type SpecOptions } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFormed, etcdctl, untilHealthy } from '../steps/members.ts'
import { etcdPackages } from '../steps/packages.ts'
import { assertAsInFolder, pki, shownBy } from '../steps/pki.ts'
import { assertFails, assertSuccess, verifies } from '../steps/playbooks.ts'
import { assertSameService, servicesOf } from '../steps/service.ts'
import { onFreshHost } from '../steps/situations/fresh.ts'
import { onMember } from '../steps/situations/member.ts'
import { type Situation, typesCommands } from '../steps/situations/situation.ts'
import { stage, withWrongDigest } from '../steps/staging.ts'
import { type Channel, channels, verdictsBy } from '../steps/verdicts.ts'

/**
 * Every channel comes to the same verdicts about the same node, since one script decides for all. Doing what their texts say
 * ends every situation, and a member then serves with its data.
 */
export const situations: Scenario = {
  name: 'situations',
  title: 'site.yml, the bundle and user-data judge every situation of a node alike, and what they say helps',
  run: async (context) => {
    await using lab = await fromCheckpoint(context, { hosts: [hostNumber(4, { packages: etcdPackages })] })
    const { cluster } = lab
    const [first, , third, fresh] = lab.hosts as [Host, Host, Host, Host]
    const alone: SpecOptions = { name: 'alone', hosts: [fresh.name] }
    for (const situation of onFreshHost) await judged(context, situation, fresh, alone, lab)
    await stagedOnNode(context, lab, fresh)
    await elsewhere(context, lab, fresh)

    const three: SpecOptions = { hosts: cluster.nodes }
    await etcdctl(first, 'put', '/lab/key', 'kept')
    for (const situation of onMember) {
      await judged(context, situation, third, three, lab)
      await serves(third)
    }
    await strangers(context, lab, fresh)
    const changed = await oneIsOff(context, lab, fresh)
    await assertFormed(changed)
    await verifies(context, changed)
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
    await host.run(['ip', 'address', 'add', `${address}/24`, 'dev', 'eth0'])
    assert.deepEqual([...(await verdictTexts(cluster, host))], [])
    await host.run(['ip', 'address', 'del', `${address}/24`, 'dev', 'eth0'])
  })
  await step(
    `${host.name}: the machine has its address, and not those it is to listen on: address-missing`,
    async () => {
      const cluster = await generateCluster(lab, {
        name: 'alone',
        hosts: [host.name],
        nodes: [
          {
            name: host.name,
            address: host.address,
            peer: { listen: ['10.240.0.98'] },
            client: { listen: [host.address, '10.240.0.99', '127.0.0.2'] },
          },
        ],
        cloudInit: { keys: 'embed' },
      })
      await agree(cluster, host, { verdicts: ['address-missing'] })
      const text = (await verdictTexts(cluster, host)).get('address-missing') ?? ''
      assert.match(text, /have the address 10\.240\.0\.98 10\.240\.0\.99\. /)
    },
  )
}

/** A node that the running cluster does not know is added as the section says that the text names. */
async function strangers({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  await step(`${host.name}: the running cluster does not know it: not-a-member`, async () => {
    const cluster = await generateCluster(lab, { cloudInit: { keys: 'embed' } })
    // site.yml adds it.
    await agree(cluster, host, { verdicts: ['not-a-member'], by: ['bundle'], acts: true })
    await agree(cluster, host, { verdicts: ['not-a-member'], by: ['bundle', 'user-data'] })
    assertFails(
      await cluster.playbook('verify.yml'),
      /not-a-member: The node is not a member .*site\.yml. adds it/,
    )
    const [command = ''] = commandsIn((await verdictTexts(cluster, host)).get('not-a-member') ?? '')
    await succeedsHere(cluster, command)
    await assertFormed(cluster)
    await serves(host)
  })
}

/** One of four members is off: three are the least that serve, so no other one may restart. */
async function oneIsOff({ step }: ScenarioContext, lab: Lab, off: Host): Promise<GeneratedCluster> {
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
  return changed
}
