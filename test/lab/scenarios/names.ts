import assert from 'node:assert/strict'
import { load } from 'js-yaml'
import { textOf } from '../../unit/manual/page.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertNothingToDo, bootstraps, bringBundle } from '../steps/bundle.ts'
import {
  clusterOf,
  etcdVersion,
  type GeneratedCluster,
  generate,
  generateCluster,
  type Style,
} from '../steps/cluster.ts'
import { effectiveOn } from '../steps/effective.ts'
import { forgetCluster } from '../steps/fresh.ts'
import { threeHosts } from '../steps/hosts.ts'
import { etcdctl, membersOf, untilHealthy } from '../steps/members.ts'
import { assertSuccess, assertUnchanged, bringUp, verifies } from '../steps/playbooks.ts'
import { startSampling } from '../steps/sampler.ts'
import { assertRestartedInTurn, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

const token = "Lab_1: etcd & 100% #1's /a@b=c"

/** What etcd, systemd, YAML or a shell would read something else in, if it were not escaped. */
const ODD = ['Etcd_1.Lab:A', "zone b: no. 2's #2 (50%)", '日本-é/@~!*?&;[x]|^+'] as const
const OTHERS = ['true', '%n%i: yes', '~'] as const

/** Members, tokens and files have names that are not those of the hosts, and members are renamed while clients write. */
export const names: Scenario = {
  name: 'names',
  title: 'members, the token and certificates have names that only etcd takes, and members are renamed',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = await named(lab, ODD, 'env')
    await bringUp(context, cluster)
    await context.step('members, token and files have the names of the spec', async () => {
      await assertNamed(cluster, ODD)
      // A member with data does not report the token.
      const report = (await effectiveOn(lab.hosts[0] as Host))['starting an etcd server']
      assert.equal(report['initial-cluster-token'], token)
    })
    const writer = startWriting(lab.hosts)
    const sampler = await startSampling(lab.hosts)
    await renames(context, await named(lab, OTHERS, 'flags'), OTHERS)
    const [first, second, third] = OTHERS
    const swapped = [second, first, third] as const
    const last = await named(lab, swapped, 'file')
    await renames(context, last, swapped)
    await verifies(context, last)
    context.line(`${await sampler.stop()} samples: at no moment were two members down`)
    context.line(`${await writer.stop()} writes, all of them there`)
    await renamesOneThatIsDown(context, lab)
    for (const convention of conventions) await comesUpAs(context, lab, convention)
  },
}

/** A tool whose names docs/names.md has in a spec: what etcdctl there is given by people who know that tool, and where the files are. */
type Convention = {
  readonly tool: string
  readonly members: readonly string[]
  readonly pki: string
  readonly admin: (node: string) => string
  /** What is in the directory of the PKI on the first node. */
  readonly files: readonly string[]
  readonly environment: RegExp
}

const pair = (name: string) => [`${name}.pem`, `${name}-key.pem`]
const pairWithKey = (name: string) => [`${name}.crt`, `${name}.key`]

const conventions: readonly Convention[] = [
  {
    tool: 'kubespray',
    members: ['etcd1', 'etcd2', 'etcd3'],
    pki: '/etc/ssl/etcd/ssl',
    admin: (node) =>
      `--cacert=/etc/ssl/etcd/ssl/ca.pem --cert=/etc/ssl/etcd/ssl/admin-${node}.pem --key=/etc/ssl/etcd/ssl/admin-${node}-key.pem`,
    files: ['ca.pem', ...['admin-node1', 'member-node1', 'node-cp1', 'peer-node1'].flatMap(pair)],
    environment: /^ETCD_CERT_FILE="?\/etc\/ssl\/etcd\/ssl\/member-node1\.pem"?$/m,
  },
  {
    tool: 'kubeadm',
    members: ['cp-1.example.net', 'cp-2.example.net', 'cp-3.example.net'],
    pki: '/etc/kubernetes/pki/etcd',
    admin: () =>
      '--cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt --key=/etc/kubernetes/pki/etcd/healthcheck-client.key',
    files: ['ca.crt', ...['healthcheck-client', 'peer', 'server'].flatMap(pairWithKey)],
    environment: /--cert-file=\/etc\/kubernetes\/pki\/etcd\/server\.crt/,
  },
]

