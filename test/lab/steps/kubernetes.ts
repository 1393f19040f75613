import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureText } from '../machine/command.ts'
import type { GeneratedCluster } from './cluster.ts'

/** The flags that quorate has written for kube-apiserver, by their names. */
export function kubernetesFlags({ folder }: GeneratedCluster): ReadonlyMap<string, string> {
  const text = readFileSync(join(folder, 'kubernetes/kube-apiserver.flags'), 'utf8')
  const flags = text.matchAll(/^--([a-z-]+)=(.*)$/gm)
  return new Map([...flags].map(([, name = '', value = '']) => [name, value]))
}

/** Gives a cluster the CAs of another one. Only the second import finds all that it needs. */
export async function importCas(from: GeneratedCluster, to: GeneratedCluster): Promise<void> {
  for (const [ca, exitCode] of [
    ['client-ca', 1],
    ['peer-ca', 0],
  ] as const) {
    const files = [join(from.folder, `pki/${ca}.crt`), join(from.folder, `secrets/${ca}.key`)]
    const outcome = await to.quorate('pki import', [...files, '--authority', ca])
    assert.equal(outcome.exitCode, exitCode, failureText(outcome))
  }
}
