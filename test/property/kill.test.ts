import { execFileSync, spawn } from 'node:child_process'
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setImmediate as immediate } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { isSecret } from '../../src/output/paths.ts'

/** Where a killed run works: its spec, and the cluster's folder `folder` under `out`. */
type Place = { readonly spec: string; readonly out: string; readonly folder: string }

/** What is run and killed, by turns; each needs a whole tree but the first, which makes one. */
const COMMANDS: readonly (readonly [name: string, command: (place: Place) => string[]])[] = [
  ['generate', ({ spec, out }) => ['generate', spec, '--out', out]],
  ['renew, with new keys', ({ spec, out }) => ['pki', 'renew', spec, '--all', '--new-keys', '--out', out]],
  ['renew', ({ spec, out }) => ['pki', 'renew', spec, '--all', '--out', out]],
]

const kills = Number(process.env.QUORATE_KILLS ?? 20)
const seed = Number(process.env.QUORATE_KILL_SEED ?? Math.floor(Math.random() * 2 ** 31))
/** How many folders are worn out at the same time. */
const sideBySide = 2

const program = join(import.meta.dirname, '../../dist/cli.cjs')
const JOURNAL = '.staging/journal.json'

/** When runs are killed: so many milliseconds after a file is there, or at any moment of a whole run. */
const AIMS: readonly { after?: string; within?: number }[] = [
  {},
  { after: '.staging', within: 12 },
  { after: JOURNAL, within: 4 },
]

test(`a run that is killed loses nothing: ${kills} kills, QUORATE_KILL_SEED=${seed}`, {
  timeout: 60_000 + kills * 10_000,
}, async () => {
  const tally = { 'as it was': 0, 'half written, with its journal': 0, 'as it was to be': 0 }
  const wearOut = async (part: number) => {
    const wearer = new Wearer(seed + part)
    for (let kill = part; kill < kills; kill += sideBySide) tally[await wearer.killOnce(kill)]++
  }
  await Promise.all(Array.from({ length: sideBySide }, (_, part) => wearOut(part)))
  console.log(`${kills} kills (QUORATE_KILL_SEED=${seed}) left the tree: ${JSON.stringify(tally)}`)
})

type Files = ReadonlyMap<string, string>

/** One cluster's folder, whose spec changes from run to run. */
class Wearer {
  readonly #random: () => number
  readonly #place: Place
  #spec = firstSpec
  /** What lay there after the last run that came to its end. */
  #whole: Files = new Map()
  #authorities: Files = new Map()
  /** How long a whole run takes, in milliseconds. */
  #duration = 300

  constructor(seed: number) {
    this.#random = randomFrom(seed)
    const out = fs.mkdtempSync(join(tmpdir(), 'quorate-kill-'))
    onTestFinished(() => fs.rmSync(out, { recursive: true, force: true }))
    execFileSync('git', ['-C', out, 'init', '--quiet'])
    this.#place = { spec: join(out, 'spec.yaml'), out, folder: join(out, firstSpec.name) }
  }

