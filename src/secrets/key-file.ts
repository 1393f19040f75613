import { join, resolve } from 'node:path'
import { visible } from '../diagnostics/visible.ts'
import { fine, refuse, type SecretOutcome } from './problem.ts'

// The files of the user that hold what opens and seals: where they lie, and what is in them.

/** What reading them needs of the machine; tests pass another. Whatever fails throws Node's own errors, such as ENOENT. */
export type KeyringHost = {
  readonly workingFolder: () => string
  readonly homeFolder: () => string
  /** Links are followed. */
  readonly look: (path: string) => { readonly isDirectory: boolean; readonly mode: number }
  /** The beginning of a file, `most` bytes at most; the file may be a pipe. */
  readonly readStart: (path: string, most: number) => Uint8Array
  /**
   * Runs a program to its end, with the user's terminal to ask and to complain, and returns what it printed, of which
   * `most` bytes at most; without an exit code where a signal ended it.
   */
  readonly run: (
    program: string,
    parameters: readonly string[],
    most: number,
  ) => Promise<{ readonly exitCode: number | undefined; readonly printed: Uint8Array }>
}

export type Environment = Readonly<Record<string, string | undefined>>

/** No password, and no list of identities that people keep, comes near this. */
const LARGEST = 64 * 1024

/**
 * A path as Ansible reads one that it is given, on the command line or in its environment (lib/ansible/utils/path.py,
 * unfrackpath): variables that are set, then the home folder. Others' home folders (`~user`) are left as they are.
 */
export function expandPath(path: string, environment: Environment, host: KeyringHost): string {
  const filled = path.replace(
    /\$(?:(\w+)|\{([^}]*)\})/g,
    (all, bare, braced) => environment[bare ?? braced] ?? all,
  )
  const whole = /^~(?=\/|$)/.test(filled)
    ? join(environment.HOME || host.homeFolder(), filled.slice(1))
    : filled
  return resolve(host.workingFolder(), whole)
}

/**
 * Whether anybody may execute a file: what Ansible takes for a script (lib/ansible/module_utils/common/file.py).
 *
 * @param what what the file is to hold, as a message begins: `The vault password file`
 */
export function isScript(path: string, what: string, host: KeyringHost): SecretOutcome<boolean> {
  try {
    const { isDirectory, mode } = host.look(path)
    return isDirectory ? directory(what, path) : fine((mode & 0o111) !== 0)
  } catch (error) {
    return unreadable(what, path, error)
  }
}

/** What is in a file. */
export function readKeyFile(path: string, what: string, host: KeyringHost): SecretOutcome<Buffer> {
  try {
    const content = Buffer.from(host.readStart(path, LARGEST + 1))
    if (content.length <= LARGEST) return fine(content)
    return refuse('unsuited', `${what} ${visible(path)} is too large for one.`, 'Look at its name.')
  } catch (error) {
    return unreadable(what, path, error)
  }
}

/** What a script prints. */
export async function runScript(
  path: string,
  parameters: readonly string[],
  what: string,
  host: KeyringHost,
): Promise<SecretOutcome<Buffer>> {
  if (!isProgram(path, host))
    return refuse(
      'unsuited',
      `${what} ${visible(path)} is executable and so taken for a script, and is none: it does not begin with #!.`,
      'If it holds the password itself, make it one that nobody may execute: chmod 600.',
    )
  try {
    const { exitCode, printed } = await host.run(path, parameters, LARGEST + 1)
    if (exitCode === 0 && printed.length <= LARGEST) return fine(Buffer.from(printed))
    const how =
      exitCode === undefined
        ? 'was ended by a signal'
        : exitCode === 0
          ? 'printed too much for one'
          : `ended with exit code ${exitCode}`
    return refuse('unsuited', `${what} ${visible(path)} was run, and ${how}.`, 'Run it yourself.')
  } catch (error) {
    return refuse(
      'unsuited',
      `${what} ${visible(path)} is executable and cannot be run (${codeOf(error)}).`,
      'If it is a script, look at its first line. If not, make it one that nobody may execute: chmod 600.',
    )
  }
}

/** How what a kernel runs begins: a script, a program of Linux (elf(5)), and one of macOS (mach-o/loader.h, fat.h). */
const PROGRAMS: readonly Buffer[] = ['2321', '7f454c46', 'cffaedfe', 'cafebabe'].map((start) =>
  Buffer.from(start, 'hex'),
)

/**
 * Whether a file is something that the kernel runs. To Python, and so to Ansible, any other cannot be run; Node would have
 * the shell run it (execvp(3), ENOEXEC), line by line, and the shell would say which of the lines is no command: of a
 * password on a disk where every file is executable, that is the password. Who may not read a file may still run it, and
 * then it is no script.
 */
function isProgram(path: string, host: KeyringHost): boolean {
  try {
    const start = Buffer.from(host.readStart(path, 4))
    return PROGRAMS.some((program) => start.subarray(0, program.length).equals(program))
  } catch {
    return true
  }
}

function directory(what: string, path: string) {
  return refuse('unsuited', `${what} ${visible(path)} is a directory.`, 'Name the file that is in it.')
}

function unreadable(what: string, path: string, error: unknown) {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return refuse('unsuited', `${what} ${visible(path)} does not exist.`, 'Look at its name.')
    case 'EISDIR':
      return directory(what, path)
    default:
      return refuse(
        'unsuited',
        `${what} ${visible(path)} cannot be read (${codeOf(error)}).`,
        'Run as a user who may read it, or give this user the right to.',
      )
  }
}

/** What the system calls the error, such as EACCES. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}
