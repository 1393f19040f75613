import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attempt, failureText } from '../machine/command.ts'

/** What etcd says to a heartbeat of 0, once it has read everything. */
const noHeartbeat = '--heartbeat-interval must be >0'

// For an etcd that would serve after all.
const timeoutSeconds = 5

/** An etcd that is asked what it takes. It never gets as far as to serve: each question holds something that ends it. */
export class OptionProgram {
  readonly version: string
  readonly #program: string
  readonly #folder: string
  #files = 0

  /** `folder` takes the configuration files that it is asked about. */
  constructor(version: string, program: string, folder: string) {
    this.version = version
    this.#program = program
    this.#folder = folder
  }

  /** Its flags, each with the default that it prints, if it does: `--max-wals '5'`. */
  async help(): Promise<ReadonlyMap<string, string | undefined>> {
    const { output } = await attempt([this.#program, '--help'])
    const lines = output.matchAll(/^ {2}--([a-z][a-z0-9-]*)(?: (?:'(.*)'|(\S+)))?$/gm)
    return new Map([...lines].map(([, name = '', quoted, bare]) => [name, quoted ?? bare]))
  }

  /** The gates that its help lists, as it lists them: `AllAlpha=true|false (ALPHA - default=false)`. */
  async gates(): Promise<string[]> {
    const { output } = await attempt([this.#program, '--help'])
    return [...output.matchAll(/^ {4}(\w+=true\|false .*)$/gm)].map(([, gate = '']) => gate)
  }

  /** Whether it takes a flag with a value, refuses the value, or does not know the flag. Parsing comes before `--version`. */
  async flag(name: string, value: string): Promise<'taken' | 'refused' | 'unknown'> {
    const outcome = await attempt([this.#program, `--${name}=${value}`, '--version'])
    if (outcome.exitCode === 0) {
      assert.ok(outcome.stdout.startsWith(`etcd Version: ${this.version}\n`), failureText(outcome))
      return 'taken'
    }
    if (outcome.output.includes(`flag provided but not defined: -${name}\n`)) return 'unknown'
    assert.ok(
      outcome.output.includes(`for flag -${name}: `) || outcome.output.includes(`for -${name}: `),
      failureText(outcome),
    )
    return 'refused'
  }

  /** Whether it gets past a flag with a value when it starts, as far as it judges the value before the heartbeat. */
  async startsWith(name: string, value: string): Promise<boolean> {
    const outcome = await attempt([this.#program, `--${name}=${value}`, '--heartbeat-interval=0'], {
      cwd: this.#folder,
      timeoutSeconds,
    })
    return outcome.output.includes(noHeartbeat)
  }

  /** Whether its configuration file lets a value stand at a place: it passes over a key that it does not know. */
  async file(section: string | undefined, key: string, value: unknown): Promise<'passed' | 'refused'> {
    const place = [...(section?.split('.') ?? []), key]
    const content = place.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value)
    const { with: ending, says } = endingFor(key, this.version)
    this.#files += 1
    const file = join(this.#folder, `${this.#files}.yml`)
    // JSON is YAML.
    writeFileSync(file, JSON.stringify({ ...(content as object), ...ending }))
    const outcome = await attempt([this.#program, `--config-file=${file}`], {
      cwd: this.#folder,
      timeoutSeconds,
    })
    if (outcome.output.includes('cannot unmarshal') && outcome.output.includes(`${key} of type `)) {
      return 'refused'
    }
    assert.ok(outcome.output.includes(says), `${JSON.stringify(content)}: ${failureText(outcome)}`)
    return 'passed'
  }
}

/** What a file gets as its end: a fault that etcd reports where it has none to report of the key. */
function endingFor(key: string, version: string): { readonly with: object; readonly says: string } {
  // Read once all others have been judged (etcd, etcdmain/config.go, configFromFile, until 3.5).
  if (/^3\.[45]\./.test(version)) {
    if (key === 'proxy') return { with: { 'proxy-dial-timeout': 'x' }, says: 'proxy-dial-timeout of type ' }
    if (/^proxy-|^discovery-fallback$/.test(key)) return { with: { proxy: 'x' }, says: 'setting up proxy' }
  }
  if (key === 'heartbeat-interval') return { with: { 'election-timeout': 0 }, says: 'timeout must be >0' }
  // Each wants the other.
  if (key === 'token' || key === 'endpoints') return { with: {}, says: 'discovery-endpoints must be set' }
  return { with: { 'heartbeat-interval': 0 }, says: noHeartbeat }
}
