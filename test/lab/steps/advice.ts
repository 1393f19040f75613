import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import { failureText, type Outcome } from '../machine/command.ts'
import { bringBundle, bundleFolder } from './bundle.ts'
import type { GeneratedCluster } from './cluster.ts'
import { commandsOf, fillIn } from './runbook.ts'

/** What a refusal says, by its code. */
export type Texts = ReadonlyMap<string, string>

/** The texts of the verdicts on a host, as the bundle's script prints them. Nothing is changed. */
export async function verdictTexts(cluster: GeneratedCluster, host: Host): Promise<Texts> {
  await bringBundle(cluster, host)
  const { output } = await host.attempt(['sh', `${bundleFolder}/bootstrap.sh`, '--check'])
  const lines = output.matchAll(new RegExp(`^${host.name}: {3}- ([a-z-]+): (.*)$`, 'gm'))
  return new Map([...lines].map(([, code = '', text = '']) => [code, text]))
}

/** The commands in a text: what stands between backticks. */
export function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, command = '']) => command)
}

/** Types every command of a text on a host, as root, with its words in capitals filled in. */
export async function typesAll(
  host: Host,
  text: string,
  words: Readonly<Record<string, string>> = {},
): Promise<void> {
  const commands = commandsIn(text)
  assert.ok(commands.length > 0, `no command to type: ${text}`)
  for (const command of commands) await host.run(['sh', '-euc', fillIn(command, words)])
}

/** Types a command of a text on the control node, in the folder of the playbooks. */
export function typesHere({ lab, folder }: GeneratedCluster, command: string): Promise<Outcome> {
  return lab.ansible.run(join(folder, 'ansible'), ['/bin/sh', '-euc', command])
}

/** As `typesHere`, for a command that has to succeed. */
export async function succeedsHere(cluster: GeneratedCluster, command: string): Promise<void> {
  const outcome = await typesHere(cluster, command)
  assert.equal(outcome.exitCode, 0, failureText(outcome))
}

const RUNBOOK = "(?:cluster's README\\.md|README\\.md of the cluster)"

/** The text of a code in what a playbook says, up to the runbook that it names. */
export function textNamingRunbook(said: string, code: string): string {
  const [text = ''] = new RegExp(`${code}: .*?${RUNBOOK}`).exec(said) ?? []
  assert.ok(text, `${code} does not name the runbook: ${said}`)
  return text
}

/** The title of the runbook's section that a text names. */
export function sectionIn(text: string): string {
  const [, title] = new RegExp(`"([^"]+)" in the ${RUNBOOK}`).exec(text.replaceAll(/\s+/g, ' ')) ?? []
  assert.ok(title, `no section of README.md is named: ${text}`)
  return title
}

/** The blocks of commands in the section that a text names. */
export function blocksNamedIn({ folder }: GeneratedCluster, text: string): readonly string[] {
  return commandsOf(readFileSync(join(folder, 'README.md'), 'utf8'), sectionIn(text))
}
