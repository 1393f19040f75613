import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { tutorialDocument } from '../../unit/seeds/documents.ts'
import type { Host } from '../hosts/host.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster } from '../steps/cluster.ts'
import { comesUp, generateExample } from '../steps/example-cluster.ts'
import { exampleNamed } from '../steps/examples.ts'
import { etcdctl } from '../steps/members.ts'
import { assertSuccess, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { assertHealthy, linesOf } from '../steps/printed.ts'
import { stage } from '../steps/staging.ts'
import { assertOnLoopbackAlone, modesOf, server } from '../steps/tutorial.ts'

const example = exampleNamed('tutorial-single-node.yaml')

/** The example that stands for the document with one member and plain HTTP; then it goes over to TLS, with its data. */
export const tutorialSingleNode: Scenario = {
  name: 'tutorial-single-node',
  title:
    "a document's single member comes out of its example, with plain HTTP on loopback, and goes over to TLS",
  run: async (context) => {
    await using lab = await context.startLab({ hosts: [server], etcd: [etcdVersion] })
    const host = lab.host(server.name)
    // As the document copies them: the two programs alone.
    const { folder, install } = await stage(lab, 'programs', { named: ['etcd', 'etcdctl'] })
    const from = { hosts: [host], install: install('control-node', folder) }
    const cluster = await generateExample(lab, example, from)
    await comesUp(context, example, cluster, () => judges(context, cluster, host))
    await etcdctl(host, 'put', '/tutorial/key', 'kept')
    const { tls } = exampleNamed('tutorial-single-node-tls.yaml').spec
    await goesOverToTls(
      context,
      await generateExample(lab, { ...example, spec: { ...example.spec, ...(tls && { tls }) } }, from),
      host,
    )
  },
}

async function judges(
  { step }: ScenarioContext,
  { lab, folder }: GeneratedCluster,
  host: Host,
): Promise<void> {
  await step("the document's own commands print what it shows, without flags and variables", async () => {
    assert.deepEqual(await linesOf(host, tutorialDocument.memberList), tutorialDocument.members)
    assertHealthy(await linesOf(host, ['etcdctl', 'endpoint', 'health']), ['127.0.0.1:2379'])
  })
  await step('etcd listens on 127.0.0.1, and nothing on 10.240.0.10', () => assertOnLoopbackAlone(lab, host))
  await step('its files lie where the document has them', async () => {
    const { path, mode } = tutorialDocument.data
    assert.deepEqual(await modesOf(host, [path]), [`${mode} etcd ${path}`])
    await host.run(['ls', ...tutorialDocument.directories, tutorialDocument.unit])
    const programs = (await host.run(['find', '/usr/local/bin', '-type', 'l'])).split('\n')
    assert.deepEqual(programs.sort(), tutorialDocument.programs)
  })
  await step('there is no key and no certificate, and nothing waits for them', async () => {
    for (const name of ['pki', 'secrets']) assert.equal(existsSync(join(folder, name)), false, name)
    const places = ['/etc/etcd', '/etc/default', '/etc/systemd', '/opt', '/var/lib/etcd', '/root']
    const pem = await host.attempt(['grep', '-rIl', '-e', '-----BEGIN', ...places])
    assert.deepEqual({ exitCode: pem.exitCode, output: pem.output }, { exitCode: 1, output: '' })
    const keys = await host.attempt(['systemctl', 'cat', 'etcd-keys.service'])
    assert.match(keys.output, /No files found for etcd-keys\.service/, failureText(keys))
  })
}

/** The cluster stays, and its member's URLs change. */
async function goesOverToTls(context: ScenarioContext, cluster: GeneratedCluster, host: Host): Promise<void> {
  const { step } = context
  await step('with TLS in the spec, site.yml says that it changes the peer URL, and does it', async () => {
    const outcome = await cluster.playbook('site.yml', { check: true })
    assertSuccess(cluster, outcome)
    assert.match(outcome.output, /update +the peer URL in the member list: https:\/\/127\.0\.0\.1:2380/)
    assert.deepEqual(await linesOf(host, tutorialDocument.memberList), tutorialDocument.members)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
  await step('it is the same member with its data, and speaks TLS alone', async () => {
    const https = tutorialDocument.members.map((line) => line.replaceAll('http:', 'https:'))
    assert.deepEqual((await etcdctl(host, 'member', 'list')).split('\n'), https)
    assert.equal(await etcdctl(host, 'get', '/tutorial/key', '--print-value-only'), 'kept')
    const plain = await host.attempt(['etcdctl', '--command-timeout=1s', 'member', 'list'])
    assert.equal(plain.exitCode, 1, failureText(plain))
    await assertOnLoopbackAlone(cluster.lab, host)
  })
}
