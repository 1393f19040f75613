import { execa } from 'execa'
import { LabProblem } from './problem.ts'

/** A program and its arguments; no shell is involved. */
export type Command = readonly [string, ...string[]]

/** How a command is run. */
export type CommandOptions = {
  readonly cwd?: string
  /** Variables on top of the lab's own environment; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string | Uint8Array
  /** A file to which everything that the command prints is also written, as it comes. */
  readonly log?: string
  readonly timeoutSeconds?: number
}

/** What came of a command. `output` is both streams as they came, `exitCode` undefined where a signal ended it. */
export type Outcome = {
  readonly command: string
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly output: string
}

/** Runs a command to its end and returns what came of it, whatever that is; throws a LabProblem only if it can't be started. */
export async function attempt(command: Command, options: CommandOptions = {}): Promise<Outcome> {
  const [program, ...parameters] = command
  const streams = options.log === undefined ? 'pipe' : (['pipe', { file: options.log }] as const)
  const result = await execa(program, parameters, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...options.env },
    extendEnv: false,
    stdout: streams,
    stderr: streams,
    all: true,
    reject: false,
    timeout: (options.timeoutSeconds ?? 0) * 1000,
  })
  if (result.failed && result.exitCode === undefined && result.signal === undefined) {
    throw new LabProblem(`${program} cannot be run: ${result.originalMessage ?? result.shortMessage}`)
  }
  const output =
    String(result.all ?? '') + (result.timedOut ? `\n(ended after ${options.timeoutSeconds} s)` : '')
  return {
    command: command.join(' '),
    exitCode: result.exitCode,
    stdout: String(result.stdout ?? ''),
    output,
  }
}

/** Runs a command that has to succeed and returns what it printed on standard output; otherwise throws a LabProblem. */
export async function run(command: Command, options: CommandOptions = {}): Promise<string> {
  const outcome = await attempt(command, options)
  if (outcome.exitCode === 0) return outcome.stdout
  throw new LabProblem(failureText(outcome))
}

/** Names a failed command and quotes the end of what it printed. */
export function failureText(outcome: Outcome): string {
  const ending =
    outcome.exitCode === undefined ? 'was ended by a signal' : `ended with exit code ${outcome.exitCode}`
  const lastLines = outcome.output.trimEnd().split('\n').slice(-30)
  return [`\`${outcome.command}\` ${ending}:`, ...lastLines.map((line) => `    ${line}`)].join('\n')
}
