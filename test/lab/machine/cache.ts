import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { identify } from './process.ts'

/** The folder in which the lab keeps everything: what is expensive to make, the records of its runs, and their logs. */
export function cacheFolder(): string {
  const { QUORATE_LAB_CACHE: own, XDG_CACHE_HOME: caches } = process.env
  return own || join(caches || join(homedir(), '.cache'), 'quorate-lab')
}

const building = new Map<string, Promise<string>>()

/**
 * The folder that holds something expensive, which `build` makes if it isn't there yet.
 *
 * `name` is for people, `inputs` is everything that the result depends on: other inputs, another folder.
 * The folder is built where it will stay and published by a link, so a tree that knows its own path (a Python
 * environment) can be kept as well as any other. Only a finished folder is ever linked; when two runs build the same
 * one at once, the first to finish wins and the other throws its own away.
 */
export function cached(
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 12)
  const link = join(cacheFolder(), `${name}-${digest}`)
  const pending = building.get(link) ?? find(link, build)
  building.set(link, pending)
  return pending
}

async function find(link: string, build: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(link)) return realpathSync(link)
  mkdirSync(cacheFolder(), { recursive: true })
  await discardAbandoned(link)
  const folder = `${link}.${process.pid}-${randomBytes(3).toString('hex')}`
  try {
    mkdirSync(folder)
    await build(folder)
    symlinkSync(basename(folder), link)
    return folder
  } catch (problem) {
    await rm(folder, { recursive: true, force: true })
    if ((problem as NodeJS.ErrnoException).code === 'EEXIST' && existsSync(link)) return realpathSync(link)
    throw problem
  }
}

/** Removes what a build that died halfway has left: folders that no link names and whose builder is gone. */
async function discardAbandoned(link: string): Promise<void> {
  const published = existsSync(link) ? basename(realpathSync(link)) : undefined
  for (const entry of readdirSync(cacheFolder())) {
    const builder = entry.startsWith(`${basename(link)}.`) ? /\.(\d+)-[0-9a-f]+$/.exec(entry)?.[1] : undefined
    if (builder === undefined || entry === published || identify(Number(builder)) !== undefined) continue
    await rm(join(cacheFolder(), entry), { recursive: true, force: true })
  }
}
