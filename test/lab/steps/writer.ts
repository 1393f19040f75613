import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import { etcdctl } from './members.ts'

/** A client that writes one number after another while something else happens. */
export type Writer = {
  /** What was said to each write that failed and was tried again elsewhere. */
  readonly failures: readonly string[]
  /** Stops, and proves that every write that was acknowledged can be read; returns how many there were. */
  readonly stop: () => Promise<number>
}

/** Three tries: one may wait for a leader that has just vanished, and the next for a host that is cut off from the others. */
const patienceSeconds = 25

/** Starts to write through the members on the hosts in turn. A write that fails is tried on the next member. */
export function startWriting(hosts: readonly Host[], ask = etcdctl): Writer {
  let stopping = false
  const prefix = `/writer/${randomUUID()}/`
  const failures: string[] = []
  const writing = (async () => {
    for (let count = 0; ; count++) {
      if (stopping) return count
      await writeSomewhere(hosts, ask, prefix, count, failures)
      await sleep(100)
    }
  })()
  // The failure is told by `stop`; until then nobody waits for it.
  writing.catch(() => undefined)
  return {
    failures,
    stop: async () => {
      stopping = true
      const count = await writing
      const [reader] = hosts
      assert.ok(reader)
      const found = await ask(reader, 'get', prefix, '--prefix', '--keys-only')
      assert.equal(found.split('\n').filter(Boolean).length, count, 'an acknowledged write is gone')
      return count
    },
  }
}

async function writeSomewhere(
  hosts: readonly Host[],
  ask: typeof etcdctl,
  prefix: string,
  count: number,
  failures: string[],
): Promise<void> {
  const deadline = Date.now() + patienceSeconds * 1000
  for (let attempt = 0; ; attempt++) {
    const host = hosts[(count + attempt) % hosts.length]
    assert.ok(host)
    try {
      await ask(host, 'put', `${prefix}${count}`, String(count))
      return
    } catch (problem) {
      failures.push(`${host.name}: ${problem}`)
      if (Date.now() > deadline) throw problem
    }
  }
}
