import { spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generate } from '../../../../src/commands/generate.ts'
import type { Code, ParametersOf } from '../../../../src/diagnostics/catalogue/catalogue.ts'
import type { commandCatalogue, usageCatalogue } from '../../../../src/diagnostics/catalogue/command.ts'
import type { userDataCatalogue } from '../../../../src/diagnostics/catalogue/user-data.ts'
import { palette } from '../../../../src/diagnostics/colours.ts'
import type { Diagnostic } from '../../../../src/diagnostics/diagnostic.ts'
import { printPlain } from '../../../../src/diagnostics/print.ts'
import { atRun, report } from '../../../../src/diagnostics/report.ts'
import { nodesAt, Workplace } from '../../commands/support.ts'
import { firstRun, nextRun, type Runs } from './run.ts'

const command = join(import.meta.dirname, '../../../../dist/cli.cjs')

/** The code of a diagnostic that the command itself prints: it has to print that one, and nothing else. */
function printedBy<Known extends Code>(
  words: readonly string[],
  code: Known,
  parameters: ParametersOf<Known>,
  {
    stdout = 'pipe',
    start = [],
  }: { readonly stdout?: 'pipe' | number; readonly start?: readonly string[] } = {},
): readonly Diagnostic[] {
  const place = new Workplace()
  const [program = '', ...line] = [...start, process.execPath, command, ...words]
  const { stderr } = spawnSync(program, line, {
    cwd: place.directory,
    stdio: ['ignore', stdout, 'pipe'],
    encoding: 'utf8',
    env: { NO_COLOR: '1', PATH: process.env.PATH },
  })
  const diagnostic = report(code, atRun, parameters)
  if (stderr !== `${printPlain([diagnostic], palette(false))}\n`) throw new Error(`quorate said: ${stderr}`)
  return [diagnostic]
}

const plain = { nodes: nodesAt('127.0.0.1'), tls: { enabled: false } }
const external = { tls: { authority: 'external', layout: 'single-ca' } }

const renewed = (names: readonly string[], options = {}, more = {}) =>
  nextRun(() => {}, { more, verb: (place) => place.renew(names, options) })

export const commandRuns: Runs<typeof usageCatalogue & typeof commandCatalogue & typeof userDataCatalogue> = {
  'usage-spec-not-path': () => printedBy(['validate', '-'], 'usage-spec-not-path', {}),
  'usage-too-much': () =>
    printedBy(['generate', 'spec.yaml', '--', 'x'], 'usage-too-much', { argument: 'x' }),
  'usage-not-single': () =>
    printedBy(['generate', 'spec.yaml', '--out', 'a', '--out', 'b'], 'usage-not-single', {
      option: 'out',
      takes: 'directory',
    }),
  'usage-within': () => printedBy(['pki', 'status', 'spec.yaml', '--within', '30'], 'usage-within', {}),
  'usage-renew': () => printedBy(['pki', 'renew', 'spec.yaml'], 'usage-renew', {}),
  'usage-invalid': () =>
    printedBy(['pki', 'import', 'spec.yaml'], 'usage-invalid', {
      reason: 'Not enough non-option arguments: got 1, need at least 2',
    }),
  'usage-unknown-command': () =>
    printedBy(['gen', 'spec.yaml'], 'usage-unknown-command', {
      word: 'gen',
      under: '',
      near: 'generate spec.yaml',
      example: undefined,
      known: [],
    }),
  'usage-unknown-option': () =>
    printedBy(['generate', '--dry-run', 'spec.yaml'], 'usage-unknown-option', {
      option: '--dry-run',
      command: 'generate',
      advice: 'To check a spec and write nothing: quorate validate spec.yaml',
    }),
  'usage-spec-missing': () => printedBy(['generate'], 'usage-spec-missing', { command: 'generate' }),

  'directory-gone': () => {
    const gone = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"'
    return printedBy(
      ['validate', 'spec.yaml'],
      'directory-gone',
      { reason: 'ENOENT' },
      { start: ['sh', '-c', gone] },
    )
  },
  'output-failed': () => {
    const full = openSync('/dev/full', 'w')
    try {
      return printedBy(['validate', 'spec.yaml'], 'output-failed', { reason: 'ENOSPC' }, { stdout: full })
    } finally {
      closeSync(full)
    }
  },
  'cluster-name-shared': () =>
    firstRun(
      {},
      () => {},
      (place) => {
        const copy = place.file('copy.yaml', '')
        writeFileSync(copy, place.specText)
        return place.run((terminal) => generate([place.spec, copy], { out: place.out }, terminal))
      },
    ),
  'tls-turned-off': () => nextRun((place) => place.describe(plain)),
  'folder-missing': () =>
    firstRun(
      {},
      () => {},
      (place) => place.status(),
    ),
  'renew-tls-off': () => renewed(['root'], {}, plain),
  'renew-external': () => renewed(['root'], {}, external),
  'renew-no-pki': () =>
    nextRun(
      (place) => {
        for (const folder of ['pki', 'secrets']) rmSync(join(place.lab, folder), { recursive: true })
      },
      { verb: (place) => place.renew(['root']) },
    ),
  'renew-ca-keeps-key': () => renewed(['client-ca'], { newKeys: true }),
  'renew-unknown-name': () => renewed(['roto']),

  'user-data-too-large': () => {
    const content = Array.from({ length: 20_000 }, (_, index) => (index * index * 7919).toString(36)).join('')
    return firstRun({
      cloudInit: {
        provider: 'aws',
        keys: 'embed',
        config: { write_files: [{ path: '/opt/large', content }] },
      },
    })
  },
}
