#!/usr/bin/env node
/**
 * What npm links as `quorate`: runs main.cjs, with the code that an earlier run has compiled, which takes a quarter off
 * a run. Node's own compile cache would keep only the code that a file runs as it is loaded, not what a verb needs.
 *
 * The build leaves compiled code for its own Node. Another Node makes its own in its first run; where this folder cannot
 * be written, it does without.
 */
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(`error: quorate needs Node.js 22.13 or later, and this is ${process.versions.node}.
  Install a newer one; after \`npm ci\` in a clone of quorate, \`npx quorate\` brings its own.`)
  process.exit(2)
}

const program = path.join(__dirname, 'main.cjs')
// V8 itself looks only at the length of what it has compiled; the build puts in the digest of main.cjs.
const cache = path.join(__dirname, `main-DIGEST-${process.version}-${process.arch}.cache`)

// All of it is ASCII, as esbuild writes it.
const source = fs.readFileSync(program, 'latin1')
const cachedData = compiledCode()
const script = new vm.Script(`(function (require, __filename) {${source}\n})`, {
  filename: program,
  cachedData,
})
if (cachedData === undefined || script.cachedDataRejected) process.once('exit', keepCompiledCode)
// Once nothing is left to do, Node would still take its heap apart, object by object.
process.once('beforeExit', () => process.exit())
script.runInThisContext()(require, program)

function compiledCode() {
  try {
    return fs.readFileSync(cache)
  } catch {
    return undefined
  }
}

/** V8 trusts what it finds, so no run may ever see half of it. */
function keepCompiledCode() {
  const temporary = `${cache}.${process.pid}`
  try {
    fs.writeFileSync(temporary, script.createCachedData())
    fs.renameSync(temporary, cache)
  } catch {
    fs.rmSync(temporary, { force: true })
  }
}
