/** The exit codes of every verb. */
export const EXIT = {
  fine: 0,
  /** The spec, or the PKI that it is to go with, is at fault. */
  fault: 1,
  /** quorate could not run: wrong usage, or a disk that does not play along. */
  couldNotRun: 2,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
