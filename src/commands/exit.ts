/** The exit codes of every verb. */
export const EXIT = {
  fine: 0,
  /** The spec, or the PKI in its folder, is wrong. */
  fault: 1,
  /** quorate could not run: wrong usage, or an error of the disk. */
  couldNotRun: 2,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
