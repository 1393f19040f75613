import type { Writable } from 'node:stream'

/** Where a verb prints: results to one stream, problems to the other, each with colours or without. */
export type Terminal = {
  /** A result, one line or more, without the last newline. */
  result(text: string): void
  /** A problem. */
  problem(text: string): void
  readonly colours: { readonly result: boolean; readonly problem: boolean }
}

type Stream = Writable & { readonly isTTY?: boolean }

/** The process's own streams. NO_COLOR turns colours off, FORCE_COLOR on, and else a terminal has them (no-color.org). */
export function terminal(process: {
  readonly stdout: Stream
  readonly stderr: Stream
  readonly env: Readonly<Record<string, string | undefined>>
}): Terminal {
  const { stdout, stderr, env } = process
  const coloured = (stream: Stream) =>
    env.NO_COLOR
      ? false
      : env.FORCE_COLOR
        ? env.FORCE_COLOR !== '0'
        : stream.isTTY === true && env.TERM !== 'dumb'
  return {
    result: (text) => void stdout.write(`${text}\n`),
    problem: (text) => void stderr.write(`${text}\n`),
    colours: { result: coloured(stdout), problem: coloured(stderr) },
  }
}
