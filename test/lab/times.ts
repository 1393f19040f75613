import { exampleScenarios } from './scenarios/index.ts'

/** How long scenarios took, in seconds, by their names. */
export type Times = ReadonlyMap<string, number>

/** How long the examples may take together, in minutes. */
export const examplesLimit = 20

/** How long the examples took together, of those that ran, in seconds. */
export function examplesSeconds(times: Times): number {
  return exampleScenarios.reduce((sum, { name }) => sum + (times.get(name) ?? 0), 0)
}

/**
 * The times in lines for people, the slowest scenario first, and the sums of the examples and of all.
 *
 * @param wall how many seconds passed, since several may have run at a time
 */
export function timeLines(times: Times, wall: number): string[] {
  const slowestFirst = [...times].sort(([, one], [, other]) => other - one)
  const sum = slowestFirst.reduce((total, [, seconds]) => total + seconds, 0)
  const examples = exampleScenarios.filter(({ name }) => times.has(name))
  return [
    ...slowestFirst.map(([name, seconds]) => `${seconds.toFixed(1).padStart(8)} s  ${name}`),
    ...(examples.length > 1
      ? [
          `${examplesSeconds(times).toFixed(1).padStart(8)} s  the examples, of at most ${60 * examplesLimit} s`,
        ]
      : []),
    `${times.size} scenario(s): ${sum.toFixed(1)} s in ${wall.toFixed(1)} s`,
  ]
}
