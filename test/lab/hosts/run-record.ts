import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../machine/cache.ts'
import { lives, type ProcessIdentity } from '../machine/process.ts'
import { removeCgroup } from './cgroup.ts'
import { unmount } from './mount.ts'
import { removeNamespace } from './network.ts'

/**
 * Everything of a run that outlives the process that made it, written down before it is made. What a run takes down,
 * and what a later run takes down for one that died, is what stands here and nothing else.
 */
export type RunRecord = {
  readonly id: string
  /** The process that takes the run down when its time has come: see guard.ts. */
  readonly guard: ProcessIdentity
  /** Holds everything that the run writes, the hosts' files among it. */
  readonly folder: string
  /** One control group, with others below it, for all processes of the run. */
  readonly cgroup: string
  readonly namespaces: readonly string[]
  readonly mounts: readonly string[]
}

/** Makes the folder of a run that is about to begin. Nothing else may be made before `recordRun`. */
export function makeRunFolder(): { readonly id: string; readonly folder: string } {
  const id = `lab-${randomBytes(3).toString('hex')}`
  const folder = join(runsFolder(), id)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { id, folder }
}

/** Writes down all that a run is going to make; `hosts` are the names of its hosts. */
export function recordRun(
  id: string,
  folder: string,
  guard: ProcessIdentity,
  hosts: readonly string[],
): RunRecord {
  const record: RunRecord = {
    id,
    guard,
    folder,
    cgroup: id,
    namespaces: [bridgeNamespace(id), ...hosts.map((name) => hostNamespace(id, name))],
    mounts: hosts.map((name) => hostRoot(folder, name)),
  }
  writeFileSync(recordFile(folder), JSON.stringify(record, null, 2))
  return record
}

/** The namespace of a run that holds its bridge. */
export const bridgeNamespace = (id: string) => `${id}-bridge`
/** The namespace of one host of a run. */
export const hostNamespace = (id: string, host: string) => `${id}-${host}`
/** Where a host's file tree lies, as seen from outside. */
export const hostRoot = (folder: string, host: string) => join(folder, 'hosts', host, 'root')

/** Ends a run's processes, then removes its mounts, namespaces and folder. Does no harm where some are gone already. */
export async function takeDown(folder: string): Promise<void> {
  const record = readRecord(folder)
  if (record !== undefined) {
    await removeCgroup(record.cgroup)
    for (const mount of record.mounts) await unmount(mount)
    for (const namespace of record.namespaces) await removeNamespace(namespace)
  }
  await rm(folder, { recursive: true, force: true })
}

let sweeping: Promise<number> | undefined

/**
 * Takes down what is left of runs that died together with their guard. Returns how many those were. Scenarios that
 * start at the same moment share one sweep, so that none removes what another is removing.
 */
export function sweep(): Promise<number> {
  sweeping ??= sweepOnce().finally(() => {
    sweeping = undefined
  })
  return sweeping
}

async function sweepOnce(): Promise<number> {
  const entries = existsSync(runsFolder()) ? readdirSync(runsFolder()) : []
  const folders = entries.map((entry) => join(runsFolder(), entry))
  const dead = folders.filter((folder) => {
    const record = readRecord(folder)
    // A folder without a record is of a run that is just beginning.
    return record !== undefined && !lives(record.guard)
  })
  for (const folder of dead) await takeDown(folder)
  return dead.length
}

const runsFolder = () => join(cacheFolder(), 'runs')
const recordFile = (folder: string) => join(folder, 'run.json')

function readRecord(folder: string): RunRecord | undefined {
  return existsSync(recordFile(folder)) ? JSON.parse(readFileSync(recordFile(folder), 'utf8')) : undefined
}
