import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { expect, onTestFinished, test } from 'vitest'

const command = join(import.meta.dirname, '../../../dist/cli.cjs')
const good = 'apiVersion: quorate/v1\nkind: EtcdCluster\nname: lab\nnodes: [{ name: a, address: 10.0.0.1 }]\n'

/** Runs what npm links, in a folder with a spec that is sound and one that is not. */
function quorate(...parameters: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'quorate-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'good.yaml'), good)
  writeFileSync(join(cwd, 'bad.yaml'), good.replace('10.0.0.1', '141.22.30.352380'))
  const { exitCode, stdout, stderr } = execaSync(process.execPath, [command, ...parameters], {
    cwd,
    reject: false,
  })
  return { exitCode, stdout, stderr, left: readdirSync(cwd).sort() }
}

test.each([
  ['validate good.yaml', 0, /^lab: valid; a with etcd /, /^$/],
  ['validate bad.yaml', 1, /^$/, /bad\.yaml:4:\d+: error: .*141\.22\.30\.352380/],
  ['validate good.yaml bad.yaml', 1, /^$/, /1 error in bad\.yaml\./],
  ['generate bad.yaml', 1, /^$/, /1 error in bad\.yaml\./],
  ['generate good.yaml good.yaml', 1, /^$/, /Two of the specs name their cluster "lab"/],
  ['validate missing.yaml', 2, /^$/, /There is no file "missing\.yaml"/],
  ['validate .', 2, /^$/, /is a directory/],
  ['', 2, /^$/, /Say what to do/],
  ['validate', 2, /^$/, /Not enough non-option arguments/],
  ['destroy good.yaml', 2, /^$/, /Unknown arguments: destroy/],
  ['validate -', 2, /^$/, /Specs are given as files/],
  ['validate good.yaml -', 2, /^$/, /Specs are given as files/],
  ['validate good.yaml --spec bad.yaml', 2, /^$/, /Specs are given as files/],
  ['generate good.yaml --out', 2, /^$/, /Not enough arguments following: out/],
  ['generate good.yaml --out x --out y', 2, /^$/, /--out takes one directory/],
  ['generate good.yaml -- --out x', 2, /^$/, /more on the command line/],
  ['generate good.yaml --out good.yaml', 2, /^$/, /Cannot write/],
])('quorate %s', (line, exitCode, stdout, stderr) => {
  const said = quorate(...line.split(' ').filter(Boolean))
  expect(said.stderr).toMatch(stderr)
  expect(said.stdout).toMatch(stdout)
  expect(said.exitCode).toBe(exitCode)
  expect(said.stderr).not.toMatch(/ at .*:\d+:\d+\)?$|This is a bug/m)
  expect(said.left).toEqual(['bad.yaml', 'good.yaml'])
})

test('generate writes the tree and says so, on stdout alone', () => {
  const said = quorate('generate', 'good.yaml', '--out', 'trees')
  expect(said).toMatchObject({ exitCode: 0, stderr: '', left: ['bad.yaml', 'good.yaml', 'trees'] })
  expect(said.stdout).toMatch(
    /^trees\/lab: 1 member, etcd .*\n {2}files: \d+ new\n {2}issued: 2 authorities and 3 certificates\n/,
  )
})
