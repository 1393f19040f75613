import assert from 'node:assert/strict'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import { failureText } from '../machine/command.ts'
import { type GeneratedCluster, quorateCommand } from './cluster.ts'
import { assertFormed } from './members.ts'
import { commandsOf, countBlocks, fillIn, homes } from './runbook.ts'

const shell = ['/bin/sh', '-euc'] as const

/** An operator who reads the runbook of one cluster and types its commands, as they are there. */
export class Operator {
  readonly cluster: GeneratedCluster
  /** How many blocks of each section have been typed. */
  readonly #typed = new Map<string, Set<number>>()
  readonly #programs: string

  constructor(cluster: GeneratedCluster) {
    this.cluster = cluster
    this.#programs = join(cluster.lab.folder, 'programs')
    mkdirSync(this.#programs, { recursive: true })
    const quorate = `#!/bin/sh\nexec ${quorateCommand.join(' ')} "$@"\n`
    writeFileSync(join(this.#programs, 'quorate'), quorate, { mode: 0o755 })
  }

  /** Types a block of a section on a host, as root. */
  async onNode(
    host: Host,
    section: string,
    index: number,
    words: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    return host.run([...shell, fillIn(this.#take(section, index), words)])
  }

  /** As `onNode`, for commands of which some are expected to fail. */
  async tries(host: Host, section: string, index: number): Promise<string> {
    return (await host.attempt(['/bin/sh', '-c', this.#take(section, index)])).output
  }

  /** Types a block on the control node: quorate's in the folder of the spec, Ansible's in that of the playbooks. */
  async here(section: string, index: number, words: Readonly<Record<string, string>> = {}): Promise<string> {
    const { lab, folder, hosts } = this.cluster
    const commands = fillIn(this.#take(section, index), { SPEC: 'lab.yaml', ...words })
    const programs = [this.#programs, ...hosts.flatMap(({ root }) => globSync(join(root, 'opt/etcd/*/')))]
    const place = placeOf(commands, lab.folder, folder)
    const outcome = await lab.ansible.run(place, [...shell, commands], 'pinned', { programs })
    assert.equal(outcome.exitCode, 0, `${failureText(outcome)}\n    (all of it: ${outcome.log})`)
    return outcome.output
  }

  /** Every block that the table has as a scenario's has been typed. */
  assertAllTyped(scenario: string): void {
    const own = (rows: readonly string[]) => rows.flatMap((home, index) => (home === scenario ? [index] : []))
    const wanted = Object.entries(homes.several).flatMap(([section, rows]) =>
      own(rows).map((index) => `${section} ${index}`),
    )
    const typed = [...this.#typed].flatMap(([section, indices]) =>
      [...indices].map((index) => `${section} ${index}`),
    )
    assert.deepEqual(
      wanted.filter((block) => !typed.includes(block)),
      [],
    )
  }

  /** How many blocks a section has. */
  count(section: string): number {
    return countBlocks(this.#runbook())[section] ?? 0
  }

  #take(section: string, index: number): string {
    const commands = commandsOf(this.#runbook(), section)[index]
    assert.ok(commands, `"${section}" has no block ${index}`)
    const indices = this.#typed.get(section) ?? new Set()
    this.#typed.set(section, indices.add(index))
    return commands
  }

  #runbook(): string {
    return readFileSync(join(this.cluster.folder, 'README.md'), 'utf8')
  }
}

/** Where the runbook has people type a block: what it says at its top. */
function placeOf(commands: string, ofSpec: string, folder: string): string {
  const programs = new Set(commands.match(/^\w+/gm))
  if (programs.has('quorate')) return ofSpec
  return programs.has('ansible') ? join(folder, 'ansible') : folder
}

/** Types the commands that restore a snapshot. */
export async function restore(operator: Operator, snapshot: string, option = ''): Promise<void> {
  const { hosts } = operator.cluster
  const section = 'Restore a snapshot'
  await operator.here(section, 0, { SNAPSHOT: snapshot })
  await operator.here(section, 1)
  for (const [index, host] of hosts.entries())
    await operator.onNode(host, section, 2 + index, option === '' ? {} : { restore: `restore ${option}` })
  await operator.here(section, 2 + hosts.length)
  await assertFormed(operator.cluster)
}
