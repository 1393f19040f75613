import { describe, expect, test } from 'vitest'
import { labAvailability, leavingOutFails, leftOut } from './machine/availability.ts'
import { explain } from './machine/problem.ts'
import { runScenario, type Scenario } from './scenario.ts'
import { examplesLimit, examplesSeconds, timeLines } from './times.ts'

const longestScenarioSeconds = 30 * 60

/**
 * Makes a test of each scenario. As many run at a time as `maxConcurrency` of Vitest's configuration lets, and each prints its
 * lines at its end, together. Where the lab cannot run, says so in one line instead, and fails where CI runs.
 */
export async function testScenarios(scenarios: readonly Scenario[]): Promise<void> {
  const availability = await labAvailability()
  if (!availability.available) {
    const reason = leftOut(availability.reason)
    process.stderr.write(`${reason}\n`)
    if (leavingOutFails()) test('the lab of real hosts is there', () => expect.fail(reason))
    else test.skip(reason)
    return
  }
  const times = new Map<string, number>()
  const start = performance.now()
  describe('on real hosts', () => {
    for (const scenario of scenarios) {
      test.concurrent(`${scenario.name}: ${scenario.title}`, {
        timeout: longestScenarioSeconds * 1000,
      }, async () => {
        process.stdout.write(`${scenario.name} begins: ${scenario.title}\n`)
        const lines = [`${scenario.name}: ${scenario.title}`]
        const begun = performance.now()
        try {
          await runScenario(scenario, (line) => lines.push(line))
        } catch (problem) {
          throw new Error(explain(problem))
        } finally {
          times.set(scenario.name, (performance.now() - begun) / 1000)
          process.stdout.write(`${lines.join('\n')}\n`)
        }
      })
    }
    test(`the examples come up within ${examplesLimit} minutes`, () => {
      for (const line of timeLines(times, (performance.now() - start) / 1000))
        process.stdout.write(`${line}\n`)
      expect(examplesSeconds(times)).toBeLessThan(60 * examplesLimit)
    })
  })
}
