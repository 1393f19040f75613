import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { globSync, mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import { type Command, failureText, type Outcome, run } from '../machine/command.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertSameSnapshot, takeSnapshot } from './snapshot.ts'

/** A line of files.txt: what a node has to hold. */
export type TableLine = {
  readonly kind: string
  readonly mode: string
  readonly owner: string
  readonly group: string
  /** A digest, or what a link leads to. */
  readonly content: string
  readonly path: string
}

/** The table of a node. */
export function tableOf({ folder }: GeneratedCluster, node: string): readonly TableLine[] {
  const text = readFileSync(join(folder, 'nodes', node, 'files.txt'), 'utf8')
  const lines = text.trimEnd().split('\n')
  return lines.flatMap((line) => {
    const [kind = '', mode = '', owner = '', group = '', content = '', path = ''] = line.split(' ')
    return kind === '#' ? [] : [{ kind, mode, owner, group, content, path }]
  })
}

/** The private keys that a node has to hold, as they lie under secrets/. */
export function keysOf(
  cluster: GeneratedCluster,
  node: string,
): readonly (TableLine & { readonly pem: string })[] {
  const secrets = globSync('secrets/**/*.key', { cwd: cluster.folder }).map((path) =>
    readFileSync(join(cluster.folder, path), 'utf8'),
  )
  const byDigest = new Map(secrets.map((pem) => [createHash('sha256').update(pem).digest('hex'), pem]))
  return tableOf(cluster, node).flatMap((line) => {
    if (line.kind !== 'key') return []
    const pem = byDigest.get(line.content)
    assert.ok(pem, `no key under secrets/ is that of ${line.path} on ${node}`)
    return [{ ...line, pem }]
  })
}

/** Copies a node's keys to their places, as somebody does who goes by files.txt. */
export async function bringKeys(cluster: GeneratedCluster, host: Host): Promise<void> {
  for (const { owner, group, mode, path, pem } of keysOf(cluster, host.name)) {
    const copy = 'umask 077; cat >"$3"; chown "$1" "$3"; chmod "$2" "$3"; mv "$3" "$4"'
    const words = [`${owner}:${group}`, mode, `${path}.copied`, path]
    await host.run(['sh', '-euc', copy, 'sh', ...words], { input: pem })
  }
}

/** Where a bundle lies on a host, for root alone. */
export const bundleFolder = '/root/quorate'

/** Brings a host the bundle of a node over SSH, its own unless told otherwise, in place of any that lies there. */
export async function bringBundle(
  { lab, folder }: GeneratedCluster,
  host: Host,
  { keys = true, node = host.name }: { readonly keys?: boolean; readonly node?: string } = {},
): Promise<void> {
  const options = keys ? [] : ['--without-keys']
  const archive = join(mkdtempSync(join(lab.folder, 'bundle-')), 'bundle.tar')
  await run([
    'sh',
    '-c',
    'archive=$1; shift; exec sh "$@" >"$archive"',
    'sh',
    archive,
    join(folder, 'nodes/pack.sh'),
    ...options,
    node,
  ])
  const unpack = `rm -rf ${bundleFolder} && mkdir -m 0700 ${bundleFolder} && tar -xoC ${bundleFolder}`
  const outcome = await host.ssh(unpack, 'root', { input: readFileSync(archive) })
  assert.equal(outcome.exitCode, 0, failureText(outcome))
}

/** Runs the script of the bundle that lies on a host; returns what came of it. */
export function bootstrap(host: Host, ...parameters: readonly string[]): Promise<Outcome> {
  return host.attempt(['sh', `${bundleFolder}/bootstrap.sh`, ...parameters], { timeoutSeconds: 120 })
}

/** Runs the script, which has to succeed. */
export async function bootstraps(host: Host): Promise<Outcome> {
  const outcome = await bootstrap(host)
  assert.equal(outcome.exitCode, 0, failureText(outcome))
  return outcome
}

/** The script refuses or fails, says why in words that match, and changes nothing. */
export async function assertStops(host: Host, why: RegExp, how: Command = ['env']): Promise<void> {
  const before = await takeSnapshot({ hosts: [host] })
  const outcome = await host.attempt([...how, 'sh', `${bundleFolder}/bootstrap.sh`])
  assert.equal(outcome.exitCode, 1, failureText(outcome))
  assert.match(outcome.output, why, failureText(outcome))
  assert.match(outcome.output, /Nothing was changed\. When that is solved, run sh \S+$/, failureText(outcome))
  await assertSameSnapshot({ hosts: [host] }, before)
}

/** By the script itself, nothing is left to do on a host; it says so by saying nothing. */
export async function assertNothingToDo(host: Host): Promise<void> {
  const { exitCode, output } = await bootstrap(host, '--check')
  assert.deepEqual({ exitCode, output }, { exitCode: 0, output: '' }, host.name)
}

/** Nothing lies on a host that a run has only made to get rid of. */
export async function assertNoRemains(host: Host): Promise<void> {
  const places = ['/etc', '/opt', '/usr/local', '/var/lib/etcd', '/run/systemd', '/root']
  const names = ['*.new', '.incoming', '*.partial'].flatMap((name) => ['-o', '-name', name]).slice(1)
  assert.equal(await host.run(['find', ...places, ...names]), '', `remains on ${host.name}`)
}
