import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'

/** etcd's service on a host, as systemd shows it. */
export type Service = {
  readonly host: string
  readonly state: string
  /** 0 where none runs. */
  readonly mainProcess: number
  readonly restarts: number
  /** When it last became active, in microseconds since boot. */
  readonly activeSince: string
}

/** Asks systemd on a host how etcd's service is. */
export async function serviceOf(host: Host): Promise<Service> {
  const properties = ['ActiveState', 'MainPID', 'NRestarts', 'ActiveEnterTimestampMonotonic']
  const shown = await host.run(['systemctl', 'show', 'etcd.service', `--property=${properties.join(',')}`])
  const values = new Map(shown.split('\n').map((line) => line.split('=', 2) as [string, string]))
  return {
    host: host.name,
    state: values.get('ActiveState') ?? '',
    mainProcess: Number(values.get('MainPID')),
    restarts: Number(values.get('NRestarts')),
    activeSince: values.get('ActiveEnterTimestampMonotonic') ?? '',
  }
}

/** etcd's services on all hosts. */
export function servicesOf(lab: Lab): Promise<Service[]> {
  return Promise.all(lab.hosts.map(serviceOf))
}

/** All services run, as the same processes as before. */
export function assertSameService(before: readonly Service[], after: readonly Service[]): void {
  assert.deepEqual(after, before, 'etcd was restarted')
  for (const { host, state } of after) assert.equal(state, 'active', `etcd on ${host} is ${state}`)
}

/** Waits until etcd on a host runs again as another process than before; throws if it doesn't within a minute. */
export async function waitForNewProcess(host: Host, before: Service): Promise<Service> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const now = await serviceOf(host)
    if (now.state === 'active' && now.mainProcess !== before.mainProcess) return now
    if (Date.now() > deadline) {
      assert.fail(
        `etcd on ${host.name} is ${now.state} a minute later:\n${await host.journal('etcd.service')}`,
      )
    }
    await sleep(200)
  }
}

/** How exposed etcd's service is by `systemd-analyze security`: from 0 to 10, less is better. */
export async function exposureOf(host: Host): Promise<number> {
  const report = await host.run(['systemd-analyze', 'security', '--no-pager', 'etcd.service'])
  const level = /Overall exposure level for etcd\.service: ([\d.]+)/.exec(report)?.[1]
  assert.ok(level !== undefined, `systemd-analyze security says:\n${report}`)
  return Number(level)
}
