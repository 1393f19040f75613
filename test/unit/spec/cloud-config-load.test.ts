import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadClusters } from '../../../src/commands/load.ts'
import { terminal } from '../../../src/commands/terminal.ts'
import { specText } from './specs.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorate-cloud-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Loads a spec that names `own.yaml` beside it; what is printed has no folder in it. */
function load(content: string | undefined, spec: object = {}, options: { readonly warnings?: boolean } = {}) {
  const own = join(folder, 'own.yaml')
  rmSync(own, { force: true })
  if (content !== undefined) writeFileSync(own, content)
  const path = join(folder, 'cluster.yaml')
  writeFileSync(path, specText({ cloudInit: { configFile: 'own.yaml' }, ...spec }))
  const printed: string[] = []
  const stream = { write: (text: string) => printed.push(text) }
  const silent = terminal({ stdout: stream, stderr: stream, env: {} })
  const { clusters, exitCode } = loadClusters([path], silent, options)
  const counts =
    printed
      .join('')
      .replaceAll(`${folder}/`, '')
      .match(/^\d+ .*$/gm) ?? []
  return { config: clusters[0]?.cloudInit.config, exitCode, counts }
}

describe('a spec that names a cloud-config', () => {
  it('is loaded with it', () => {
    expect(load('#cloud-config\nssh_pwauth: off\n')).toEqual({
      config: { ssh_pwauth: false },
      exitCode: 0,
      counts: [],
    })
  })

  it('is at fault where that is, each file by its name', () => {
    expect(load('runcmd: a\n')).toEqual({ config: undefined, exitCode: 1, counts: ['1 error in own.yaml.'] })
    expect(load('runcmd: a\n', { tls: { layout: 'single-ca' } })).toEqual({
      config: undefined,
      exitCode: 1,
      counts: ['1 warning in cluster.yaml.', '1 error in own.yaml.'],
    })
    expect(load('runcmd: a\nbootcmd: a\n', { name: 5 }).counts).toEqual([
      '1 error in cluster.yaml.',
      '2 errors in own.yaml.',
    ])
  })

  it('is at fault where that is missing', () => {
    expect(load(undefined)).toEqual({ config: undefined, exitCode: 1, counts: ['1 error in cluster.yaml.'] })
  })

  it('keeps its warnings to itself where nobody asks', () => {
    const { exitCode, counts } = load(
      '#cloud-config\n',
      { tls: { layout: 'single-ca' } },
      { warnings: false },
    )
    expect([exitCode, counts]).toEqual([0, []])
  })
})

describe('a spec that holds a cloud-config', () => {
  it('is loaded with it', () => {
    const { config, exitCode } = load(undefined, { cloudInit: { config: { packages: ['chrony'] } } })
    expect([config, exitCode]).toEqual([{ packages: ['chrony'] }, 0])
  })
})
