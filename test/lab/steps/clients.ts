import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Command, failureText, type Outcome } from '../machine/command.ts'
import { etcdClient } from '../tools/go-program.ts'
import { clientUrl, type GeneratedCluster } from './cluster.ts'

/** What came of all that the clients did. A key is lost if one of the members does not have it. */
export type Figures = {
  readonly operations: number
  readonly acknowledged: number
  readonly unknown: number
  readonly failed: number
  readonly lost: number
  readonly lostKeys: readonly string[]
  /** The names of the members through which every key was read. */
  readonly members: readonly string[]
  readonly longestGapSeconds: number
  readonly longestGapSince: string
  readonly linearizable: 'true' | 'false' | 'unknown'
}

/** Eight connections of etcd's own client library that write keys of their own, and share a few. */
export type Clients = {
  /** The file with a line of JSON for each operation. It stays with the logs. */
  readonly history: string
  /** Stops the clients, reads everything back through every member, and returns the figures. */
  readonly stop: () => Promise<Figures>
  /** The same figures from another history, or from what the cluster has now. */
  readonly check: (history?: string) => Promise<Figures>
}

/** How long a planned change may keep all clients waiting: no election, which takes at least a second, is behind it. */
const plannedGapSeconds = 0.5

let runs = 0

/**
 * Starts the clients on the control node, and waits until each connection has written. They begin with the given client
 * URLs, those of the cluster's hosts unless given, and follow the member list from then on.
 */
export async function startClients(
  cluster: GeneratedCluster,
  endpoints: readonly string[] = cluster.hosts.map(({ address }) => clientUrl(address)),
): Promise<Clients> {
  const { lab } = cluster
  const program = await etcdClient()
  const name = `clients-${++runs}`
  const [processId, history] = [join(lab.folder, `${name}.pid`), join(lab.logs, `${name}.jsonl`)]
  const common = ['--endpoints', endpoints.join(','), '--prefix', `/${name}/`, ...identity(cluster)]
  const start: Command = ['sh', '-c', 'echo $$ >"$0" && exec "$@"', processId, program, 'write', ...common]
  let ended: Outcome | undefined
  const running = lab.attempt([...start, '--history', history]).then((outcome) => {
    ended = outcome
    return outcome
  })
  const deadline = Date.now() + 20_000
  while (connectionsIn(history) < 8) {
    assert.equal(ended, undefined, 'the clients have ended')
    assert.ok(Date.now() < deadline, 'not every connection of the clients has written within 20 s')
    await sleep(50)
  }
  const check = async (file = history) => {
    const outcome = await lab.attempt([program, 'check', ...common, '--history', file])
    assert.ok(outcome.exitCode === 0 || outcome.exitCode === 1, failureText(outcome))
    return JSON.parse(outcome.stdout) as Figures
  }
  return {
    history,
    check,
    stop: async () => {
      process.kill(Number(readFileSync(processId, 'utf8')), 'SIGTERM')
      const outcome = await running
      assert.equal(outcome.exitCode, 0, failureText(outcome))
      return check()
    },
  }
}

/** Nothing that was acknowledged is lost or wrong, and no gap between two acknowledgements is longer; returns a line that says so. */
export function assertKept(
  { hosts }: Pick<GeneratedCluster, 'hosts'>,
  figures: Figures,
  longestGapSeconds = plannedGapSeconds,
): string {
  const told = JSON.stringify(figures)
  assert.equal(figures.lost, 0, `acknowledged keys are gone: ${told}`)
  assert.equal(figures.linearizable, 'true', `the history is not linearizable: ${told}`)
  assert.deepEqual(figures.members, hosts.map(({ name }) => name).sort(), 'keys were read through others')
  assert.ok(figures.longestGapSeconds <= longestGapSeconds, `too long without an acknowledgement: ${told}`)
  const { acknowledged, operations, unknown, members } = figures
  const gap = figures.longestGapSeconds.toFixed(2)
  return `${operations} operations, linearizable; ${acknowledged} keys acknowledged (${unknown} unknown), all there through each of ${members.length} members; longest gap ${gap} s`
}

function connectionsIn(history: string): number {
  if (!existsSync(history)) return 0
  const acknowledged = readFileSync(history, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('"outcome":"ok"}'))
  return new Set(acknowledged.map((line) => JSON.parse(line).connection)).size
}

function identity({ folder }: GeneratedCluster): string[] {
  const authority = join(folder, 'pki/client-ca.crt')
  if (!existsSync(authority)) return []
  const certificate = join(folder, 'pki/clients/root.crt')
  const key = join(folder, 'secrets/clients/root.key')
  return ['--cacert', authority, '--cert', certificate, '--key', key]
}
