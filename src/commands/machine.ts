import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import type { KeyringHost } from '../secrets/key-file.ts'
import type { SpecHost } from '../spec/read.ts'

/** The real machine, as reading specs needs it. */
export const specHost: SpecHost = {
  exists: existsSync,
  readStart,
  isOrdinary(path) {
    const found = statSync(path, { throwIfNoEntry: false })
    return found === undefined || found.isFile() || found.isDirectory()
  },
}

/** The real machine, as reading passwords and identities needs it. */
export const keyringHost: KeyringHost = {
  workingFolder: () => process.cwd(),
  homeFolder: homedir,
  inspect(path) {
    const status = statSync(path)
    return { isDirectory: status.isDirectory(), mode: status.mode }
  },
  readStart,
  async run(program, parameters, most) {
    // Loaded only to run a script, which is rare. dist/ is a script, where import() does not work.
    const { spawn } = process.getBuiltinModule('node:child_process')
    const child = spawn(program, parameters, { stdio: ['inherit', 'pipe', 'inherit'] })
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    const chunks: Uint8Array[] = []
    let length = 0
    child.stdout.on('data', (chunk: Uint8Array) => {
      if (length < most) chunks.push(chunk)
      length += chunk.length
    })
    const exitCode = (await ended) ?? undefined
    return { exitCode, printed: Buffer.concat(chunks).subarray(0, most) }
  },
}

/** The beginning of a file, or of what comes through a pipe: as many bytes as there are, `most` at most. */
export function readStart(path: string, most: number): Uint8Array {
  const descriptor = openSync(path, 'r')
  try {
    const content = new Uint8Array(most)
    let length = 0
    for (;;) {
      const read = readSync(descriptor, content, length, most - length, null)
      length += read
      if (read === 0 || length === most) return content.subarray(0, length)
    }
  } finally {
    closeSync(descriptor)
  }
}
