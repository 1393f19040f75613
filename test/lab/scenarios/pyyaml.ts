import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { firstBootScript, type ScriptPurpose } from '../../../src/emit/bundle/bootstrap.ts'
import { runFiles } from '../../../src/node/paths.ts'
import { TRICKY } from '../../unit/emit/tricky.ts'
import { run } from '../machine/command.ts'
import { installPackages } from '../machine/packages.ts'
import type { Scenario } from '../scenario.ts'
import { quorateCommand } from '../steps/cluster.ts'
import { ansiblePrograms } from '../tools/ansible.ts'

type Written = { readonly path: string; readonly content: string }

/** cloud-init reads user-data by PyYAML, which has an older YAML in mind than the spec. */
export const pyyaml: Scenario = {
  name: 'pyyaml',
  title: "PyYAML reads in user-data what was meant, be it the bundle's or the user's own",
  run: async ({ step }) => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-user-data-'))
    try {
      await step('Debian packages are there', installPackages)
      const ansibles = Object.values(await step('PyYAML is there', ansiblePrograms))
      await generate(folder)
      for (const { name, folder: programs } of ansibles) {
        await step(`that of ${name}`, () => checkReads(folder, join(programs, 'python3')))
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

async function generate(folder: string): Promise<void> {
  const own = TRICKY.map((content, index) => ({ path: `/srv/${index}`, content }))
  const spec = {
    apiVersion: 'quorate/v1',
    kind: 'EtcdCluster',
    name: 'lab',
    nodes: [{ name: 'etcd-1', address: '10.240.0.10' }],
    cloudInit: { config: { write_files: own } },
  }
  const file = join(folder, 'lab.yaml')
  writeFileSync(file, dump(spec))
  await run([...quorateCommand, 'generate', file, '--out', folder])
}

async function checkReads(folder: string, python: string): Promise<void> {
  const text = readFileSync(join(folder, 'lab/cloud-init/etcd-1/user-data'))
  const script = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)'
  const { write_files: written } = JSON.parse(await run([python, '-c', script], { input: text })) as {
    write_files: readonly Written[]
  }
  const own = written.filter(({ path }) => path.startsWith('/srv/'))
  assert.deepEqual(
    own.map(({ content }) => content),
    TRICKY,
  )
  const bundle = written.filter(({ path }) => path.startsWith('/var/lib/quorate/'))
  // And the script that runs it.
  assert.equal(bundle.length + own.length + 1, written.length)
  assert.ok(bundle.length > 10)
  for (const { path, content } of bundle) assert.equal(content, meant(folder, path), path)
}

const PURPOSE: ScriptPurpose = {
  method: 'release',
  run: runFiles('etcd'),
  hasVirtualAddresses: false,
  hasNames: false,
  hasRecords: false,
  hasProxy: false,
  hasMirrorAuthority: false,
}

/** What a file of the bundle says before it goes into user-data. */
function meant(folder: string, path: string): string {
  const name = path.replace('/var/lib/quorate/', '')
  // The script of a first boot is in user-data only.
  if (name === 'bootstrap.sh') return firstBootScript(PURPOSE).text
  const text = readFileSync(join(folder, 'lab/nodes/etcd-1', name), 'utf8')
  // At a first boot, a member that joins takes the members of the spec.
  if (name === 'joining/run/etcd-joining.env') return text.replace(/^.*THE-OTHER-MEMBERS.*\n/m, '')
  // Of the settings, those of a first boot come, without their comments.
  const [needed = ''] = text.split('\n# What only people and playbooks need')
  return name === 'settings.sh' ? `${needed}\n`.replace(/^ *(?:#(?!!).*)?\n/gm, '') : text
}
