import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlaybookOptions } from '../hosts/ansible.ts'
import type { HostDescription } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText, run } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { clientUrl, etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, leaderOf } from '../steps/members.ts'
import { assertAllNew, assertAsInFolder, assertShowsNoKey, pki, type Shown, shownBy } from '../steps/pki.ts'
import {
  assertRefused,
  assertSuccess,
  assertUnchanged,
  bringUp,
  lintsClean,
  staysAsItIs,
  verifies,
} from '../steps/playbooks.ts'
import { assertRestartedInTurn, assertSameService, orderOfStarts, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'
import { agePrograms } from '../tools/age.ts'
import { administrator } from '../tools/base-tree.ts'

const controlPlane: HostDescription = { name: 'cp-1', addresses: ['10.240.0.20', 'fd00:10::20'] }

const authorities = { server: 'client-ca', peer: 'peer-ca' } as const

/** kube-apiserver's files, where kubeadm looks for them. */
const installed = {
  certificate: '/etc/kubernetes/pki/apiserver-etcd-client.crt',
  key: '/etc/kubernetes/pki/apiserver-etcd-client.key',
  authority: '/etc/kubernetes/pki/etcd/ca.crt',
}
const client = {
  name: 'kube-apiserver',
  kubernetes: true,
  // On a member too, beside its own.
  install: {
    hosts: [controlPlane.name, 'etcd-1'],
    ...installed,
    owner: administrator.name,
    group: administrator.name,
  },
}

/** Certificates and keys of a living cluster are replaced, however the keys are kept, and nobody notices. */
export const renewal: Scenario = {
  name: 'renewal',
  title: 'certificates and keys are swapped under members that run, and authorities go round one by one',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: [...threeHosts, controlPlane], etcd: [etcdVersion] })
    const plain = await generateFor(lab, {})
    await lintsClean(context, plain)
    await bringUp(context, plain)
    await assertFormed(plain)
    await assertClientReaches(plain)
    await staysAsItIs(context, plain)
    await pki(plain, 'renew', ['--all'])
    await swaps(context, plain, 'same keys')

    const vault = await makeVault(lab)
    const encrypted = await generateFor(lab, { secrets: { encryption: 'ansible-vault' }, env: vault.env })
    await takesNothing(context, encrypted, 'ansible-vault')
    await pki(encrypted, 'renew', ['--all', '--new-keys', '--vault-password-file', vault.file])
    const said = [
      ...(await refusesWithout(
        context,
        encrypted,
        { env: vault.wrong },
        /keys-unreadable: .* cannot be read on the control node/,
      )),
      await showsCertificates(context, encrypted, { env: vault.env }),
    ]
    await swaps(context, encrypted, 'new keys', { arguments: ['--vault-password-file', vault.file] }, said)

    const age = await makeAge(lab)
    const sealed = await generateFor(lab, { secrets: age.secrets, env: { ...vault.env, ...age.env } })
    await lintsClean(context, sealed)
    await takesNothing(context, sealed, 'age')
    await pki(sealed, 'renew', ['--all', '--new-keys'])
    const { programs } = age
    const saidOfAge = [
      ...(await refusesWithout(
        context,
        sealed,
        { programs, env: age.wrong },
        /keys-unreadable: .* cannot be read on the control node/,
      )),
      await showsCertificates(context, sealed, { programs, env: age.env }),
    ]
    await swaps(context, sealed, 'new keys', { programs, env: age.env, with: 'debian' }, saidOfAge)

    await renewsAuthorities(context, sealed)
    await verifies(context, sealed)
  },
}

function generateFor(
  lab: Lab,
  options: { readonly secrets?: object; readonly env?: Readonly<Record<string, string>> },
): Promise<GeneratedCluster> {
  return generateCluster(lab, {
    hosts: threeHosts.map(({ name }) => name),
    clientHosts: [controlPlane.name],
    tls: { clients: [client] },
    ...(options.secrets && { secrets: options.secrets as Record<string, unknown> }),
    ...(options.env && { env: options.env }),
  })
}

/** site.yml replaces everything while somebody writes; afterwards there is nothing left to do. */
async function swaps(
  { step, line }: ScenarioContext,
  cluster: GeneratedCluster,
  keys: 'same keys' | 'new keys',
  options: PlaybookOptions = {},
  saidBefore: readonly string[] = [],
): Promise<void> {
  const before = await servicesOf(cluster)
  const old = await shown(cluster)
  const writer = startWriting(cluster.hosts)
  await step(`site.yml swaps every certificate (${keys}), and nothing restarts`, async () => {
    const outcome = await cluster.playbook('site.yml', {
      ...options,
      arguments: [...(options.arguments ?? []), '-vvv'],
    })
    assertSuccess(cluster, outcome)
    for (const text of [...saidBefore, outcome.output])
      await assertShowsNoKey(text, [...cluster.hosts, ...cluster.clientHosts])
  })
  const writes = await writer.stop()
  assert.deepEqual(writer.failures, [], 'a write has failed meanwhile')
  assertSameService(before, await servicesOf(cluster))
  const now = await shown(cluster)
  await assertAsInFolder(cluster, now)
  assertAllNew(old, now, keys)
  await assertClientReaches(cluster)
  line(`${writes} writes meanwhile, none failed; ${now.length} certificates are others than before`)
  await step('a second run has nothing to do, and needs no key', async () => {
    const outcome = await cluster.playbook('site.yml')
    assertSuccess(cluster, outcome)
    assertUnchanged(outcome)
  })
}

