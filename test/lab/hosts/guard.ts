import { explain } from '../machine/problem.ts'
import { takeDown } from './run-record.ts'

/*
 * The guard of a run, a process of its own: `node guard.ts FOLDER`. It waits until its standard input ends, which the
 * process that started it holds open, and then takes the run down. So it makes no difference how that process ends: by
 * itself, by an error, by Ctrl-C, by a test runner that kills its workers, or by SIGKILL.
 */
for await (const _ of process.stdin) {
  // nothing is ever said
}
try {
  await takeDown(process.argv[2] as string)
} catch (problem) {
  console.error(explain(problem))
  process.exitCode = 1
}
