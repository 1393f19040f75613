import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder } from '../machine/cache.ts'
import { type Command, run } from '../machine/command.ts'
import { LabProblem } from '../machine/problem.ts'
import { mountPoints } from './mount.ts'

/*
 * Every process of a run lives in a control group of the run's own, the hosts' each in one below it. So hosts don't share
 * the groups that their systemds make, and ending a run ends exactly what it started, down to the last child.
 */

/** Makes a control group by its path below the root of the v2 hierarchy and returns its folder. */
export async function makeCgroup(path: string): Promise<string> {
  const folder = join(await hierarchy(), path)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** The command that runs another inside a control group, given by its folder. */
export function insideCgroup(folder: string, command: Command): Command {
  return ['sh', '-c', 'echo $$ >"$0"/cgroup.procs && exec "$@"', folder, ...command]
}

/** The CPU seconds (user and system) of a control group and those below it; its path as for makeCgroup. */
export async function cpuSeconds(path: string): Promise<number> {
  const statistics = readFileSync(join(await hierarchy(), path, 'cpu.stat'), 'utf8')
  const [, microseconds] = /^usage_usec (\d+)$/m.exec(statistics) ?? []
  if (microseconds === undefined) throw new LabProblem(`cpu.stat of ${path} has no usage_usec.`)
  return Number(microseconds) / 1e6
}

/** Ends all processes in a control group, and in those below it, and waits until they are gone. */
export async function endProcesses(folder: string): Promise<void> {
  writeFileSync(join(folder, 'cgroup.kill'), '1')
  for (
    let tries = 0;
    /^populated 1$/m.test(readFileSync(join(folder, 'cgroup.events'), 'utf8'));
    tries += 1
  ) {
    if (tries === 1000)
      throw new LabProblem(`Processes of the lab do not end: see ${join(folder, 'cgroup.procs')}.`)
    await sleep(10)
  }
}

/** Ends all processes in a control group and removes it with those below it; its path as for makeCgroup. */
export async function removeCgroup(path: string): Promise<void> {
  const folder = join(await hierarchy(), path)
  if (!existsSync(folder)) return
  await endProcesses(folder)
  removeEmptied(folder)
}

function removeEmptied(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptied(join(folder, entry.name))
  }
  rmdirSync(folder)
}

let found: Promise<string> | undefined

/**
 * Where the v2 hierarchy is mounted. Where the machine has no such mount, the lab makes one, which stays. Scenarios that
 * start at the same moment make it once.
 */
function hierarchy(): Promise<string> {
  found ??= findHierarchy()
  return found
}

async function findHierarchy(): Promise<string> {
  const mounted = mountPoints().find(({ type }) => type === 'cgroup2')
  if (mounted !== undefined) return mounted.point
  const own = join(cacheFolder(), 'cgroup')
  mkdirSync(own, { recursive: true })
  await run(['mount', '-t', 'cgroup2', 'cgroup2', own])
  return own
}
