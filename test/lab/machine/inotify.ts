import { readFileSync, writeFileSync } from 'node:fs'
import { LabProblem } from './problem.ts'

const setting = '/proc/sys/fs/inotify/max_user_instances'
/** What systemd and the services of one host take. */
const perHost = 6
/** Enough for two scenarios at a time, and for whatever else root runs. */
const wanted = 1024

/**
 * Makes sure that the kernel lets root watch files on that many hosts; Debian's default of 128 is enough for 21. Returns what it
 * changed, for people, or nothing. Source: inotify(7), /proc interfaces.
 */
export function allowInotify(hosts: number): string | undefined {
  const now = Number(readFileSync(setting, 'utf8'))
  if (now >= wanted) return undefined
  try {
    writeFileSync(setting, String(wanted))
    return `fs.inotify.max_user_instances was ${now} and is now ${wanted}: each host takes ${perHost}`
  } catch {
    if (now >= perHost * hosts * 2) return undefined
    throw new LabProblem(
      `fs.inotify.max_user_instances is ${now}, and ${hosts} hosts take ${perHost * hosts}. Type: sysctl -w fs.inotify.max_user_instances=${wanted}`,
    )
  }
}
