import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/lab/lab.test.ts'],
    // A process, not a thread: a scenario hears SIGINT and SIGTERM and takes its hosts down.
    pool: 'forks',
    fileParallelism: false,
    // A scenario waits for boots, elections and networks half of its time: two fit on two cores.
    maxConcurrency: 2,
    disableConsoleIntercept: true,
  },
})
