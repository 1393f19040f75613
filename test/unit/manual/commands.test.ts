import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scenarios } from '../../lab/scenarios/index.ts'
import { elsewhere } from './elsewhere.ts'
import { blocksOf, commandsOf, pages, root, specOfReadme, textOf } from './page.ts'
import { preparations } from './preparations.ts'

/*
 * Every command in the fenced blocks of README.md and docs/ is run here, page by page and in order, with the quorate that
 * was built; or it stands in the list of those that are run elsewhere.
 */

const listed = new Map(elsewhere.flatMap(({ commands }) => Object.entries(commands)))
const blocks = pages.flatMap((page) =>
  blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .map((block) => ({ page, commands: commandsOf(block) })),
)

describe.each(pages.filter((page) => blocks.some((block) => block.page === page)))('%s', (page) => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-manual-'))
  beforeAll(() => prepare(folder, page))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const own = blocks.filter((block) => block.page === page)
  test.each(own.map(({ commands }, index) => [commands[0] ?? '', index] as const))('%s', (_first, index) => {
    let directory = folder
    for (const command of own[index]?.commands ?? []) {
      if (listed.has(command)) continue
      // Nothing else of a page is run on this machine: it may stop services and remove data.
      expect(command, 'run it in the lab, and name the scenario in elsewhere.ts').toMatch(RUNNABLE)
      const { before = '', exitCode = 0, says = '' } = preparations[page]?.[command] ?? {}
      if (before !== '')
        execFileSync('sh', ['-euc', before], { cwd: directory, env: environmentOf(folder), stdio: 'pipe' })
      if (command.startsWith('cd ')) {
        directory = join(directory, command.slice('cd '.length))
        expect(existsSync(directory), command).toBe(true)
        continue
      }
      const run = spawnSync('sh', ['-euc', command], {
        cwd: directory,
        env: environmentOf(folder),
        encoding: 'utf8',
      })
      expect(run.status, `${command}\n${run.stdout}${run.stderr}`).toBe(exitCode)
      expect(run.stdout + run.stderr).toContain(says)
    }
  })
})

describe('commands that are run elsewhere', () => {
  const all = new Set(blocks.flatMap(({ commands }) => commands))

  test.each(elsewhere)('$where: $because', ({ where, commands }) => {
    const code = where === '.ci/run' ? textOf('.ci/run') : codeOf(where)
    for (const [command, shows] of Object.entries(commands)) {
      expect(all, `${command} is on no page any more`).toContain(command)
      expect(code, `${where} does ${command}`).toContain(shows)
    }
  })

  test('are prepared for by no page', () => {
    for (const [page, prepared] of Object.entries(preparations))
      for (const command of Object.keys(prepared)) {
        expect(blocks.filter((block) => block.page === page).flatMap(({ commands }) => commands)).toContain(
          command,
        )
        expect([...listed.keys()]).not.toContain(command)
      }
  })
})

test('docs/commands.md has every option that a command has', () => {
  const [, table = ''] = textOf('docs/commands.md').split('| option |')
  for (const verb of [['validate'], ['generate'], ['pki', 'status'], ['pki', 'renew'], ['pki', 'import']]) {
    const help = execFileSync(process.execPath, [join(root, 'dist/cli.cjs'), ...verb, '--help'], {
      encoding: 'utf8',
    })
    const options = [...help.matchAll(/^ +(--[\w-]+)/gm)].map(([, option = '']) => option)
    for (const option of options.filter((each) => each !== '--help' && each !== '--version')) {
      const row = table.split('\n').find((line) => line.startsWith(`| \`${option}`))
      expect(row, option).toMatch(
        verb[0] === 'pki' ? new RegExp(`all but|\`${verb.join(' ')}\``) : /all but|`generate`/,
      )
    }
  }
})

/** What needs only quorate, openssl and a shell. */
const RUNNABLE =
  /^(cd out\/[\w/-]+|(npx )?quorate [^;&|]*|openssl x509 [^;&|\n]*|for \w+ in [^;&|\n]*; do\n +openssl [^;&|\n]*\ndone)$/

/**
 * Makes a folder what a clone is for its reader, with quorate built and installed. All pages but the README go on where
 * that ends: with its spec and its cluster.
 */
function prepare(folder: string, page: string): void {
  for (const name of ['package.json', 'dist', 'examples', 'node_modules', 'schema'])
    symlinkSync(join(root, name), join(folder, name))
  mkdirSync(join(folder, '.bin'))
  symlinkSync(join(root, 'dist/cli.cjs'), join(folder, '.bin/quorate'))
  writeFileSync(join(folder, 'prod-etcd.yaml'), specOfReadme())
  if (page === 'README.md') return
  execFileSync('quorate', ['generate', 'prod-etcd.yaml'], {
    cwd: folder,
    env: environmentOf(folder),
    stdio: 'pipe',
  })
}

/** npx links the clone into a place of npm's own, builds it there (as was done already), and runs it. */
function environmentOf(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: [join(folder, '.bin'), dirname(process.execPath), process.env.PATH].join(delimiter),
    NO_COLOR: '1',
    npm_config_cache: join(folder, '.npm'),
    npm_config_ignore_scripts: 'true',
    npm_config_offline: 'true',
  }
}

/** The code of a scenario, and of whatever of the lab it imports. */
function codeOf(name: string): string {
  expect(scenarios.map((scenario) => scenario.name)).toContain(name)
  const seen = new Map<string, string>()
  const open = [join(root, `test/lab/scenarios/${name}.ts`)]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    const text = readFileSync(file, 'utf8')
    seen.set(file, text)
    for (const [, path = ''] of text.matchAll(/from '(\.\.?\/[^']+)'/g)) open.push(join(dirname(file), path))
  }
  return [...seen.values()].join('\n')
}
