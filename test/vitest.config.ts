import { defineConfig } from 'vitest/config'

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
    // Property tests make many PKIs; on a busy machine that takes its time.
    testTimeout: 60_000,
    disableConsoleIntercept: true,
  },
})
