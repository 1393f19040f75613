/** Something that stands in the lab's way, said in words for the person who runs it: printed without a stack trace. */
export class LabProblem extends Error {
  override readonly name = 'LabProblem'
}

/** One line, or a few, that tell a person what went wrong; anything but a LabProblem is a fault of ours and keeps its stack. */
export function explain(problem: unknown): string {
  if (problem instanceof LabProblem) return problem.message
  if (problem instanceof Error)
    return problem.name === 'AssertionError' ? problem.message : String(problem.stack)
  return String(problem)
}
