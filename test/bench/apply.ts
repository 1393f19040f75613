import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Host } from '../lab/hosts/host.ts'
import { bridgeAddresses } from '../lab/hosts/network.ts'
import { type Lab, startLab } from '../lab/lab.ts'
import { labAvailability } from '../lab/machine/availability.ts'
import { printedProgress } from '../lab/progress.ts'
import { seedAll, waitForHealth } from '../lab/steps/cloud-init.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../lab/steps/cluster.ts'
import { hostNumber } from '../lab/steps/hosts.ts'
import { assertSuccess, assertUnchanged } from '../lab/steps/playbooks.ts'
import { type Bound, median, printBounds, spread } from './statistics.ts'

/**
 * `npm run bench:apply -- [--against DIR] [--rounds N] [--hosts 3,5,7] [--no-boot]`: how long site.yml takes on fresh
 * hosts of the lab, and again without changes, and how long three hosts take from boot to quorum by cloud-init alone.
 * `DIR` is another checkout of quorate, built: then the two take turns, on the same hosts and with the same programs.
 */
const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    hosts: { type: 'string', default: '3,5,7' },
    boot: { type: 'boolean', default: true },
  },
})

/** What one run took. */
type Sample = { readonly seconds: number; readonly cpuSeconds: number; readonly moduleCalls: number }
type Quorate = { readonly title: string; readonly program?: string }

const rounds = Number(options.rounds)
const sizes = options.hosts.split(',').filter(Boolean).map(Number)
const here: Quorate = { title: 'here' }
const quorates: readonly Quorate[] =
  options.against === undefined
    ? [here]
    : [{ title: 'against', program: resolve(options.against, 'dist/cli.cjs') }, here]
const samples = new Map<string, Sample[]>()
const progress = printedProgress()

function keep(quorate: Quorate, work: string, sample: Sample): void {
  const row = `${quorate.title}: ${work}`
  samples.set(row, [...(samples.get(row) ?? []), sample])
  progress.line(`${row}: ${sample.seconds.toFixed(1)} s, CPU ${sample.cpuSeconds.toFixed(1)} s`)
}

const seconds = (quorate: Quorate, work: string) =>
  median((samples.get(`${quorate.title}: ${work}`) ?? []).map((sample) => sample.seconds))
const cpu = (quorate: Quorate, work: string) =>
  median((samples.get(`${quorate.title}: ${work}`) ?? []).map((sample) => sample.cpuSeconds))

const play = (run: 'first' | 'second', size: number) => `${run} run, ${size} hosts`
const BOOT = 'boot to quorum, 3 hosts'

/** New machines, switched off; all others are off as well, for they would take CPU from these. */
async function freshHosts(lab: Lab, size: number): Promise<readonly Host[]> {
  for (const host of lab.hosts) await host.kill()
  const hosts = lab.hosts.slice(0, size)
  for (const host of hosts) await host.reinstall()
  return hosts
}

async function measurePlays(lab: Lab, quorate: Quorate, size: number): Promise<void> {
  const hosts = await freshHosts(lab, size)
  await Promise.all(hosts.map((host) => host.start()))
  const cluster = await generated(lab, quorate, { hosts: hosts.map(({ name }) => name) })
  keep(quorate, play('first', size), await runSite(lab, cluster))
  const second = await runSite(lab, cluster)
  assertUnchanged(second.outcome)
  keep(quorate, play('second', size), second)
}

async function runSite(lab: Lab, cluster: GeneratedCluster) {
  const calls = join(lab.folder, 'module-calls')
  rmSync(calls, { force: true })
  const env = { ANSIBLE_CALLBACK_PLUGINS: join(import.meta.dirname, 'callback'), MODULE_CALLS: calls }
  const before = await lab.cpuSeconds()
  const outcome = await cluster.playbook('site.yml', { env })
  const cpuSeconds = (await lab.cpuSeconds()) - before
  assertSuccess(cluster, outcome)
  const lines = readFileSync(calls, 'utf8').trimEnd().split('\n')
  return { outcome, seconds: outcome.seconds, cpuSeconds, moduleCalls: lines.length / cluster.hosts.length }
}

