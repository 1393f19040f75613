import { readFileSync } from 'node:fs'

/** A process that can't be mistaken for a later one with the same id: its start is counted in clock ticks since boot. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string }

/** The identity of a living process, or undefined if there is none with that id. */
export function identify(pid: number): ProcessIdentity | undefined {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // proc(5): the second field is the program's name in brackets and may hold spaces; starttime is field 22.
  const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  return startedAt === undefined ? undefined : { pid, startedAt }
}

/** Whether this very process still lives. */
export function lives(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt
}

/** The ids of a process's children. */
export function childrenOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`) ?? ''
  return children.split(' ').filter(Boolean).map(Number)
}

/** Whether a process is the first one of a PID namespace of its own. */
export function isFirstOfNamespace(pid: number): boolean {
  const ids =
    /^NSpid:(.*)$/m
      .exec(read(`/proc/${pid}/status`) ?? '')?.[1]
      ?.trim()
      .split(/\s+/) ?? []
  return ids.length > 1 && ids.at(-1) === '1'
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // it ended meanwhile
  }
}