/** A cluster that nobody knows yet comes up with the names and paths that another tool gives it. */
async function comesUpAs(context: ScenarioContext, lab: Lab, convention: Convention): Promise<void> {
  await forgetCluster(lab)
  const cluster = await generate(clusterOf(lab, specAs(lab, convention), lab))
  await bringUp(context, cluster)
  await context.step(
    `names, ports and paths are those of ${convention.tool}, and a second run changes nothing`,
    async () => {
      for (const [index, host] of lab.hosts.entries()) {
        const options = `--endpoints=https://127.0.0.1:2379 ${convention.admin(cluster.nodes[index] as string)}`
        const listed = await host.run(['sh', '-c', `etcdctl ${options} member list`])
        for (const [other, { address }] of lab.hosts.entries())
          assert.match(
            listed,
            new RegExp(
              `, started, ${convention.members[other]}, https://${address}:2380, https://${address}:2379,`,
            ),
          )
      }
      const [first] = lab.hosts as [Host]
      const unit = await first.run([
        'sh',
        '-c',
        'cat /etc/systemd/system/etcd.service /etc/etcd.env 2>/dev/null || true',
      ])
      assert.match(unit, convention.environment)
      assert.deepEqual(
        (await first.run(['ls', convention.pki])).trim().split('\n').toSorted(),
        convention.files.toSorted(),
      )
      assertUnchanged(await cluster.playbook('site.yml'))
    },
  )
}

/** The spec of docs/names.md for a tool, on the lab's hosts. */
function specAs(lab: Lab, { tool }: Convention) {
  const title = `## Names as in ${tool}\n`
  const section = textOf('docs/names.md').split(title)[1] ?? ''
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(section) ?? []
  const placed = lab.hosts.reduce(
    (found, { address }, index) => found.replace(`10.0.0.1${index + 1}`, address),
    text,
  )
  const { clientHosts: _, ...spec } = load(placed) as Spec
  const install = { mirror: lab.mirror.url.ipv4, sha256: lab.mirror.digests(etcdVersion) }
  const [client] = spec.tls.clients
  const clients = [{ ...client, install: { ...client.install, hosts: [spec.nodes[0]?.name] } }]
  return { ...spec, etcd: { ...spec.etcd, version: etcdVersion, install }, tls: { ...spec.tls, clients } }
}

type Section = Readonly<Record<string, unknown>>
type Spec = Section & {
  readonly name: string
  readonly nodes: readonly { readonly name: string }[]
  readonly etcd: Section
  readonly tls: Section & { readonly clients: readonly [Section & { readonly install: Section }] }
}

function named(lab: Lab, members: readonly string[], style: Style): Promise<GeneratedCluster> {
  return generateCluster(lab, {
    nodes: lab.hosts.map(({ name, address }, index) => ({ name, memberName: members[index], address })),
    etcd: { style, token },
    tls: { files: { naming: 'pem', server: 'member-{node}', peer: '{node}.peer', root: 'admin-{node}' } },
  })
}

async function renames(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  members: readonly string[],
): Promise<void> {
  await context.step(`site.yml renames the members: ${members.join('   ')}`, async () => {
    const before = await servicesOf(cluster)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    assertRestartedInTurn(before, await servicesOf(cluster))
    await assertNamed(cluster, members)
    assertUnchanged(await cluster.playbook('site.yml'))
  })
}

/** The cluster still lists such a member by its old name, which the spec no longer has. */
async function renamesOneThatIsDown(context: ScenarioContext, lab: Lab): Promise<void> {
  const cluster = await named(lab, ODD, 'file')
  const third = lab.hosts[2] as Host
  await context.step('bootstrap.sh renames a member that is down, and site.yml the others', async () => {
    await third.run(['systemctl', 'stop', 'etcd'])
    await bringBundle(cluster, third)
    await bootstraps(third)
    await untilHealthy(third)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertNamed(cluster, ODD)
    await assertNothingToDo(third)
  })
}

async function assertNamed({ hosts }: GeneratedCluster, members: readonly string[]): Promise<void> {
  for (const [index, host] of hosts.entries()) {
    const listed = await membersOf(host)
    assert.deepEqual(new Set(listed.map(({ name }) => name)), new Set(members))
    await etcdctl(host, 'endpoint', 'health')
    const report = (await effectiveOn(host))['starting an etcd server']
    assert.equal(report.name, members[index])
    assert.equal(await host.run(['cat', '/etc/etcd/joined']), `cluster=lab token=${token}`)
    const tls = (await effectiveOn(host))['starting with client TLS']['tls-info']
    assert.ok(
      String(tls).includes(
        `cert = /etc/etcd/pki/member-${host.name}.pem, key = /etc/etcd/pki/member-${host.name}-key.pem,`,
      ),
      String(tls),
    )
    const files = (await host.run(['ls', '/etc/etcd/pki'])).trim().split('\n')
    const own = [`admin-${host.name}`, `${host.name}.peer`, `member-${host.name}`]
    assert.deepEqual(
      files.toSorted(),
      [
        ...own.flatMap((name) => [`${name}.pem`, `${name}-key.pem`]),
        'client-ca.pem',
        'peer-ca.pem',
      ].toSorted(),
    )
  }
}
