import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../machine/cache.ts'
import { run } from '../machine/command.ts'
import { goToolchain } from './go.ts'

/** Builds kube-apiserver from the published modules that kubernetes/go.mod and go.sum pin; returns the path of the program. */
export function kubeApiserver(): Promise<string> {
  return goProgram('kube-apiserver', 'kubernetes')
}

/** Builds the client that writes while a cluster changes; returns the path of the program. */
export function etcdClient(): Promise<string> {
  return goProgram('etcd-client', 'client')
}

/** Builds the program of a folder next to this one, once its own tests have passed. */
async function goProgram(name: string, source: string): Promise<string> {
  const module = join(import.meta.dirname, '..', source)
  const files = readdirSync(module).sort()
  const go = await goToolchain()
  const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(module, file), 'utf8')]))
  const folder = await cached(name, { go: go.version, ...texts }, async (built) => {
    // Go makes no files next to the sources, but the folder of the program has to be another one.
    for (const file of files) copyFileSync(join(module, file), join(built, file))
    const env = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', GOWORK: 'off' }
    const options = { cwd: built, env, timeoutSeconds: 3600 }
    const stable = ['-trimpath', '-buildvcs=false']
    // Without vet, which would compile nothing that the program needs.
    if (files.some((file) => file.endsWith('_test.go')))
      await run([go.program, 'test', '-vet=off', ...stable, '.'], options)
    await run([go.program, 'build', ...stable, '-ldflags=-s -w', '-o', name, '.'], options)
  })
  return join(folder, name)
}
