import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { sha256 } from '../../../src/render/digest.ts'
import { attempt, failureText, type Outcome, run } from '../machine/command.ts'
import { installPackages } from '../machine/packages.ts'
import type { Scenario } from '../scenario.ts'
import { quorateCommand } from '../steps/cluster.ts'
import { agePrograms } from '../tools/age.ts'
import { ansiblePrograms } from '../tools/ansible.ts'

/** A way in which keys are encrypted, with what opens them and what does not. */
type Way = {
  readonly name: string
  readonly secrets: Readonly<Record<string, unknown>>
  /** The folder of the program that decrypts. */
  readonly programs: string
  readonly variable: 'ANSIBLE_VAULT_PASSWORD_FILE' | 'AGE_IDENTITY_FILE'
  readonly right: string
  readonly wrong: string
}

/** nodes/pack.sh with keys that are encrypted, by the real programs. */
export const packed: Scenario = {
  name: 'packed',
  title: 'nodes/pack.sh brings a node the keys that ansible-vault and age decrypt, or nothing',
  run: async ({ step }) => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-packed-'))
    try {
      await step('Debian packages are there', installPackages)
      const ansibles = Object.values(await step('Ansible is there', ansiblePrograms))
      const age = await step('age is there', agePrograms)
      const ways = [...ansibles.map((programs) => ofVault(folder, programs)), await ofAge(folder, age)]
      for (const [index, way] of ways.entries()) {
        await step(way.name, () => checkPacks(join(folder, String(index)), way))
      }
      await step('without a directory to write to, it asks for one', () => checkAsks(join(folder, '0/lab')))
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

function ofVault(folder: string, { name, folder: programs }: { name: string; folder: string }): Way {
  const [right, wrong] = ['right', 'wrong'].map((password) => {
    const file = join(folder, password)
    writeFileSync(file, `${password}\n`, { mode: 0o600 })
    return file
  }) as [string, string]
  const secrets = { encryption: 'ansible-vault' }
  return { name, secrets, programs, variable: 'ANSIBLE_VAULT_PASSWORD_FILE', right, wrong }
}

async function ofAge(folder: string, programs: string): Promise<Way> {
  const [right, wrong] = await Promise.all(
    ['own', 'other'].map(async (person) => {
      const file = join(folder, person)
      await run([join(programs, 'age-keygen'), '-o', file])
      return file
    }),
  )
  assert.ok(right && wrong)
  const recipient = (await run([join(programs, 'age-keygen'), '-y', right])).trim()
  const secrets = { encryption: 'age', recipients: [recipient] }
  return { name: 'age', secrets, programs, variable: 'AGE_IDENTITY_FILE', right, wrong }
}

async function checkPacks(folder: string, way: Way): Promise<void> {
  const { secrets, programs, variable, right, wrong } = way
  mkdirSync(folder)
  const nodes = [{ name: 'etcd-1', address: '10.240.0.10' }]
  const spec = { apiVersion: 'quorate/v1', kind: 'EtcdCluster', name: 'lab', nodes, secrets }
  const file = join(folder, 'lab.yaml')
  writeFileSync(file, dump(spec))
  const environment = { ANSIBLE_VAULT_PASSWORD_FILE: undefined, AGE_IDENTITY_FILE: undefined }
  const env = { ...environment, [variable]: right }
  await run([...quorateCommand, 'generate', file, '--out', folder], { env })
  const tree = join(folder, 'lab')
  const tar = join(folder, 'etcd-1.tar')
  const pack = (given: string): Promise<Outcome> => {
    const path = `${programs}:${process.env.PATH}`
    const script = 'sh nodes/pack.sh etcd-1 >"$1"'
    return attempt(['sh', '-c', script, 'sh', tar], {
      cwd: tree,
      env: { ...environment, PATH: path, [variable]: given },
    })
  }

  const outcome = await pack(right)
  assert.equal(outcome.exitCode, 0, failureText(outcome))
  assert.equal(outcome.output, '')
  const bundle = join(folder, 'bundle')
  mkdirSync(bundle)
  await run(['tar', '-xf', tar, '-C', bundle])
  const lines = readFileSync(join(bundle, 'files.txt'), 'utf8').split('\n')
  const keys = lines.filter((line) => line.startsWith('key ')).map((line) => line.split(' '))
  assert.equal(keys.length, 3)
  for (const [, , , , digest, path = ''] of keys) {
    const key = readFileSync(join(bundle, 'rootfs', path), 'utf8')
    assert.equal(sha256(key), digest, path)
    assert.match(key, /^-----BEGIN PRIVATE KEY-----\n/)
  }

  assertRefused(await pack(wrong), tar)
  const damaged = join(tree, 'secrets/nodes/etcd-1/server.key')
  writeFileSync(damaged, readFileSync(damaged, 'utf8').slice(0, -40))
  assertRefused(await pack(right), tar)
}

/** It needs a directory that can be written to, in memory if there is one. */
async function checkAsks(tree: string): Promise<void> {
  const script = 'mount -t tmpfs -o ro none /dev/shm; exec sh nodes/pack.sh --without-keys etcd-1 | wc -c'
  const pack = (TMPDIR: string) =>
    attempt(['unshare', '--mount', 'sh', '-c', script], {
      cwd: tree,
      env: { XDG_RUNTIME_DIR: '/proc', TMPDIR },
    })
  const refused = await pack('/proc')
  assert.match(refused.output, /Cannot make a directory in \/proc\. .*export TMPDIR=DIRECTORY\.(.|\n)*^0$/m)
  const { stdout } = await pack(tmpdir())
  assert.ok(Number(stdout) > 1000, stdout)
}

/** It says why, shows no key, and has printed nothing that could pass for a bundle. */
function assertRefused(outcome: Outcome, tar: string): void {
  assert.equal(outcome.exitCode, 1, failureText(outcome))
  assert.match(
    outcome.output,
    /(The keys cannot be decrypted|secrets\/\S+ cannot be decrypted): see above\. .*Nothing was packed\.\n?$/,
  )
  assert.doesNotMatch(outcome.output, /PRIVATE KEY/)
  assert.equal(readFileSync(tar, 'utf8'), '')
}
