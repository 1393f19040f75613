import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { onTestFinished } from 'vitest'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { generate } from '../../../src/commands/generate.ts'
import { importPki } from '../../../src/commands/import.ts'
import { renew } from '../../../src/commands/renew.ts'
import { status } from '../../../src/commands/status.ts'
import { type Terminal, terminal } from '../../../src/commands/terminal.ts'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import { nodeKeySource } from '../../../src/pki/key.ts'
import type { CaId } from '../../../src/pki/layout.ts'
import { type PkiPlan, planPki } from '../../../src/pki/plan.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { complete, store, writePki } from '../pki/support.ts'

/** What a verb has printed, and its exit code. */
export type Said = { readonly exitCode: number; readonly stdout: string; readonly stderr: string }

type KeyOptions = { readonly vaultPasswordFile?: string; readonly ageIdentityFile?: string }

/** Nodes a, b and so on. */
export const nodesAt = (...addresses: readonly string[]) =>
  addresses.map((address, index) => ({ name: 'abcdefg'[index], address }))

/** A spec of one cluster called lab, with whatever else it says; YAML takes JSON. */
const specOf = (more: object): string =>
  JSON.stringify({
    apiVersion: 'quorate/v1',
    kind: 'EtcdCluster',
    name: 'lab',
    nodes: nodesAt('10.0.0.1', '10.0.0.2', '10.0.0.3'),
    ...more,
  })

/**
 * A directory with a spec, and every verb as it is run on that, in this very process; the tree lies in `lab`. Everything is
 * gone after the test.
 */
export class Workplace {
  readonly directory = mkdtempSync(join(tmpdir(), 'quorate-verb-'))
  readonly out = join(this.directory, 'out')
  readonly lab = join(this.out, 'lab')
  readonly spec = join(this.directory, 'spec.yaml')
  /** All that was printed so far. */
  printed = ''
  /** All diagnostics that were printed so far. */
  readonly reported: Diagnostic[] = []
  keys: KeyOptions = {}

  constructor(more: object = {}) {
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }))
    this.describe(more)
  }

  /** Changes the spec. */
  describe(more: object): void {
    writeFileSync(this.spec, specOf(more))
  }

  get specText(): string {
    return readFileSync(this.spec, 'utf8')
  }

  /** A file beside the spec, by its path. */
  file(name: string, text: string, mode = 0o600): string {
    const path = join(this.directory, name)
    writeFileSync(path, text, { mode })
    return path
  }

  get plan(): PkiPlan {
    const { value, diagnostics } = parseSpec(this.specText)
    if (value === undefined) throw new Error(JSON.stringify(diagnostics))
    return planPki(resolveCluster(value).tls?.subjects)
  }

  /** Puts a PKI into the folder as quorate would have made it at another time. */
  async bring(at: Date): Promise<void> {
    const { value, diagnostics } = await complete(this.plan, new Map(), {
      at,
      fresh: true,
      keys: nodeKeySource,
    })
    if (value === undefined) throw new Error(JSON.stringify(diagnostics))
    writePki(this.lab, store(value))
  }

  generate = (
    out = this.out,
    options: { readonly force?: boolean; readonly noNewCa?: boolean } = {},
  ): Promise<Said> =>
    this.run((terminal) => generate([this.spec], { out, ...options, ...this.keys }, terminal))

  renew = (
    names: readonly string[],
    options: {
      readonly all?: boolean
      readonly withinDays?: number
      readonly newKeys?: boolean
      readonly force?: boolean
    } = {},
  ): Promise<Said> =>
    this.run((terminal) =>
      renew(
        this.spec,
        { out: this.out, names, all: false, withinDays: undefined, newKeys: false, ...options, ...this.keys },
        terminal,
      ),
    )

  import = (files: readonly string[], authority?: CaId): Promise<Said> =>
    this.run((terminal) => importPki(this.spec, { out: this.out, files, authority, ...this.keys }, terminal))

  status = (
    options: { json?: boolean; withinDays?: number; colours?: boolean; out?: string } = {},
  ): Promise<Said> =>
    this.run(
      async (terminal) =>
        status([this.spec], { out: this.out, json: false, withinDays: 30, ...options }, terminal),
      options.colours,
    )

  /** Runs a verb, and keeps what it prints and reports. */
  async run(verb: (terminal: Terminal) => Promise<number>, colours = false): Promise<Said> {
    const said = { result: '', problem: '' }
    const real = terminal({
      stdout: {
        write: (text) => {
          said.result += text
        },
      },
      stderr: {
        write: (text) => {
          said.problem += text
        },
      },
      env: { FORCE_COLOR: colours ? '1' : '0' },
    })
    const exitCode = await verb({
      ...real,
      report: (diagnostics, source) => {
        this.reported.push(...diagnostics)
        real.report(diagnostics, source)
      },
    })
    this.printed += said.result + said.problem
    return {
      exitCode,
      stdout: said.result,
      stderr: said.problem.replaceAll(this.out, 'out').replaceAll(this.spec, 'spec.yaml'),
    }
  }

  /** Every file under the folder of the cluster and its text, sorted. */
  tree(): Record<string, string> {
    const files = this.files()
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(this.lab, file), 'latin1')]))
  }

  files(): string[] {
    if (!existsSync(this.lab)) return []
    return readdirSync(this.lab, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(this.lab, join(entry.parentPath, entry.name)))
      .sort()
  }

  /** The modes of everything under a folder, itself included, by their paths. */
  modes(under: string): Record<string, string> {
    const top = join(this.lab, under)
    const paths = ['', ...readdirSync(top, { recursive: true }).map(String)]
    return Object.fromEntries(
      paths.map((path) => [join(under, path), (statSync(join(top, path)).mode & 0o7777).toString(8)]),
    )
  }

  read = (file: string): string => readFileSync(join(this.lab, file), 'utf8')
}

/**
 * What would give a key of P-256 or Ed25519 away in a text: the lines of its Base64 that hold what is private. The last one
 * of P-256 is the public key alone, which certificates have as well (RFC 5915, 3).
 */
export const linesOfKeys = (keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) =>
    key
      .split('\n')
      .filter((line) => line.length > 20 && !line.startsWith('-----'))
      .slice(0, 2),
  )
