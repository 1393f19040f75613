import { exampleScenarios } from './scenarios/index.ts'

/** How long scenarios took, in seconds, by their names. */
export type Times = ReadonlyMap<string, number>

/** How long the examples may take together, in minutes. */
export const examplesLimit = 20

/** How long the examples took together, of those that ran, in seconds. */
export function examplesSeconds(times: Times): number {
  return exampleScenarios.reduce((sum, { name }) => sum + (times.get(name) ?? 0), 0)
}

/** The times in lines for people: those of the examples, of which all together are to be known, and the sum of all. */
export function timeLines(times: Times): string[] {
  const examples = exampleScenarios.flatMap(({ name }) => {
    const seconds = times.get(name)
    return seconds === undefined ? [] : [`${seconds.toFixed(1).padStart(8)} s  ${name}`]
  })
  const sum = [...times.values()].reduce((total, seconds) => total + seconds, 0)
  return [
    ...(examples.length > 0 ? ['examples:', ...examples] : []),
    ...(examples.length > 1
      ? [`${examplesSeconds(times).toFixed(1).padStart(8)} s  together, of at most ${60 * examplesLimit} s`]
      : []),
    `${times.size} scenario(s) in ${sum.toFixed(1)} s`,
  ]
}
