import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { execa } from 'execa'
import { certificateRequests } from './cfssl.ts'

/**
 * `npm run bench`: how long quorate takes, as ratios measured in one run, each the median of several interleaved
 * runs of whole processes: against cfssl making the same certificates alone, and against Node doing nothing.
 */
const ROUNDS = 11

const specOf = (name: string, algorithm: string) => `apiVersion: quorate/v1
kind: EtcdCluster
name: ${name}
tls: { algorithm: ${algorithm} }
nodes:
${[1, 2, 3, 4, 5].map((number) => `  - { name: etcd-${number}, address: 10.0.0.1${number} }`).join('\n')}
`

const folder = mkdtempSync(join(tmpdir(), 'quorate-bench-'))
try {
  const out = join(folder, 'out')
  const writeSpec = (name: string, algorithm: string) => {
    const spec = join(folder, `${name}.yaml`)
    writeFileSync(spec, specOf(name, algorithm))
    return spec
  }
  const spec = writeSpec('bench', 'ecdsa-p256')
  const rsaSpec = writeSpec('bench-rsa', 'rsa-2048')
  const cfssl = await certificateRequests(folder, { algo: 'ecdsa', size: 256 })
  const rsaCfssl = await certificateRequests(folder, { algo: 'rsa', size: 2048 })
  const generate = (path: string) => () => execa('node', ['dist/cli.cjs', 'generate', path, '--out', out])
  const seconds: Record<string, number[]> = {}
  const time = async (name: string, work: () => Promise<unknown>) => {
    const start = performance.now()
    await work()
    seconds[name] = [...(seconds[name] ?? []), (performance.now() - start) / 1000]
  }
  for (let round = 0; round < ROUNDS; round++) {
    await time('node -e 0', () => execa('node', ['-e', '0']))
    rmSync(out, { recursive: true, force: true })
    await time('generate, five nodes', generate(spec))
    await time('generate again', generate(spec))
    await time('generate, five nodes, RSA', generate(rsaSpec))
    await time('validate', () => execa('node', ['dist/cli.cjs', 'validate', spec]))
    await time('cfssl, the same certificates', cfssl)
    await time('cfssl, the same, RSA', rsaCfssl)
  }
  const median = (name: string) =>
    (seconds[name] ?? []).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN
  for (const name of Object.keys(seconds))
    console.log(`${name.padEnd(30)} ${(median(name) * 1000).toFixed(0).padStart(6)} ms`)
  const ratios: readonly (readonly [string, string, string])[] = [
    ['generate, five nodes', 'cfssl, the same certificates', '1.0'],
    ['generate, five nodes, RSA', 'cfssl, the same, RSA', '0.5'],
    ['generate, five nodes', 'node -e 0', '6'],
    ['generate again', 'node -e 0', '4'],
  ]
  console.log()
  for (const [one, other, bound] of ratios) {
    console.log(
      `${`${one} / ${other}`.padEnd(56)} ${(median(one) / median(other)).toFixed(2)} (at most ${bound})`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
