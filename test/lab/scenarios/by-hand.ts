import assert from 'node:assert/strict'
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { bootstraps, bringBundle } from '../steps/bundle.ts'
import { fromCheckpoint } from '../steps/checkpoint.ts'
import { type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { assertFormed, etcdctl, idOf, membersOf } from '../steps/members.ts'
import { assertFails, assertSuccess, verifies } from '../steps/playbooks.ts'
import { waitUntilOpen } from '../steps/replacement.ts'
import { fillIn } from '../steps/runbook.ts'
import { serviceOf } from '../steps/service.ts'

const manual = readFileSync(join(import.meta.dirname, '../../../docs/operations.md'), 'utf8')
const snapshot = '/root/etcd-snapshot.db'

/** What docs/operations.md has people type on the nodes, by its own commands. */
export const byHand: Scenario = {
  name: 'by-hand',
  title:
    'the commands of docs/operations.md save a snapshot, make room, remove and add a member; the steps of docs/pki.md give a new CA',
  run: async (context) => {
    await using lab = await fromCheckpoint(context)
    const { cluster } = lab
    await saves(context, cluster)
    await makesRoom(context, cluster)
    const [stays, remains, leaves] = lab.hosts as [Host, Host, Host]
    await waitUntilOpen(lab.hosts)
    await removes(context, await generateCluster(lab, { hosts: ['etcd-1', 'etcd-2'] }), stays, leaves)
    await addsAgain(context, () => generateCluster(lab), [stays, remains], leaves)
    await getsNewPki(context, cluster, () => generateCluster(lab))
  },
}

async function saves({ step }: ScenarioContext, { hosts }: GeneratedCluster): Promise<void> {
  const [save = ''] = commandsUnder('Backup and restore')
  const [first] = hosts as [Host]
  await step('a snapshot is saved, and is whole', async () => {
    await etcdctl(first, 'put', '/lab/before', 'kept')
    await types(first, save)
    assert.match(await first.run(['etcdutl', 'snapshot', 'status', snapshot]), /\b[0-9a-f]{7,8}\b/)
  })
}

async function makesRoom({ step }: ScenarioContext, { hosts }: GeneratedCluster): Promise<void> {
  const [compact = '', defragment = '', disarm = ''] = commandsUnder('The database is full (NOSPACE)')
  const [first] = hosts as [Host]
  await step('old revisions are compacted, and the database is smaller after defragmentation', async () => {
    const value = 'x'.repeat(100_000)
    const fill = `for i in $(seq 40); do etcdctl put /lab/large ${value} >/dev/null; done`
    await types(first, fill)
    const before = await databaseSize(first)
    await types(first, compact)
    for (const host of hosts) await types(host, defragment)
    await types(first, disarm)
    const after = await databaseSize(first)
    assert.ok(after < before / 2, `${before} bytes became ${after}`)
  })
}

async function removes(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  stays: Host,
  leaves: Host,
): Promise<void> {
  const [remove = '', disable = ''] = commandsUnder('Remove a member')
  await context.step('a member is removed, and stays down after a reboot', async () => {
    const id = (await membersOf(stays)).find(({ name }) => name === leaves.name)?.id
    assert.ok(id)
    await types(stays, fillIn(remove, { ID: id }))
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertFormed(cluster)
    await types(leaves, disable)
    await leaves.reboot()
    assert.equal((await serviceOf(leaves)).state, 'inactive')
  })
  await verifies(context, cluster)
}

async function addsAgain(
  context: ScenarioContext,
  again: () => Promise<GeneratedCluster>,
  members: readonly [Host, Host],
  added: Host,
): Promise<void> {
  const [, , clear = ''] = commandsUnder('Replace a lost member')
  const [add = '', promote = ''] = commandsUnder('Add a member')
  await context.step('its machine is cleared and added as a new member', async () => {
    await types(added, clear)
    const cluster = await again()
    await waitUntilOpen(members)
    await types(members[0], fillIn(add, { NAME: added.name, 'PEER-URL': `https://${added.address}:2380` }))
    await bringBundle(cluster, added)
    await bootstraps(added)
    assertFails(await cluster.playbook('verify.yml'), /learner: The member is a learner: it does not vote/)
    await types(members[0], fillIn(promote, { ID: await idOf(members[0], added) }))
    await assertFormed(cluster)
    // The others learn of it.
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
  await verifies(context, await again())
}

/** As docs/pki.md says under "A private key has leaked". */
async function getsNewPki(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  again: () => Promise<GeneratedCluster>,
): Promise<void> {
  const [first] = cluster.hosts as [Host]
  await context.step('with all members stopped, they get certificates of a new CA', async () => {
    const caBefore = await first.run(['cat', '/etc/etcd/pki/client-ca.crt'])
    renameSync(cluster.folder, `${cluster.folder}.old`)
    const renewed = await again()
    for (const host of cluster.hosts) await types(host, 'systemctl stop etcd')
    assertSuccess(renewed, await renewed.playbook('site.yml', { arguments: ['-e', 'etcd_new_ca=yes'] }))
    await assertFormed(renewed)
    assert.notEqual(await first.run(['cat', '/etc/etcd/pki/client-ca.crt']), caBefore)
    assert.equal((await etcdctl(first, 'get', '/lab/before', '--print-value-only')).trim(), 'kept')
  })
  await verifies(context, await again())
}

/** The blocks of commands in a section of the manual, in order. */
function commandsUnder(heading: string): readonly string[] {
  const [, section = ''] = manual.split(`\n## ${heading}\n`)
  const [text = ''] = section.split('\n## ')
  const blocks = [...text.matchAll(/^( *)```sh\n(.*?)^\1```$/gms)].map(([, , commands = '']) => commands)
  assert.ok(blocks.length > 0, `docs/operations.md has no commands under ${heading}`)
  return blocks
}

/** Types commands on a host as the manual says: as root, with what etcdctl needs. */
async function types(host: Host, commands: string): Promise<void> {
  await host.run(['sh', '-euc', `set -a; . /etc/etcd/etcdctl.env; set +a\n${commands}`])
}

async function databaseSize(host: Host): Promise<number> {
  const [{ Status }] = JSON.parse(await etcdctl(host, 'endpoint', 'status', '--write-out=json'))
  return Status.dbSize
}
