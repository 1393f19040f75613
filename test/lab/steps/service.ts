import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Hosts } from './cluster.ts'
import { startsOn } from './effective.ts'

/** etcd's service on a host, as systemd shows it. */
export type Service = {
  readonly host: string
  readonly state: string
  /** 0 where none runs. */
  readonly mainProcess: number
  readonly restarts: number
  /** When it last became active, in microseconds since the machine's boot, which all hosts share. */
  readonly activeSince: string
  /** When it last was no longer active. */
  readonly activeUntil: string
}

const moments = ['ActiveEnterTimestampMonotonic', 'ActiveExitTimestampMonotonic'] as const

/** Asks systemd on a host how etcd's service is. */
export async function serviceOf(host: Host, unit = 'etcd.service'): Promise<Service> {
  const properties = ['ActiveState', 'MainPID', 'NRestarts', ...moments]
  const shown = await host.run(['systemctl', 'show', unit, `--property=${properties.join(',')}`])
  const values = new Map(shown.split('\n').map((line) => line.split('=', 2) as [string, string]))
  return {
    host: host.name,
    state: values.get('ActiveState') ?? '',
    mainProcess: Number(values.get('MainPID')),
    restarts: Number(values.get('NRestarts')),
    activeSince: values.get(moments[0]) ?? '',
    activeUntil: values.get(moments[1]) ?? '',
  }
}

/** etcd's services on the hosts. */
export function servicesOf({ hosts }: Hosts, unit?: string): Promise<Service[]> {
  return Promise.all(hosts.map((host) => serviceOf(host, unit)))
}

/** All services run, as the same processes as before. */
export function assertSameService(before: readonly Service[], after: readonly Service[]): void {
  assert.deepEqual(after, before, 'etcd was restarted')
  for (const { host, state } of after) assert.equal(state, 'active', `etcd on ${host} is ${state}`)
}

/** The names of the hosts, in the order in which etcd has last become active there. */
export function orderOfStarts(services: readonly Service[]): string[] {
  return services.toSorted((a, b) => Number(a.activeSince) - Number(b.activeSince)).map(({ host }) => host)
}

/** All services run as other processes than before, and each was down only while all the others were up. */
export function assertRestartedInTurn(before: readonly Service[], after: readonly Service[]): void {
  for (const { host, mainProcess, state } of after) {
    assert.equal(state, 'active', `etcd on ${host} is ${state}`)
    const old = before.find((service) => service.host === host)?.mainProcess
    assert.notEqual(mainProcess, old, `etcd on ${host} was not restarted`)
  }
  const times = after.toSorted((a, b) => Number(a.activeSince) - Number(b.activeSince))
  for (const [index, { host, activeUntil }] of times.entries()) {
    const previous = times[index - 1]
    if (previous === undefined) continue
    const inTurn = Number(previous.activeSince) <= Number(activeUntil)
    assert.ok(inTurn, `etcd on ${host} went down before that on ${previous.host} was up`)
  }
}

/** In all the time that the journal knows of, etcd has been started on a host once, and as the member of the spec. */
export async function assertStartedOnce(host: Host): Promise<void> {
  assert.deepEqual(await startsOn(host), [host.name], 'who has been started')
  // An etcd before 3.5 that nobody has configured logs in another format, so systemd is asked too.
  const ofSystemd = ['--output=cat', '--no-pager', '--quiet', '_PID=1', 'UNIT=etcd.service']
  const lines = (await host.run(['journalctl', ...ofSystemd])).split('\n')
  const starts = lines.filter((line) => line.startsWith('Starting '))
  assert.equal(
    starts.length,
    1,
    `systemd on ${host.name} has started etcd more than once:\n${starts.join('\n')}`,
  )
}

/** Waits until etcd on a host runs again as another process than before; throws if it doesn't within a minute. */
export async function waitForNewProcess(
  host: Host,
  before: Pick<Service, 'mainProcess'>,
  unit = 'etcd.service',
): Promise<Service> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const now = await serviceOf(host, unit)
    if (now.state === 'active' && now.mainProcess !== before.mainProcess) return now
    if (Date.now() > deadline) {
      assert.fail(`etcd on ${host.name} is ${now.state} a minute later:\n${await host.journal(unit)}`)
    }
    await sleep(200)
  }
}

/** Waits until etcd on a host is down and does not start by itself; throws if it doesn't within a minute. */
export async function waitUntilDown(host: Host): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const { state } = await serviceOf(host)
    if (state === 'inactive') return
    if (Date.now() > deadline) {
      assert.fail(`etcd on ${host.name} is ${state} a minute later:\n${await host.journal('etcd.service')}`)
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
