import { mkdirSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { buildSchema } from './schema.ts'
import { compileTemplates } from './templates.ts'

/**
 * `npm run build`: makes src/generated/ (the spec's validator, the compiled templates), which the sources import,
 * and dist/, which is what runs. Every verb's code is a chunk of its own, loaded when it is asked for.
 */
mkdirSync('src/generated', { recursive: true })
await buildSchema()
writeFileSync('src/generated/templates.js', compileTemplates('templates'))
await build({
  entryPoints: ['src/cli.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22.12',
  minifySyntax: true,
  legalComments: 'linked',
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
