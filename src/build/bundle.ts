import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/**
 * Bundles the sources into one CommonJS file, main.cjs, since importing Node's own modules into an ES module makes Node
 * load everything that they export. cli.cjs starts it. The code of a verb runs only when it is asked for.
 *
 * The same sources give the same bytes, wherever the folder is.
 */
export async function bundle(folder: string): Promise<void> {
  const program = join(folder, 'main.cjs')
  await build({
    entryPoints: ['src/cli.ts'],
    outfile: program,
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
  const digest = createHash('sha256').update(readFileSync(program)).digest('hex').slice(0, 16)
  const start = readFileSync('src/build/start.cjs', 'utf8').replace('DIGEST', digest)
  writeFileSync(join(folder, 'cli.cjs'), start, { mode: 0o755 })
}