function shown(cluster: GeneratedCluster): Promise<Shown[]> {
  const hosts = [...cluster.clientHosts, cluster.lab.host('etcd-1')]
  return shownBy(cluster, authorities, [{ id: `clients/${client.name}`, path: installed.certificate, hosts }])
}

/** With the files that it was brought, and as their owner, a client reads from every member; nobody else reads its key. */
async function assertClientReaches({ lab, hosts }: GeneratedCluster): Promise<void> {
  const host = lab.host(controlPlane.name)
  const found = await host.run(['stat', '--format=%a %U', ...Object.values(installed)])
  assert.deepEqual(found.split('\n'), ['644 root', `600 ${administrator.name}`, '644 root'])
  const { certificate, key, authority } = installed
  const curl = `curl --silent --show-error --cacert ${authority} --cert ${certificate} --key ${key}`
  for (const { address } of hosts) {
    const range = `--data '{"key": "L2xhYi9rZXk="}' ${clientUrl(address)}/v3/kv/range`
    const outcome = await host.ssh(`${curl} ${range}`, administrator.name)
    assert.match(outcome.stdout, /"raft_term"/, failureText(outcome))
  }
}

/** Once keys are kept in another way, there is nothing to do on the hosts, so no key is asked for. */
async function takesNothing(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  method: string,
): Promise<void> {
  const before = await servicesOf(cluster)
  await step(`with keys kept by ${method}, site.yml changes nothing`, async () => {
    const outcome = await cluster.playbook('site.yml')
    assertSuccess(cluster, outcome)
    assertUnchanged(outcome)
  })
  assertSameService(before, await servicesOf(cluster))
}

/** Without what opens the keys, or with another's, nothing is touched on any host. Returns what was printed. */
async function refusesWithout(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  wrong: PlaybookOptions,
  why: RegExp,
): Promise<string[]> {
  const old = serials(await shown(cluster))
  const said = await step('without what opens the keys, or with a wrong one, site.yml refuses', async () => {
    const { env: _, ...without } = wrong
    const outputs: string[] = []
    for (const options of [without, wrong]) {
      const outcome = await cluster.playbook('site.yml', { ...options, arguments: ['-vvv'] })
      assertRefused(outcome, why)
      outputs.push(outcome.output)
    }
    return outputs
  })
  assert.deepEqual(serials(await shown(cluster)), old)
  return said
}

/** Check mode shows the certificates that come, and changes nothing. Returns what was printed. */
async function showsCertificates(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  options: PlaybookOptions,
): Promise<string> {
  const old = serials(await shown(cluster))
  const said = await step('site.yml --check --diff shows the certificates, and changes nothing', async () => {
    const outcome = await cluster.playbook('site.yml', { ...options, check: true, arguments: ['-vvv'] })
    assertSuccess(cluster, outcome)
    for (const id of ['nodes/etcd-1/server', `clients/${client.name}`]) {
      const certificate = readFileSync(join(cluster.folder, `pki/${id}.crt`), 'utf8')
      const [, line] = certificate.split('\n')
      assert.ok(outcome.output.includes(`+${line}`), `the diff has no ${id} (${outcome.log})`)
    }
    return outcome.output
  })
  assert.deepEqual(serials(await shown(cluster)), old)
  return said
}

const serials = (all: readonly Shown[]) => all.map(({ x509 }) => x509.serialNumber)

/** etcd reads authorities only as it starts. */
async function renewsAuthorities({ step, line }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const leader = await leaderOf(cluster)
  const before = await servicesOf(cluster)
  await pki(cluster, 'renew', ['client-ca', 'peer-ca'])
  const writer = startWriting(cluster.hosts)
  await step('renewed authorities go round: site.yml restarts each member in its turn', async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
  const writes = await writer.stop()
  const after = await servicesOf(cluster)
  assertRestartedInTurn(before, after)
  const order = orderOfStarts(after)
  line(`${writes} writes meanwhile; the leader was ${leader}; restarted in this order: ${order.join(', ')}`)
  assert.equal(order.at(-1), leader, 'the leader was not the last')
  await assertAsInFolder(cluster, await shown(cluster))
  for (const host of cluster.hosts) {
    const found = await host.run(['cat', '/etc/etcd/pki/client-ca.crt'])
    assert.equal(found, readFileSync(join(cluster.folder, 'pki/client-ca.crt'), 'utf8').trimEnd())
  }
  await assertClientReaches(cluster)
}

/** A password in a file, and another; the environments by which quorate and Ansible find either. */
async function makeVault(lab: Lab) {
  const [file, other] = ['password', 'other-password'].map((name) => join(lab.folder, name)) as [
    string,
    string,
  ]
  writeFileSync(file, 'correct horse\n', { mode: 0o600 })
  writeFileSync(other, 'battery staple\n', { mode: 0o600 })
  return { file, env: { ANSIBLE_VAULT_PASSWORD_FILE: file }, wrong: { ANSIBLE_VAULT_PASSWORD_FILE: other } }
}

/** An identity of age in a file, and another; what a spec says of the one, and the environments by which either is found. */
async function makeAge(lab: Lab) {
  const folder = await agePrograms()
  const [file, other] = ['identity', 'other-identity'].map((name) => join(lab.folder, name)) as [
    string,
    string,
  ]
  for (const each of [file, other]) await run([join(folder, 'age-keygen'), '-o', each])
  const recipient = await run([join(folder, 'age-keygen'), '-y', file])
  return {
    programs: [folder],
    secrets: { encryption: 'age', recipients: [recipient] },
    env: { AGE_IDENTITY_FILE: file },
    wrong: { AGE_IDENTITY_FILE: other },
  }
}
