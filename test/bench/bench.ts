import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificateCommands } from './cfssl.ts'
import { type Command, measure, type Times } from './measure.ts'
import { type Bound, median, printBounds, spread } from './statistics.ts'

/**
 * `npm run bench`: compares quorate with cfssl, which makes the same certificates alone, and with Node doing nothing.
 * All commands take turns in one run and are whole processes, so start-up counts. Exits with 1 when a bound is missed.
 */
const ROUNDS = 15

const NOTHING = 'node -e 0'
const GENERATE = 'generate, five nodes'
const AGAIN = 'generate, no changes'
const GENERATE_RSA = 'generate, five nodes, RSA'
const CFSSL = 'cfssl, the same certificates'
const CFSSL_RSA = 'cfssl, the same, RSA'

const specOf = (name: string, algorithm: string) => `apiVersion: quorate/v1
kind: EtcdCluster
name: ${name}
tls: { layout: separate-ca, algorithm: ${algorithm} }
nodes:
${[1, 2, 3, 4, 5].map((number) => `  - { name: etcd-${number}, address: 10.0.0.1${number} }`).join('\n')}
`

const samples = new Map<string, Times[]>()
const folder = mkdtempSync(join(tmpdir(), 'quorate-bench-'))
try {
  const out = join(folder, 'out')
  const quorate = (verb: string, name: string, algorithm: string, ...parameters: string[]): Command => {
    const spec = join(folder, `${name}.yaml`)
    writeFileSync(spec, specOf(name, algorithm))
    return [process.execPath, 'dist/cli.cjs', verb, spec, ...parameters]
  }
  const generate = quorate('generate', 'bench', 'ecdsa-p256', '--out', out)
  const works: readonly (readonly [string, Command])[] = [
    [NOTHING, [process.execPath, '-e', '0']],
    [GENERATE, generate],
    [AGAIN, generate],
    [CFSSL, await certificateCommands(folder, { algo: 'ecdsa', size: 256 })],
    ['validate', quorate('validate', 'validated', 'ecdsa-p256')],
    [GENERATE_RSA, quorate('generate', 'bench-rsa', 'rsa-2048', '--out', out)],
    [CFSSL_RSA, await certificateCommands(folder, { algo: 'rsa', size: 2048 })],
  ]
  for (let round = 0; round < ROUNDS; round++) {
    rmSync(out, { recursive: true, force: true })
    for (const [name, command] of works)
      samples.set(name, [...(samples.get(name) ?? []), await measure(command)])
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

const wall = (name: string) => (samples.get(name) ?? []).map(({ seconds }) => seconds * 1000)
const cpu = (name: string) => (samples.get(name) ?? []).map(({ cpuSeconds }) => cpuSeconds * 1000)
console.log(`${''.padEnd(30)}   ms: min  median     max   CPU ms: min  median     max`)
for (const name of samples.keys())
  console.log(`${name.padEnd(30)}  ${spread(wall(name), 0)}       ${spread(cpu(name), 0)}`)
console.log()
const bound = (one: string, other: string, atMost: number): Bound => ({
  title: `${one} / ${other} (CPU: ${(median(cpu(one)) / median(cpu(other))).toFixed(2)})`,
  value: median(wall(one)) / median(wall(other)),
  atMost,
})
const missed = printBounds([bound(GENERATE, CFSSL, 1.5), bound(AGAIN, NOTHING, 3.5)])
process.exitCode = missed === 0 ? 0 : 1
