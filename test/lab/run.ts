import { labAvailability, leavingOutFails, leftOut } from './machine/availability.ts'
import { explain } from './machine/problem.ts'
import { runScenario } from './scenario.ts'
import { scenarios } from './scenarios/index.ts'
import { timeLines } from './times.ts'

/** `node test/lab/run.ts [NAME…]`: runs the named scenarios one after another, or lists them all. */
async function main(names: readonly string[]): Promise<number> {
  if (names.length === 0) {
    for (const { name, title } of scenarios) console.log(`${name.padEnd(28)}${title}`)
    return 0
  }
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name))
  if (unknown.length > 0) {
    console.error(`There is no scenario ${unknown.join(', ')}. Without a name, all are listed.`)
    return 2
  }
  const availability = await labAvailability()
  if (!availability.available) {
    console.error(leftOut(availability.reason))
    return leavingOutFails() ? 1 : 0
  }
  const failed: string[] = []
  const times = new Map<string, number>()
  const start = performance.now()
  for (const scenario of scenarios.filter(({ name }) => names.includes(name))) {
    console.log(`${scenario.name}: ${scenario.title}`)
    try {
      times.set(scenario.name, await runScenario(scenario))
    } catch (problem) {
      failed.push(scenario.name)
      console.error(explain(problem))
    }
  }
  for (const line of timeLines(times, (performance.now() - start) / 1000)) console.log(line)
  if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
