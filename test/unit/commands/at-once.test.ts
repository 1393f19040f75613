import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

// A pipeline that runs several times at once, on one folder.

const command = join(import.meta.dirname, '../../../dist/cli.cjs')

type Said = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }

function run(cwd: string, words: readonly string[], killAfter?: number): Promise<Said> {
  const child = spawn(process.execPath, [command, ...words], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text
    })
  if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter)
  return new Promise((resolve) => child.once('close', (exitCode) => resolve({ exitCode, ...said })))
}

test('of runs at once, one makes the PKI, and each other one says who is at work or finds it whole', async () => {
  for (const killAfter of [undefined, 120, 250]) {
    const directory = mkdtempSync(join(tmpdir(), 'quorate-at-once-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const spec = {
      apiVersion: 'quorate/v1',
      kind: 'EtcdCluster',
      name: 'lab',
      nodes: [{ name: 'a', address: '10.0.0.1' }],
    }
    writeFileSync(join(directory, 'spec.yaml'), JSON.stringify(spec))
    const generate = ['generate', 'spec.yaml']
    const all = await Promise.all([
      run(directory, generate, killAfter),
      run(directory, generate),
      run(directory, [...generate, '--no-new-ca']),
    ])
    const [killed, ...others] = killAfter === undefined ? [undefined, ...all] : all
    for (const { exitCode, stderr } of others) {
      const isRefused = exitCode === 1 && stderr.includes('--no-new-ca is given')
      const isHeld =
        exitCode === 2 && /Another quorate \(process \d+ on .*\) is writing into out\/lab/.test(stderr)
      expect(exitCode === 0 || isRefused || isHeld, stderr).toBe(true)
    }
    const made = [...others, ...(killed?.exitCode === 0 ? [killed] : [])]
    expect(made.filter(({ stdout }) => stdout.includes('NEW PKI')).length).toBeLessThanOrEqual(1)
    // Whatever was killed or refused, the next run is fine, and leaves nothing behind.
    expect(await run(directory, generate)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(
      readdirSync(join(directory, 'out/lab')).filter((name) => /^\.(quorate|staging)/.test(name)),
    ).toEqual([])
  }
})
