#!/usr/bin/env node
/**
 * What npm links as `quorate`: runs main.cjs with the code that V8 compiled in an earlier run. The first successful
 * `generate` stores that code next to main.cjs, for this version of Node; where the folder is read-only, every run compiles
 * anew. Node's own compile cache stores only what a file runs as it is loaded (docs/decisions/0020).
 */
const fs = require('node:fs')
const path = require('node:path')
const v8 = require('node:v8')
const vm = require('node:vm')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(`error: quorate needs Node.js 22.13 or later, and this is ${process.versions.node}.
  Install a newer one; after \`npm ci\` in a clone of quorate, \`npx quorate\` brings its own.`)
  process.exit(2)
}

// With other flags, V8 refuses the compiled code that Node brings for its own modules, so `generate` loads them first.
if (process.argv[2] === 'generate')
  for (const name of ['crypto', 'module', 'os', 'zlib']) require(`node:${name}`)

// A run ends before code that V8 optimizes on other cores has paid for itself (npm run bench).
v8.setFlagsFromString('--no-opt')
v8.setFlagsFromString('--no-maglev')
// At the end of a run, Node would wait for a garbage collection that has begun.
v8.setFlagsFromString('--no-incremental-marking')

const program = path.join(__dirname, 'main.cjs')
// V8 checks only the length of the source that it has compiled; the build replaces the name by the digest of main.cjs.
const cache = path.join(__dirname, `main-DIGEST-${process.version}-${process.arch}.cache`)

// All of it is ASCII, as esbuild writes it.
const source = fs.readFileSync(program, 'latin1')
const cachedData = compiledCode()
const script = new vm.Script(`(function (require, __filename) {${source}\n})`, {
  filename: program,
  cachedData,
})
// V8 compiles a function when it is called, and no verb calls more of them than `generate`.
if (process.argv[2] === 'generate' && (cachedData === undefined || script.cachedDataRejected))
  process.once('exit', (exitCode) => {
    if (exitCode === 0) storeCompiledCode()
  })
// Once nothing is left to do, Node would still free its heap, object by object.
process.once('beforeExit', () => process.exit())
script.runInThisContext()(require, program)

function compiledCode() {
  try {
    return fs.readFileSync(cache)
  } catch {
    return undefined
  }
}

/** V8 trusts what it reads, so no run may ever see half of it. */
function storeCompiledCode() {
  const temporary = `${cache}.${process.pid}`
  try {
    fs.writeFileSync(temporary, script.createCachedData())
    fs.renameSync(temporary, cache)
  } catch {
    fs.rmSync(temporary, { force: true })
  }
}
