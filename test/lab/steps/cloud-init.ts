import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import { type Command, failureText } from '../machine/command.ts'
import type { GeneratedCluster } from './cluster.ts'
import { etcdctl } from './members.ts'
import { serviceOf } from './service.ts'

/** Lays down in hosts, which are off, the user-data that was generated for each, in a form of its own where one is given. */
export function seedAll(
  cluster: GeneratedCluster,
  hosts: readonly Host[] = cluster.hosts,
  form: (userData: Buffer) => Buffer = (userData) => userData,
): void {
  for (const host of hosts) {
    const folder = join(cluster.folder, 'cloud-init', host.name)
    const network = join(folder, 'network-config')
    host.seed({
      userData: form(readFileSync(userDataOf(cluster, host.name))),
      metaData: readFileSync(join(folder, 'meta-data'), 'utf8'),
      networkConfig: existsSync(network) ? readFileSync(network, 'utf8') : undefined,
    })
  }
}

/** The file that holds a node's user-data: under secrets/ where it holds keys. */
function userDataOf({ folder }: GeneratedCluster, node: string): string {
  const places = ['secrets/cloud-init', 'cloud-init'].map((place) => join(folder, place, node, 'user-data'))
  const [found, ...others] = places.filter((path) => existsSync(path))
  assert.ok(found !== undefined && others.length === 0, `where the user-data of ${node} lies`)
  return found
}

/** Waits until etcd runs on a host that has just booted, and says that it is healthy; at most 2 minutes. */
export async function waitForHealth(host: Host): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const { state } = await serviceOf(host)
    if (state === 'active') break
    if (Date.now() > deadline) assert.fail(`etcd on ${host.name} is ${state}:\n${host.consoleLog()}`)
    await sleep(100)
  }
  await etcdctl(host, 'endpoint', 'health')
}

/** Waits until cloud-init has ended on a host; returns what it says of itself, and how it has ended. */
export async function cloudInitOf(host: Host): Promise<{ readonly text: string; readonly exitCode: number }> {
  const command: Command = ['cloud-init', 'status', '--wait', '--long']
  const { exitCode, output } = await host.attempt(command, { timeoutSeconds: 180 })
  return { text: output.replace(/^\.+\n?/, ''), exitCode: exitCode ?? -1 }
}

/** cloud-init has done all that it was told, and nothing went wrong. */
export async function assertCloudInitDone(host: Host): Promise<void> {
  const { text, exitCode } = await cloudInitOf(host)
  assert.match(text, /^status: done$/m, `cloud-init on ${host.name} says:\n${text}`)
  assert.equal(exitCode, 0, text)
  // 22.4 tells of errors here alone, 23.4 and later of warnings as well.
  const result = JSON.parse(await host.run(['cat', '/run/cloud-init/result.json']))
  assert.deepEqual(result.v1.errors, [], `cloud-init on ${host.name}`)
  const log = await host.run(['cat', '/var/log/cloud-init.log'])
  const complaints = log.split('\n').filter((line) => / - [^ ]+\[(WARNING|ERROR|CRITICAL)\]: /.test(line))
  assert.deepEqual(complaints, [], `cloud-init on ${host.name}`)
}

/** systemd has nothing to complain about. */
export async function assertNothingFailed(host: Host): Promise<void> {
  const outcome = await host.attempt(['systemctl', 'is-system-running', '--wait'])
  const failed = await host.run(['systemctl', 'list-units', '--failed', '--plain', '--no-legend'])
  assert.equal(outcome.stdout.trim(), 'running', `${host.name}: ${failureText(outcome)}\n${failed}`)
}

/** What cloud-init has done on a host once for good, and when. */
export async function doneForInstance(host: Host): Promise<string> {
  const marks = await host.run([
    'sh',
    '-c',
    "find /var/lib/cloud/instances/*/sem -type f -printf '%f %T@\\n' | sort",
  ])
  assert.match(marks, /^config_scripts_user /m)
  return marks
}

/** The bundle that user-data has brought is gone from a host, and so is what runs it at each boot. */
export async function assertNoBundleLeft(host: Host): Promise<void> {
  for (const path of ['/var/lib/quorate', '/var/lib/cloud/scripts/per-boot/quorate']) {
    assert.equal((await host.attempt(['test', '-e', path])).exitCode, 1, `${host.name} has ${path}`)
  }
}
