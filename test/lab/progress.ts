/** Tells a person how far a scenario is. */
export type Progress = {
  /** Prints a line. */
  readonly line: (text: string) => void
  /** Does something and, once it has succeeded, prints what that was and how long it took. */
  readonly step: <T>(title: string, action: () => Promise<T>) => Promise<T>
}

/** Progress that prints its lines to standard output, each with the seconds since the scenario began. */
export function printedProgress(print: (text: string) => void = console.log): Progress {
  const start = performance.now()
  const line = (text: string) => print(`  ${seconds(start)}  ${text}`)
  return {
    line,
    step: async (title, action) => {
      const stepStart = performance.now()
      try {
        const result = await action()
        line(`${title} (${seconds(stepStart).trim()} s)`)
        return result
      } catch (problem) {
        line(`FAILED: ${title} (${seconds(stepStart).trim()} s)`)
        throw problem
      }
    },
  }
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1).padStart(6)
}
