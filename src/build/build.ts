import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { buildSchema } from './schema.ts'
import { compileTemplates, TEMPLATES_TYPES } from './templates.ts'

/**
 * `npm run build`: makes src/generated/ (the spec's validator, the compiled templates), which the sources import,
 * and dist/, which is what runs. Every verb's code is a chunk of its own, loaded when it is asked for.
 */
mkdirSync('src/generated', { recursive: true })
await buildSchema()
writeFileSync('src/generated/templates.js', compileTemplates('templates'))
writeFileSync('src/generated/templates.d.ts', TEMPLATES_TYPES)
rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: { main: 'src/cli.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.12',
  minify: true,
  alias: { 'string-width': './src/build/ascii-width.ts' },
  legalComments: 'linked',
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})

// What npm links as `quorate`. Node keeps the compiled code beside it, which saves a third of a short run; where that
// folder cannot be written, nothing is kept.
writeFileSync(
  'dist/cli.js',
  `#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, 'compile-cache'))
await import('./main.js')
`,
)
chmodSync('dist/cli.js', 0o755)
