/**
 * Stands in for node:assert in what runs. yargs asserts two things with it; loading it makes Node load its own diff and
 * its streams, 4 ms of a run that takes 50.
 */
export function strictEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (!Object.is(actual, expected)) throw message instanceof Error ? message : new Error(message)
}

export function notStrictEqual(actual: unknown, expected: unknown, message?: string | Error): void {
  if (Object.is(actual, expected)) throw message instanceof Error ? message : new Error(message)
}
