import assert from 'node:assert/strict'
import { globSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { attempt, failureText, run } from '../machine/command.ts'
import { installPackages } from '../machine/packages.ts'
import type { Scenario } from '../scenario.ts'
import { exampleNamed, generateSpec } from '../steps/examples.ts'
import { agePrograms } from '../tools/age.ts'

const digest = 'f'.repeat(64)
const proxy = { http: 'http://10.0.0.1:3128', https: 'http://10.0.0.1:3128', noProxy: ['.example.net'] }
const mirrorAuthority = join(import.meta.dirname, '../../unit/spec/mirror-ca.pem')
const programs = { etcd: digest, etcdctl: digest, etcdutl: digest }
const staged = (place: string, more: object) => ({
  method: 'staged',
  ...('programs' in more ? {} : { sha256: { amd64: digest } }),
  staging: { place, directory: '/srv/staged', ...more },
})

/** Every way to install etcd, as a spec has it. */
const installs = {
  release: { install: { method: 'release' } },
  'release through a proxy, by a CA': { install: { proxy, mirrorAuthority } },
  package: { version: '3.5.16', install: { method: 'package' } },
  'package through a proxy': { version: '3.5.16', install: { method: 'package', proxy } },
  'archives on the node': { install: staged('node', {}) },
  'programs on the node': { install: staged('node', { programs }) },
  'archives here': { install: staged('control-node', {}) },
  'programs here': { install: staged('control-node', { programs }) },
}

/** What the scripts of a bundle are, whatever they are made for. */
export const scripts: Scenario = {
  name: 'scripts',
  title:
    'shellcheck finds nothing in the scripts of a bundle, for every way to install etcd and to keep keys',
  run: async ({ step }) => {
    await installPackages()
    const folder = mkdtempSync(join(tmpdir(), 'quorate-scripts-'))
    try {
      const { spec } = exampleNamed('three-node.yaml')
      for (const [name, etcd] of Object.entries(installs)) {
        await step(`${name}: shellcheck finds nothing`, async () => {
          await checks(await generateSpec(folder, name, { ...spec, etcd }))
        })
      }
      await step('virtual addresses: shellcheck finds nothing', async () => {
        const nodes = [1, 2, 3].map((number) => {
          const address = `10.0.0.1${number}`
          return { name: `etcd-${number}`, address, client: { listen: [address, '10.0.0.10'] } }
        })
        const etcd = { virtualAddresses: ['10.0.0.10'] }
        await checks(await generateSpec(folder, 'virtual', { ...spec, nodes, etcd }))
      })
      const password = join(folder, 'password')
      writeFileSync(password, 'correct horse\n', { mode: 0o600 })
      const identity = join(folder, 'identity')
      const age = await agePrograms()
      await run([join(age, 'age-keygen'), '-o', identity])
      const recipient = await run([join(age, 'age-keygen'), '-y', identity])
      const ways = {
        'ansible-vault': [{ encryption: 'ansible-vault' }, { ANSIBLE_VAULT_PASSWORD_FILE: password }],
        age: [{ encryption: 'age', recipients: [recipient] }, { AGE_IDENTITY_FILE: identity }],
      } as const
      for (const [name, [secrets, env]] of Object.entries(ways)) {
        await step(`keys by ${name}: shellcheck finds nothing`, async () => {
          await checks(await generateSpec(folder, name, { ...spec, secrets }, env))
        })
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

/** Every script of a tree is clean, and of POSIX's shell. */
async function checks(folder: string): Promise<void> {
  // Those of the nodes differ in values only.
  const ofOne = ['nodes/etcd-1/settings.sh', 'nodes/etcd-1/rootfs/etc/etcd/may-start.sh']
  const files = ['nodes/bootstrap.sh', 'nodes/pack.sh', ...ofOne]
  const all = globSync('nodes/**/*.sh', { cwd: folder })
  assert.deepEqual(all.filter((path) => !/\/etcd-[23]\//.test(path)).sort(), files.toSorted())
  const outcome = await attempt(
    ['shellcheck', '--shell=sh', '--severity=style', '--exclude=SC2034', ...files],
    { cwd: folder },
  )
  assert.equal(outcome.exitCode, 0, failureText(outcome))
}
