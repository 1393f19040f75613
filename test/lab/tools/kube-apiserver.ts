import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../machine/cache.ts'
import { run } from '../machine/command.ts'
import { goToolchain } from './go.ts'

const module = join(import.meta.dirname, '../kubernetes')
const files = ['go.mod', 'go.sum', 'main.go'] as const

/** Builds kube-apiserver from the published modules that kubernetes/go.mod and go.sum pin; returns the path of the program. */
export async function kubeApiserver(): Promise<string> {
  const go = await goToolchain()
  const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(module, file), 'utf8')]))
  const folder = await cached('kube-apiserver', { go: go.version, ...texts }, async (built) => {
    // Go makes no files next to the sources, but the folder of the program has to be another one.
    for (const file of files) copyFileSync(join(module, file), join(built, file))
    const env = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', GOWORK: 'off' }
    const options = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', 'kube-apiserver']
    await run([go.program, 'build', ...options, '.'], { cwd: built, env, timeoutSeconds: 3600 })
  })
  return join(folder, 'kube-apiserver')
}
