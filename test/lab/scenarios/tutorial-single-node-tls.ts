import assert from 'node:assert/strict'
import { copyFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { tlsTutorialDocument } from '../../unit/seeds/documents.ts'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { commonCauses } from '../steps/causes.ts'
import { etcdVersion } from '../steps/cluster.ts'
import { comesUp, generateExample } from '../steps/example-cluster.ts'
import { exampleNamed } from '../steps/examples.ts'
import { assertClosedToStrangers, etcdctl } from '../steps/members.ts'
import { linesOf } from '../steps/printed.ts'
import { assertOnLoopbackAlone, modesOf, server } from '../steps/tutorial.ts'

const { read, authority, certificate, key, data, programs, unit } = tlsTutorialDocument
const example = exampleNamed('tutorial-single-node-tls.yaml')

/** The example that stands for the document with one member and TLS; then what that document says may go wrong, goes wrong. */
export const tutorialSingleNodeTls: Scenario = {
  name: 'tutorial-single-node-tls',
  title:
    "a document's single member comes out of its example, with TLS, and each common cause of trouble is named",
  run: async (context) => {
    await using lab = await context.startLab({ hosts: [server], etcd: [etcdVersion] })
    const host = lab.host(server.name)
    const archive = lab.mirror.file(etcdVersion)
    copyFileSync(archive, join(host.root, 'root', basename(archive)))
    const install = { ...example.spec.etcd?.install, sha256: lab.mirror.digests(etcdVersion) }
    const cluster = await generateExample(lab, example, { hosts: [host], install })
    await comesUp(context, example, cluster, async () => {
      await judges(context, host)
      await context.step('etcd listens on 127.0.0.1, and nothing on 10.240.0.10', () =>
        assertOnLoopbackAlone(lab, host),
      )
    })
    await commonCauses(context, cluster, host)
  },
}

async function judges({ step }: ScenarioContext, host: Host): Promise<void> {
  await step('its files lie where the document has them, with its modes', async () => {
    const { path, mode } = data
    assert.deepEqual(await modesOf(host, [authority.path, certificate.path, key.path, path]), [
      `${authority.mode} root ${authority.path}`,
      `${certificate.mode} root ${certificate.path}`,
      `${key.mode} etcd ${key.path}`,
      `${mode} etcd ${path}`,
    ])
    await host.run(['ls', ...programs, unit])
    await host.run(['openssl', 'verify', '-x509_strict', '-CAfile', authority.path, certificate.path])
  })
  await step("the document's own commands work, with its files", async () => {
    // The last word of the first four is what is asked; the flags follow.
    const [ask, flags] = [read.slice(0, 4), read.slice(5)]
    const secret = '/registry/secrets/default/my-secret'
    await etcdctl(host, 'put', secret, 'k8s:enc:aescbc:v1:key1:')
    assert.deepEqual((await host.run(read)).split('\n'), [secret, 'k8s:enc:aescbc:v1:key1:'])
    const keys = await host.run([...ask, '/', '--prefix', '--keys-only', ...flags] as [string])
    assert.ok(keys.split('\n').includes(secret), keys)
    const members = await linesOf(host, ['etcdctl', 'member', 'list', ...flags])
    assert.match(
      members.join('\n'),
      /^91d7626d11b5d211, started, controller, https:[^,]*, https:[^,]*, false$/,
    )
  })
  await step('a client without a certificate is turned away', () =>
    assertClosedToStrangers(host, '127.0.0.1'),
  )
}
