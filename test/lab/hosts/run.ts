import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { LabProblem } from '../machine/problem.ts'
import { identify, type ProcessIdentity } from '../machine/process.ts'
import { makeRunFolder, type RunRecord, recordRun } from './run-record.ts'

/** A run of the lab: what it is going to make. Disposing of it takes all of that down; so does the end of this process. */
export type Run = AsyncDisposable & { readonly record: RunRecord }

/** A folder for what several labs share. It is removed when this process ends, however that happens. */
export function folderUntilExit(): string {
  const { id, folder } = makeRunFolder()
  const guard = startGuard(folder, 'ignore')
  // This process ends although the guard does not: that is what the guard waits for.
  guard.process.unref()
  ;(guard.process.stdin as Socket).unref()
  recordRun(id, folder, guard.identity, [])
  return folder
}

/** Begins a run with the given hosts: starts its guard and writes down what the run will make. Makes none of it yet. */
export function beginRun(hosts: readonly string[]): Run {
  const { id, folder } = makeRunFolder()
  const { process: guard, identity } = startGuard(folder, 'pipe')
  const said = text(guard.stderr as Readable)
  const ended = once(guard, 'exit')
  return {
    record: recordRun(id, folder, identity, hosts),
    [Symbol.asyncDispose]: async () => {
      guard.stdin?.end()
      const [exitCode] = await ended
      if (exitCode !== 0)
        throw new LabProblem(`The lab could not be taken down; the next run tries again.\n${await said}`)
    },
  }
}

function startGuard(
  folder: string,
  errors: 'pipe' | 'ignore',
): { readonly process: ChildProcess; readonly identity: ProcessIdentity } {
  // Detached: Ctrl-C at the terminal, or a signal to the whole group, doesn't reach it.
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts'), folder], {
    stdio: ['pipe', 'ignore', errors],
    detached: true,
  })
  const identity = guard.pid === undefined ? undefined : identify(guard.pid)
  if (identity === undefined)
    throw new LabProblem('The lab cannot start the guard that takes its hosts down.')
  return { process: guard, identity }
}
