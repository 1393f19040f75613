import assert from 'node:assert/strict'
import { globSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROVIDERS } from '../../../src/emit/cloud-init/providers.ts'
import type { Host } from '../hosts/host.ts'
import { attempt, failureText, run } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { type Example, exampleNamed, examples, generateSpec } from '../steps/examples.ts'
import { hostNumber } from '../steps/hosts.ts'
import { inLanes } from '../steps/lanes.ts'

/** What somebody may want of a machine besides. */
const own = {
  users: [
    'default',
    { name: 'ops', groups: ['sudo'], shell: '/bin/bash', sudo: 'ALL=(ALL) NOPASSWD:ALL', lock_passwd: true },
  ],
  ssh_authorized_keys: [
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBvoc5dT0bZkzNTZ1Zj6CfVHVeRHBhEbpH8Kl1ZQc0Jo ops',
  ],
  packages: ['chrony', ['curl', '7.88.1-10']],
  bootcmd: ['echo booted', ['cloud-init-per', 'once', 'mine', 'true']],
  write_files: [{ path: '/etc/motd', content: 'An etcd node.\n', owner: 'root:root', permissions: '0644' }],
  runcmd: ['echo ready', ['systemctl', 'restart', 'chrony']],
}
const network = { interface: 'ens3', prefixLength: 24, nameservers: ['10.240.0.2'] }

/** What cloud-init itself says to the user-data, in both versions that the lab has. */
export const userData: Scenario = {
  name: 'user-data',
  title: "cloud-init's schema takes the user-data of every example, and an image of it has what it should",
  run: async (context) => {
    await using lab = await context.startLab({ hosts: [hostNumber(1), hostNumber(2, { suite: 'trixie' })] })
    const seeds = new Map<string, string>()
    await context.step('quorate generates every example for every provider', async () => {
      const reachable = examples().filter(({ spec }) => !isOutOfReach(spec))
      await inLanes(reachable.map((example) => () => collectSeeds(example, lab.folder, seeds)))
    })
    await inLanes(lab.hosts.map((host) => () => judges(context, host, seeds)))
    const image = exampleNamed('three-node-cloud-init.yaml')
    await makesImage(context, await generateSpec(lab.folder, 'image', image.spec))
  },
}

/** Adds to `seeds` what an example's first node is given by every provider, by the text: what it is. */
async function collectSeeds(
  { name, spec }: Example,
  folder: string,
  seeds: Map<string, string>,
): Promise<void> {
  const [node] = spec.nodes
  assert.ok(node)
  const gateway = node.address.replace(/\d+$/, '1')
  // No provider gives a machine a loopback address, nor does network-config; the spec's rules say so.
  const isLocal = node.address === '127.0.0.1'
  for (const provider of isLocal ? ['nocloud'] : Object.keys(PROVIDERS)) {
    for (const keys of ['later', 'embed']) {
      for (const config of [{}, own]) {
        const cloudInit = {
          provider,
          keys,
          config,
          ...(provider === 'nocloud' && !isLocal && { network: { ...network, gateway } }),
        }
        const tree = await generateSpec(folder, `example-${name}`, { ...spec, cloudInit, ...ownCas(spec) })
        for (const [file, text] of seedsOf(tree, node.name))
          seeds.set(text, `${name} ${provider} ${keys}: ${file}`)
      }
    }
  }
}

/** CAs of its own for a spec that takes those of another cluster. */
const ownCas = ({ tls }: Example['spec']) =>
  tls?.authority === 'provided' ? { tls: { ...tls, authority: 'generated' } } : {}

/** Whether the release lies on the control node, from where no user-data brings it. */
function isOutOfReach({ etcd }: Example['spec']): boolean {
  const { method, staging } = etcd?.install ?? {}
  return method === 'staged' && staging?.place !== 'node'
}

/** What cloud-init is given of one node of a tree, which is like the others, by the file that holds it. */
function seedsOf(folder: string, node: string): [string, string][] {
  const files = globSync(`{secrets/,}cloud-init/${node}/{user-data,network-config}`, { cwd: folder })
  assert.ok(
    files.some((file) => file.endsWith('user-data')),
    `there is no user-data in ${folder}`,
  )
  return files.map((file) => [file, readFileSync(join(folder, file), 'utf8')])
}

/** cloud-init on a host finds nothing wrong with any of the texts. */
async function judges(
  { step, line }: ScenarioContext,
  host: Host,
  seeds: ReadonlyMap<string, string>,
): Promise<void> {
  const version = (await host.attempt(['cloud-init', '--version'])).output.replace(/^\S+ /, '')
  await step(`cloud-init ${version} finds nothing wrong with ${seeds.size} files`, async () => {
    const folder = join(host.root, 'root/seeds')
    mkdirSync(folder)
    const knowsNetworks = !version.startsWith('22.')
    for (const [text, what] of seeds) {
      const isNetwork = what.endsWith('/network-config')
      if (isNetwork && !knowsNetworks) continue
      writeFileSync(join(folder, 'file'), text)
      const type = isNetwork ? ['--schema-type', 'network-config'] : []
      const outcome = await host.attempt([
        'cloud-init',
        'schema',
        '--config-file',
        '/root/seeds/file',
        ...type,
      ])
      assert.equal(outcome.exitCode, 0, `${what}: ${failureText(outcome)}`)
      assert.match(outcome.output.trim(), /^Valid (cloud-config:|schema) \/root\/seeds\/file$/, what)
    }
  })
  line(`${host.name} has cloud-init ${version}`)
}

/** The runbook's own line makes an image that cloud-init finds by its label. */
async function makesImage({ step }: ScenarioContext, folder: string): Promise<void> {
  await step('the line of the runbook makes an image with the label and the files', async () => {
    const runbook = readFileSync(join(folder, 'README.md'), 'utf8')
    const [line = ''] = /^genisoimage .*$/m.exec(runbook) ?? []
    assert.match(line, /IMAGES/)
    mkdirSync(join(folder, 'images'))
    await run(['sh', '-euc', line.replaceAll('IMAGES', 'images')], { cwd: folder })
    const [image = ''] = readdirSync(join(folder, 'images'))
    const file = join(folder, 'images', image)
    assert.match(await run(['isoinfo', '-d', '-i', file]), /^Volume id: CIDATA$/m)
    const node = image.replace(/\.iso$/, '')
    for (const name of ['user-data', 'meta-data', 'network-config']) {
      const { stdout } = await attempt(['isoinfo', '-R', '-i', file, '-x', `/${name}`])
      assert.equal(stdout, readFileSync(join(folder, 'cloud-init', node, name), 'utf8').trimEnd(), name)
    }
  })
}
