import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { compileTemplates, TEMPLATES_TYPES } from './templates.ts'
import { VALIDATOR_TYPES, validatorCode } from './validator.ts'

/**
 * `npm run build`: makes src/generated/ (the spec's validator, the compiled templates), which the sources import,
 * and dist/, which is what runs: one CommonJS file, since importing Node's own modules into an ES module makes Node
 * load all that they can export. Every verb's code is still only run when it is asked for.
 */
mkdirSync('src/generated', { recursive: true })
writeFileSync('src/generated/validate-spec.js', await validatorCode())
writeFileSync('src/generated/validate-spec.d.ts', VALIDATOR_TYPES)
writeFileSync('src/generated/templates.js', compileTemplates('templates'))
writeFileSync('src/generated/templates.d.ts', TEMPLATES_TYPES)
rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/main.cjs',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22.13',
  minify: true,
  legalComments: 'linked',
  alias: { 'string-width': './src/build/ascii-width.ts', assert: './src/build/assert.ts' },
  // yargs finds its texts and its module loader by this.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
  logLevel: 'warning',
})

const digest = createHash('sha256').update(readFileSync('dist/main.cjs')).digest('hex').slice(0, 16)
const start = readFileSync('src/build/start.cjs', 'utf8').replace('DIGEST', digest)
writeFileSync('dist/cli.cjs', start, { mode: 0o755 })
keepCompiledCode()

/** Generates a cluster anew and another one again in one process, which leaves the compiled code of both in dist/. */
function keepCompiledCode(): void {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-build-'))
  const example = readFileSync('examples/three-node.yaml', 'utf8')
  const generate = (...names: string[]) => {
    const specs = names.map((name) => join(folder, `${name}.yaml`))
    const env = { ...process.env, NODE_OPTIONS: '' }
    execFileSync(process.execPath, ['dist/cli.cjs', 'generate', ...specs, '--out', folder], { env })
  }
  for (const name of ['again', 'anew']) {
    writeFileSync(join(folder, `${name}.yaml`), example.replace(/^name: .*/m, `name: ${name}`))
  }
  try {
    generate('again')
    for (const name of readdirSync('dist')) if (name.endsWith('.cache')) rmSync(join('dist', name))
    generate('again', 'anew')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