async function measureBoot(lab: Lab, quorate: Quorate): Promise<void> {
  const hosts = await freshHosts(lab, 3)
  const network = { interface: 'eth0', prefixLength: 24, gateway: bridgeAddresses.ipv4 }
  const cluster = await generated(lab, quorate, {
    hosts: hosts.map(({ name }) => name),
    cloudInit: { keys: 'embed', network },
  })
  seedAll(cluster)
  const [start, before] = [performance.now(), await lab.cpuSeconds()]
  await Promise.all(
    hosts.map(async (host) => {
      await host.start()
      await waitForHealth(host)
    }),
  )
  const cpuSeconds = (await lab.cpuSeconds()) - before
  keep(quorate, BOOT, { seconds: (performance.now() - start) / 1000, cpuSeconds, moduleCalls: 0 })
}

let clusters = 0
function generated(
  lab: Lab,
  { program }: Quorate,
  spec: Parameters<typeof generateCluster>[1],
): Promise<GeneratedCluster> {
  clusters += 1
  return generateCluster(lab, { ...spec, program, name: `bench-${clusters}` })
}

function printTable(): void {
  const title = (text: string) => text.padEnd(36)
  console.log(
    `\n${title('')}     seconds: min median max  CPU seconds: min median max   module calls per host`,
  )
  for (const [row, all] of [...samples].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const calls = median(all.map(({ moduleCalls }) => moduleCalls)).toFixed(1)
    console.log(
      `${title(row)} ${spread(
        all.map((sample) => sample.seconds),
        1,
      )}       ${spread(
        all.map((sample) => sample.cpuSeconds),
        1,
      )}   ${row.includes(BOOT) ? '' : calls.padStart(10)}`,
    )
  }
  console.log()
}

/** The other checkout may be any, so these ratios have no bound of their own. */
function printRatios(against: Quorate): void {
  const works = sizes.flatMap((size) => [play('first', size), play('second', size)])
  for (const work of [...works, ...(options.boot ? [BOOT] : [])]) {
    const [wall, used] = [seconds(here, work) / seconds(against, work), cpu(here, work) / cpu(against, work)]
    console.log(
      `${`${work}: here / against`.padEnd(58)} ${wall.toFixed(2).padStart(6)}  CPU ${used.toFixed(2)}`,
    )
  }
}

function bounds(): Bound[] {
  const sizesBound = (['first', 'second'] as const).map((run) => ({
    title: `${run} run: 7 hosts / 3 hosts`,
    value: seconds(here, play(run, 7)) / seconds(here, play(run, 3)),
    atMost: 1.5,
  }))
  return [
    ...(sizes.includes(3) && sizes.includes(7) ? sizesBound : []),
    ...(options.boot ? [{ title: `${BOOT}: seconds`, value: seconds(here, BOOT), atMost: 8 }] : []),
  ]
}

async function main(): Promise<number> {
  const availability = await labAvailability()
  if (!availability.available) {
    console.error(`The lab cannot run here: ${availability.reason}.`)
    return 1
  }
  const count = Math.max(...sizes, options.boot ? 3 : 0)
  const hosts = Array.from({ length: count }, (_, index) => hostNumber(index + 1, { isOff: true }))
  {
    await using lab = await startLab({ hosts, etcd: [etcdVersion], name: 'bench-apply', progress })
    for (let round = 0; round < rounds; round++) {
      const turns = round % 2 === 0 ? quorates : quorates.toReversed()
      for (const size of sizes) for (const quorate of turns) await measurePlays(lab, quorate, size)
      for (const quorate of options.boot ? turns : []) await measureBoot(lab, quorate)
    }
  }
  printTable()
  for (const against of quorates.slice(0, -1)) printRatios(against)
  return printBounds(bounds()) === 0 ? 0 : 1
}

process.exitCode = await main()
