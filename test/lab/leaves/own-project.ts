import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { dump, load } from 'js-yaml'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { ScenarioContext } from '../scenario.ts'
import { type GeneratedCluster, generate } from '../steps/cluster.ts'
import { assertRefused, assertSuccess } from '../steps/playbooks.ts'
import { type Digests, leavesSpecs } from './clusters.ts'
import { clusterFor, vault } from './prepare.ts'
import { lookAt, type Seen } from './seen.ts'

/** As docs/channels.md says under "Ansible in a project of your own". Without that, everything says how it is used. */
export async function comesUpFromOwnProject(
  context: ScenarioContext,
  lab: Lab,
  digests: Digests,
): Promise<Seen> {
  const { step } = context
  const members = ['etcd-1', 'etcd-2', 'etcd-3'].map((name) => lab.host(name))
  const cluster = await generate(clusterFor(lab, 'members', digests, members))
  const project = writesProject(lab, cluster)
  const run = (playbook: string, env: Readonly<Record<string, string>> = {}, inventory = 'inventory.yml') =>
    lab.ansible.playbook(project, playbook, {
      env: { ...vault(lab).env, ...env },
      arguments: ['-i', inventory],
    })
  await step(
    'a play without hosts fails, and so do the role alone and an inventory that differs',
    async () => {
      for (const choice of ['pinned', 'debian'] as const) {
        const parameters = ['ansible-playbook', 'ansible/site.yml'] as const
        const { exitCode, output } = await lab.ansible.run(cluster.folder, [...parameters], choice)
        assert.ok(exitCode !== 0, output)
        assert.match(
          output.replace(/\s+/g, ' '),
          /The inventory has no host in the group etcd\. Run ansible-playbook in the folder/,
        )
      }
      const roles = { ANSIBLE_ROLES_PATH: join(cluster.folder, 'ansible/roles') }
      assertRefused(await run('role.yml', roles), /The role etcd does nothing by itself/)
      assertRefused(
        await run('playbook.yml', {}, 'smaller.yml'),
        /inventory-differs: .* Missing: etcd-3, etcd-4\. Not in the spec: etcd-9\./,
      )
    },
  )
  await step(
    'site.yml brings the cluster up, imported into a playbook, with an inventory of child groups',
    async () => {
      assertSuccess(cluster, await run('playbook.yml'))
    },
  )
  await step(
    'etcd writes its WAL to a directory on a mount, to a mount point, and to a plain directory',
    async () => {
      for (const [name, mount] of [
        ['etcd-1', '/srv/disk'],
        ['etcd-2', '/srv/disk/wal'],
        ['etcd-3', '/'],
      ] as const) {
        const found = await lab.host(name).run(['stat', '--format=%m %U', '/srv/disk/wal/wal'])
        assert.equal(found, `${mount} _etcd`, name)
      }
      assertSuccess(cluster, await run('verify.yml'))
    },
  )
  const fingerprint = await pinsCa(context, lab, digests, members)
  return lookAt(leavesSpecs.members({ ...digests, fingerprint }), cluster, vault(lab).env)
}

/** The spec names the CA by the fingerprint that openssl prints on a member; with another one, nothing is generated. */
async function pinsCa(
  { step }: ScenarioContext,
  lab: Lab,
  digests: Digests,
  members: readonly Host[],
): Promise<string> {
  const [first] = members as readonly [Host]
  const openssl = 'openssl x509 -noout -fingerprint -sha256 -in /srv/pki-etcd/lab-ca.pem'
  const [, fingerprint = ''] = (await first.run(['sh', '-c', openssl])).split('=')
  await step('the spec names the CA by its fingerprint, and no other CA passes', async () => {
    const other = fingerprint.replace(/^../, fingerprint.startsWith('00') ? '11' : '00')
    const refused = await clusterFor(lab, 'members', { ...digests, fingerprint: other }, members).quorate(
      'generate',
    )
    assert.equal(refused.exitCode, 1, failureText(refused))
    assert.match(refused.output, /authorityFingerprints/)
    await generate(clusterFor(lab, 'members', { ...digests, fingerprint }, members))
  })
  return fingerprint
}

type Group = { hosts?: Record<string, object>; children?: Record<string, Group>; vars?: object }

/** A project of one's own: the playbook and the inventory of the manual, with the connections that the cluster's inventory has. */
function writesProject(lab: Lab, { folder }: GeneratedCluster): string {
  const project = join(lab.folder, 'project')
  mkdirSync(project)
  const manual = readFileSync(join(import.meta.dirname, '../../../docs/channels.md'), 'utf8')
  const [, playbook = '', inventory = ''] =
    /```yml\n(# playbook\.yml\n.*?)```.*?```yml\n(# inventory\.yml\n.*?)```/s.exec(manual) ?? []
  const imported = relative(project, join(folder, 'ansible'))
  const write = (name: string, text: string) => writeFileSync(join(project, name), text)
  write('playbook.yml', playbook.replace('etcd/prod-etcd/ansible', imported))
  write('verify.yml', `- ansible.builtin.import_playbook: ${imported}/verify.yml\n`)
  write('role.yml', dump([{ hosts: 'etcd', gather_facts: false, roles: ['etcd'] }]))
  const generated = load(readFileSync(join(folder, 'ansible/inventory.yml'), 'utf8')) as { all: Group }
  const { etcd, etcd_client_hosts } = generated.all.children as Record<string, Group>
  const own = load(inventory) as { all: { children: Record<string, Group> } }
  const zones = own.all.children.etcd as Group
  zones.vars = etcd?.vars ?? {}
  for (const { hosts = {} } of Object.values(zones.children ?? {}))
    for (const name of Object.keys(hosts)) hosts[name] = etcd?.hosts?.[name] ?? {}
  own.all.children.etcd_client_hosts = { children: { control_plane: etcd_client_hosts as Group } }
  own.all.children.others = { hosts: { elsewhere: {} } }
  write('inventory.yml', dump(own))
  const smaller = { etcd: { hosts: { 'etcd-1': {}, 'etcd-2': {}, 'etcd-9': {} } } }
  write('smaller.yml', dump({ all: { children: smaller } }))
  return project
}
