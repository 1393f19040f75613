import assert from 'node:assert/strict'
import { chmodSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import type { Host } from '../hosts/host.ts'
import { failureText } from '../machine/command.ts'
import { bringBundle, bundleFolder } from './bundle.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertUnchanged } from './playbooks.ts'

/** The ways in which a node is judged: the preflight of site.yml, the bundle's script, and the script in user-data. */
export const channels = ['site.yml', 'bundle', 'user-data'] as const
export type Channel = (typeof channels)[number]

/** The codes of the verdicts on a host by one channel, sorted. Nothing is changed, unless there is no verdict. */
export async function verdictsBy(
  channel: Channel,
  cluster: GeneratedCluster,
  host: Host,
  { acts = false }: { readonly acts?: boolean } = {},
): Promise<readonly string[]> {
  switch (channel) {
    case 'site.yml': {
      const outcome = await cluster.playbook('site.yml', { check: true })
      const codes = codesIn(failureOn(host, outcome.output), /^\s+- ['"]?([a-z-]+): /gm)
      if (codes.length > 0) assertUnchanged(outcome)
      else assert.equal(outcome.exitCode, 0, failureText(outcome))
      return codes
    }
    case 'bundle': {
      await bringBundle(cluster, host)
      const outcome = await host.attempt(['sh', `${bundleFolder}/bootstrap.sh`, ...(acts ? [] : ['--check'])])
      return codesIn(
        outcome.output,
        new RegExp(`^${host.name}: {3}- ([a-z-]+): |^${host.name}: failed: ([a-z-]+) `, 'gm'),
      )
    }
    case 'user-data': {
      const folder = bringFirstBoot(cluster, host)
      const outcome = await host.attempt(['sh', `${folder}/bootstrap.sh`])
      assert.equal(outcome.exitCode, 1, failureText(outcome))
      await host.run(['rm', '-rf', folder])
      return codesIn(
        outcome.output,
        new RegExp(`^${host.name}: {3}- ([a-z-]+): |^${host.name}: failed: ([a-z-]+) `, 'gm'),
      )
    }
  }
}

/** What ansible-playbook prints when a task fails on a host. */
function failureOn({ name }: Host, output: string): string {
  const [, failure = ''] = output.split(`fatal: [${name}]: FAILED!`)
  return failure.split(/^(?:fatal|ok|changed|TASK|PLAY)\b/m)[0] ?? ''
}

function codesIn(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, one, other]) => one ?? other ?? '').sort()
}

/** Writes to a host what its user-data lets cloud-init write; returns the folder with the script. */
function bringFirstBoot({ folder }: GeneratedCluster, host: Host): string {
  const [path = ''] = globSync(`{secrets/,}cloud-init/${host.name}/user-data`, { cwd: folder })
  const { write_files: files } = load(readFileSync(join(folder, path), 'utf8')) as {
    write_files: readonly { readonly path: string; readonly permissions: string; readonly content: string }[]
  }
  const ours = files.filter((file) => file.path.startsWith('/var/lib/quorate/'))
  rmSync(join(host.root, '/var/lib/quorate'), { recursive: true, force: true })
  for (const file of ours) {
    const target = join(host.root, file.path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, file.content)
    chmodSync(target, Number.parseInt(file.permissions, 8))
  }
  return '/var/lib/quorate'
}
