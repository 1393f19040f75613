import { type Lab, type LabOptions, startLab } from './lab.ts'
import { type Progress, printedProgress } from './progress.ts'

/** Something that has to hold on real hosts. `run` throws when it doesn't. */
export type Scenario = {
  readonly name: string
  readonly title: string
  readonly run: (context: ScenarioContext) => Promise<void>
}

/** What a scenario works with. */
export type ScenarioContext = Progress & {
  /** Starts the scenario's lab: `await using lab = await context.startLab({ hosts })`. */
  readonly startLab: (wanted: Pick<LabOptions, 'hosts' | 'etcd' | 'from'>) => Promise<Lab>
}

/**
 * Runs a scenario to its end and prints its progress; returns how many seconds that took. Throws what the scenario
 * throws, and leaves nothing running.
 */
export async function runScenario(scenario: Scenario, print?: (text: string) => void): Promise<number> {
  const start = performance.now()
  const progress = printedProgress(print)
  await scenario.run({
    ...progress,
    startLab: async (wanted) => {
      const lab = await startLab({ ...wanted, name: scenario.name, progress })
      progress.line(`logs: ${lab.logs}`)
      const begun = performance.now()
      const takeDown = async () => {
        // On a busy machine these say more than the seconds that have passed.
        const [cpu, passed] = [await lab.cpuSeconds(), (performance.now() - begun) / 1000]
        progress.line(`hosts and playbooks used ${cpu.toFixed(1)} CPU seconds in ${passed.toFixed(1)} s`)
        await lab[Symbol.asyncDispose]()
      }
      return { ...lab, [Symbol.asyncDispose]: takeDown }
    },
  })
  return (performance.now() - start) / 1000
}
