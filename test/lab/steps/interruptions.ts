import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import type { Host } from '../hosts/host.ts'
import type { ScenarioContext } from '../scenario.ts'
import { assertNoRemains, assertNothingToDo, bootstraps, bringBundle, bundleFolder } from './bundle.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertFormed } from './members.ts'
import { pki } from './pki.ts'
import { waitForNewProcess } from './service.ts'

/** From what a round of interrupted runs begins. */
const starts = ['nothing', 'a release', 'a member with other certificates'] as const
const rounds = [...starts, ...starts]
const runsInARound = 5

/**
 * Ends the script of a bundle at random moments, by SIGKILL or by SIGTERM to all that it runs; at the end of each round
 * it goes to its end, and the host is as it should be.
 */
export async function interruptions(
  { step, line }: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  const { QUORATE_LAB_SEED: given } = process.env
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given)
  const random = generator(seed)
  line(`moments by QUORATE_LAB_SEED=${seed}`)
  await bringBundle(cluster, host)
  await bootstraps(host)
  let [ended, runs] = [0, 0]
  for (const start of rounds) {
    await step(
      `runs that begin with ${start} are ended in the middle; a later one completes the node`,
      async () => {
        await returnTo(start, cluster, host)
        const whole = await timed(() => bootstraps(host))
        await returnTo(start, cluster, host)
        for (let count = 0; count < runsInARound; count += 1) {
          runs += 1
          if (await interrupt(host, random() * whole, random() < 0.25 ? 'TERM' : 'KILL')) ended += 1
        }
        await bootstraps(host)
        await waitForNewProcess(host, { mainProcess: 0 })
        await assertNothingToDo(host)
        await assertNoRemains(host)
        await assertFormed(cluster)
      },
    )
  }
  line(`${ended} of ${runs} runs were under way when they were ended`)
  assert.ok(ended >= 10, 'too few runs were ended in the middle')
}

/** Starts the script and ends all that it runs after a while; tells whether it was still under way. */
export async function interrupt(host: Host, seconds: number, signal: 'KILL' | 'TERM'): Promise<boolean> {
  // setsid: a process group of its own, which begins with the script.
  const start = `setsid sh ${bundleFolder}/bootstrap.sh >/dev/null 2>&1 &`
  const script = `${start} sleep "$1"; env kill -"$0" -- -$! 2>/dev/null && echo ended; wait`
  const { stdout } = await host.attempt(['sh', '-c', script, signal, seconds.toFixed(3)])
  return stdout === 'ended'
}

async function returnTo(
  start: (typeof starts)[number],
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  if (start === 'a member with other certificates') {
    await pki(cluster, 'renew', ['--all', '--new-keys'])
    await bringBundle(cluster, host)
  } else {
    await wipe(host, start === 'nothing' ? ['/opt/etcd'] : [])
  }
}

/** Has a host be as if the script had never run there, but for the release, unless that is to go as well. */
async function wipe(host: Host, more: readonly string[]): Promise<void> {
  const units = ['/etc/systemd/system/etcd.service', '/etc/systemd/system/etcd-keys.service']
  const others = [
    '/var/lib/etcd',
    '/etc/etcd',
    '/etc/default/etcd',
    '/usr/local/bin/etcd*',
    '/run/etcd-started',
  ]
  const script = `
    systemctl disable --quiet --now etcd.service
    systemctl stop etcd-keys.service
    rm -rf ${[...units, ...others, ...more].join(' ')}
    systemctl daemon-reload
    userdel etcd`
  await host.attempt(['sh', '-c', script])
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await action()
  return (performance.now() - start) / 1000
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
