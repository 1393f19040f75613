import { join, resolve } from 'node:path'
import type { KeyFileTitle } from '../diagnostics/catalogue/key-file.ts'
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts'
import { failed, inFile, report } from '../diagnostics/report.ts'
import { systemCode } from '../system-error.ts'

// The files of the user that hold what opens and seals: their paths, and what is in them.

/** What reading them needs of the machine; tests pass another. Whatever fails throws Node's own errors, such as ENOENT. */
export type KeyringHost = {
  readonly workingFolder: () => string
  readonly homeFolder: () => string
  /** Links are followed. */
  readonly inspect: (path: string) => { readonly isDirectory: boolean; readonly mode: number }
  /** The beginning of a file, `most` bytes at most; the file may be a pipe. */
  readonly readStart: (path: string, most: number) => Uint8Array
  /**
   * Runs a program to its end, with the user's terminal for questions and errors. Returns what it printed, `most` bytes at
   * most; without an exit code where a signal ended it.
   */
  readonly run: (
    program: string,
    parameters: readonly string[],
    most: number,
  ) => Promise<{ readonly exitCode: number | undefined; readonly printed: Uint8Array }>
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Far larger than any password or list of identities. */
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

/** A file that the user names, with what it is to hold. */
export type KeyFile = { readonly title: KeyFileTitle; readonly path: string }

/** Whether anybody may execute a file: what Ansible takes for a script (lib/ansible/module_utils/common/file.py). */
export function isScript(file: KeyFile, host: KeyringHost): Outcome<boolean> {
  try {
    const { isDirectory, mode } = host.inspect(file.path)
    if (isDirectory) return failed(report('key-file-directory', inFile(file.path), file))
    return { value: (mode & 0o111) !== 0, diagnostics: [] }
  } catch (error) {
    return failed(unreadable(file, error))
  }
}

/** What is in a file. */
export function readKeyFile(file: KeyFile, host: KeyringHost): Outcome<Buffer> {
  try {
    const value = Buffer.from(host.readStart(file.path, LARGEST + 1))
    if (value.length <= LARGEST) return { value, diagnostics: [] }
    return failed(report('key-file-too-large', inFile(file.path), file))
  } catch (error) {
    return failed(unreadable(file, error))
  }
}

/** What a script prints. */
export async function runScript(
  file: KeyFile,
  parameters: readonly string[],
  host: KeyringHost,
): Promise<Outcome<Buffer>> {
  const target = inFile(file.path)
  if (!isProgram(file.path, host)) return failed(report('password-script-not-program', target, file))
  try {
    const { exitCode, printed } = await host.run(file.path, parameters, LARGEST + 1)
    if (exitCode === 0 && printed.length <= LARGEST) return { value: Buffer.from(printed), diagnostics: [] }
    const outcome =
      exitCode === undefined
        ? 'a signal ended it'
        : exitCode === 0
          ? 'it printed too much for a password'
          : `its exit code was ${exitCode}`
    return failed(report('password-script-failed', target, { ...file, outcome }))
  } catch (error) {
    return failed(report('password-script-not-run', target, { ...file, reason: systemCode(error) }))
  }
}

/** The first bytes of what a kernel runs: a script, a Linux program (elf(5)), a macOS program (mach-o/loader.h, fat.h). */
const PROGRAMS: readonly Buffer[] = ['2321', '7f454c46', 'cffaedfe', 'cafebabe'].map((start) =>
  Buffer.from(start, 'hex'),
)

/**
 * Whether the kernel can run a file. Python, and so Ansible, cannot run any other file. Node would let the shell run it
 * (execvp(3), ENOEXEC), and the shell would print the lines that are not commands. On a disk where every file is
 * executable, that would print the password. A file that may be run but not read is not a script.
 */
function isProgram(path: string, host: KeyringHost): boolean {
  try {
    const start = Buffer.from(host.readStart(path, 4))
    return PROGRAMS.some((program) => start.subarray(0, program.length).equals(program))
  } catch {
    return true
  }
}

function unreadable(file: KeyFile, error: unknown): Diagnostic {
  const target = inFile(file.path)
  const reason = systemCode(error)
  switch (reason) {
    case 'ENOENT':
    case 'ENOTDIR':
      return report('key-file-missing', target, file)
    case 'EISDIR':
      return report('key-file-directory', target, file)
    default:
      return report('key-file-unreadable', target, { ...file, reason })
  }
}