  async killOnce(kill: number) {
    const first = this.#whole.size === 0 || this.#random() < 0.15
    if (first) this.#startAgain()
    else this.#spec = changed(this.#spec, this.#random)
    fs.writeFileSync(this.#place.spec, JSON.stringify(this.#spec))
    const [name, command] = pick(first ? COMMANDS.slice(0, 1) : COMMANDS, this.#random)
    const { after, within } = pick(AIMS, this.#random)
    const wait = this.#random() * (within ?? this.#duration)
    await this.#runAndKill(command(this.#place), after, wait)
    try {
      return await this.#check()
    } catch (cause) {
      const kept = `${this.#place.out}.failed`
      fs.cpSync(this.#place.out, kept, { recursive: true })
      throw new Error(
        `kill ${kill}: ${name}, ${wait.toFixed(2)} ms after ${after ?? 'its start'}, ${first ? 'the first tree' : 'over a tree'}; QUORATE_KILL_SEED=${seed}; see ${kept}`,
        { cause },
      )
    }
  }

  #startAgain() {
    fs.rmSync(this.#place.folder, { recursive: true, force: true })
    this.#whole = new Map()
    this.#authorities = new Map()
    this.#spec = firstSpec
  }

  async #runAndKill(args: string[], after: string | undefined, wait: number) {
    const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' })
    const end = new Promise((resolve) => child.once('exit', resolve))
    const running = () => child.exitCode === null && child.signalCode === null
    // Looked at without a pause: timers are too coarse for what takes a few milliseconds.
    while (after && running() && !fs.existsSync(join(this.#place.folder, after))) await immediate()
    for (const start = performance.now(); running() && performance.now() - start < wait; ) await immediate()
    child.kill('SIGKILL')
    await end
  }

  /** Checks the tree as it lies, completes it, and checks it again. */
  async #check() {
    const left = readFiles(this.#place.folder)
    checkSecrets(this.#place.folder)
    checkGit(this.#place.out)
    const { files, journal } = asMeant(left)
    const state = journal
      ? 'half written, with its journal'
      : same(files, this.#whole)
        ? 'as it was'
        : 'as it was to be'
    if (state !== 'as it was') checkTree(files)

    const start = performance.now()
    await this.#generate()
    this.#duration = performance.now() - start
    const completed = readFiles(this.#place.folder)
    expect([...completed.keys()].filter((path) => /\.staging|\.quorate/.test(path))).toEqual([])
    checkSecrets(this.#place.folder)
    checkTree(completed)
    if (state !== 'as it was') expect(same(completed, files)).toBe(true)
    const authorities = new Map([...completed].filter(([path]) => /^secrets\/[^/]+\.key$/.test(path)))
    if (this.#authorities.size > 0) expect(authorities).toEqual(this.#authorities)
    expect(authorities.size).toBeGreaterThan(0)
    this.#authorities = authorities

    const touched = stampsOf(this.#place.folder)
    await this.#generate()
    expect(stampsOf(this.#place.folder)).toEqual(touched)
    this.#whole = completed
    return state
  }

  async #generate() {
    const child = spawn(process.execPath, [program, 'generate', this.#place.spec, '--out', this.#place.out], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let problems = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      problems += text
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect(code, problems).toBe(0)
  }
}

/**
 * The tree that a folder means: what lies there, with its journal carried out. Each key and certificate of it has to be
 * at hand, in its place or staged.
 */
function asMeant(left: Files): { files: Files; journal: boolean } {
  const files = new Map([...left].filter(([path]) => !/^(secrets\/)?\.(staging|quorate)/.test(path)))
  const text = left.get(JOURNAL)
  if (text === undefined) return { files, journal: false }
  const { move, remove } = JSON.parse(text) as Record<'move' | 'remove', Record<string, string>[]>
  for (const { from = '', to = '', sha256 } of move) {
    const content = left.get(from) ?? left.get(to) ?? ''
    expect(digestOf(content), `${to}, from ${from}`).toBe(sha256)
    files.set(to, content)
  }
  for (const { path = '' } of remove) files.delete(path)
  return { files, journal: true }
}

/** That a tree is what its lock says, and that every certificate matches its key and is signed by its authority. */
function checkTree(files: Files) {
  const read = (path: string) => {
    const text = files.get(path)
    if (text === undefined) throw new Error(`${path} is missing`)
    return text
  }
  const lock: {
    files: Record<string, string>
    certificates: { id: string; issuer: string; serial: string }[]
  } = JSON.parse(read('quorate.lock.json'))
  for (const [path, digest] of Object.entries(lock.files)) expect(digestOf(read(path)), path).toBe(digest)
  expect(lock.certificates.length).toBeGreaterThan(6)
  for (const { id, issuer } of lock.certificates) {
    const certificate = new X509Certificate(read(`pki/${id}.crt`))
    const authority = new X509Certificate(read(`pki/${issuer}.crt`))
    expect(certificate.checkPrivateKey(createPrivateKey(read(`secrets/${id}.key`))), `key of ${id}`).toBe(
      true,
    )
    expect(certificate.verify(authority.publicKey), `signature of ${id}`).toBe(true)
    expect(certificate.checkIssued(authority), `issuer of ${id}`).toBe(true)
  }
}

/** That keys lie under secrets/ alone, for the owner only, and are whole where they have taken their place. */
function checkSecrets(folder: string) {
  for (const [path, text] of readFiles(folder)) {
    if (!path.startsWith('secrets/')) expect(text, path).not.toContain('PRIVATE KEY')
    else expect(fs.statSync(join(folder, path)).mode & 0o777, path).toBe(isSecret(path) ? 0o600 : 0o644)
    if (/^secrets\/(?!\.staging).*\.key$/.test(path)) createPrivateKey(text)
  }
  for (const path of ['secrets', 'secrets/.staging', 'secrets/nodes']) {
    const found = fs.statSync(join(folder, path), { throwIfNoEntry: false })
    if (found) expect(found.mode & 0o777, path).toBe(0o700)
  }
}

/** That Git would add neither a key nor what a run has staged. */
function checkGit(repository: string) {
  const words = ['-C', repository, 'add', '--all', '--dry-run']
  const added = execFileSync('git', words, { encoding: 'utf8' })
  expect(added).not.toMatch(/secrets\/|\.staging/)
}

function pathsUnder(folder: string): string[] {
  if (!fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

const readFiles = (folder: string): Files =>
  new Map(pathsUnder(folder).map((path) => [path, fs.readFileSync(join(folder, path), 'utf8')]))

/** What changes with every file that is written anew, even with the same bytes. */
const stampsOf = (folder: string) =>
  pathsUnder(folder).map((path) => {
    const { ino, mtimeMs, mode } = fs.statSync(join(folder, path))
    return { path, ino, mtimeMs, mode }
  })

const same = (one: Files, other: Files) =>
  one.size === other.size && [...one].every(([path, text]) => other.get(path) === text)

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

type Spec = {
  apiVersion: string
  kind: string
  name: string
  nodes: { name: string; address: string; dnsNames?: string[] }[]
  tls: { clients: { name: string; organizations?: string[] }[] }
}

const nodeOf = (number: number) => ({ name: `etcd-${number}`, address: `10.0.0.${number}` })
const firstSpec: Spec = {
  apiVersion: 'quorate/v1',
  kind: 'EtcdCluster',
  name: 'worn',
  nodes: [1, 2, 3].map(nodeOf),
  tls: { clients: [{ name: 'kube-apiserver' }] },
}

/** Another spec of the same cluster, for which at least one certificate is issued anew, comes or goes. */
function changed(spec: Spec, random: () => number): Spec {
  const renamed = pick(spec.nodes, random)
  const [client, ...clients] = spec.tls.clients
  const changes: (() => Partial<Spec>)[] = [
    () => ({
      nodes: spec.nodes.length < 5 ? [...spec.nodes, nodeOf(spec.nodes.length + 1)] : spec.nodes.slice(0, 3),
    }),
    () => ({
      nodes: spec.nodes.map((node) => {
        if (node !== renamed) return node
        const { dnsNames, ...plain } = node
        return dnsNames ? plain : { ...plain, dnsNames: [`${node.name}.example.org`] }
      }),
    }),
    () => ({ tls: { clients: client ? clients : [{ name: 'kube-apiserver' }] } }),
    () => ({
      tls: { clients: [{ name: 'kube-apiserver', organizations: [`group-${Math.floor(random() * 1e6)}`] }] },
    }),
  ]
  return { ...spec, ...pick(changes, random)() }
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
