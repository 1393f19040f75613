import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
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
  target: 'node22.12',
  minify: true,
  legalComments: 'linked',
  alias: { 'string-width': './src/build/ascii-width.ts', assert: './src/build/assert.ts' },
  // yargs finds its texts and its module loader by this.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
  logLevel: 'warning',
})

// What npm links as `quorate`. Node keeps the compiled code beside it, which saves a third of a short run; where that
// folder cannot be written, nothing is kept.
writeFileSync(
  'dist/cli.cjs',
  `#!/usr/bin/env node
require('node:module').enableCompileCache(require('node:path').join(__dirname, 'compile-cache'))
require('./main.cjs')
`,
)
chmodSync('dist/cli.cjs', 0o755)
