import { defineConfig } from 'vitest/config'
import { temporaryDirectory } from './temporary-files.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/lab/lab.test.ts'],
    // Processes, not threads: the lab hears SIGINT and takes its hosts down.
    pool: 'forks',
    // By default Vitest leaves one core idle, and starts a process for each file: a quarter of all CPU time. No test changes
    // what its process shares with the next file.
    maxWorkers: '100%',
    isolate: false,
    env: { TMPDIR: temporaryDirectory() },
    // Property tests make many PKIs; on a busy machine that takes its time.
    testTimeout: 60_000,
    disableConsoleIntercept: true,
  },
})
