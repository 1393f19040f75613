import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { bundle } from '../../../src/build/bundle.ts'
import { compileTemplates } from '../../../src/build/templates.ts'
import { validatorCode } from '../../../src/build/validator.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'quorate-build-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

/** The files of a folder with their bytes. */
const filesOf = (path: string) =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'latin1')]))

test('two builds give the same bytes', async () => {
  const [one, other] = [folder(), folder()]
  await bundle(one)
  await bundle(other)
  expect(Object.keys(filesOf(one)).sort()).toEqual(['cli.cjs', 'main.cjs', 'main.cjs.LEGAL.txt'])
  expect(filesOf(other)).toEqual(filesOf(one))
  expect(compileTemplates('templates')).toBe(compileTemplates('templates'))
  expect(await validatorCode()).toBe(await validatorCode())
})

test('the package has no compiled code, which the first run of generate stores and later runs use', async () => {
  const place = folder()
  cpSync('package.json', join(place, 'package.json'))
  await bundle(join(place, 'dist'))
  const run = (...words: string[]) => execaSync(process.execPath, ['dist/cli.cjs', ...words], { cwd: place })
  const stored = () => readdirSync(join(place, 'dist')).filter((name) => name.includes('.cache'))
  run('--version')
  run('validate', join(process.cwd(), 'examples/three-node.yaml'))
  expect(stored()).toEqual([])
  run('generate', join(process.cwd(), 'examples/three-node.yaml'))
  const [cache, ...others] = stored()
  expect(others).toEqual([])
  expect(cache).toContain(`-${process.version}-${process.arch}.cache`)
  const bytes = readFileSync(join(place, 'dist', String(cache)))
  expect(bytes.length).toBeGreaterThan(1_000_000)
  expect(run('generate', join(process.cwd(), 'examples/three-node.yaml')).stdout).toContain('unchanged')
  expect(readFileSync(join(place, 'dist', String(cache))).equals(bytes)).toBe(true)
  const packed = execaSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: place })
  expect(packed.stdout).toContain('dist/main.cjs')
  expect(packed.stdout).not.toContain('.cache')
})
