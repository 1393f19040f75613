import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { PlaybookOptions, PlaybookOutcome } from '../hosts/ansible.ts'
import { failureText } from '../machine/command.ts'
import type { ScenarioContext } from '../scenario.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertSameService, servicesOf } from './service.ts'

/** Runs site.yml on hosts that have no etcd yet, until the cluster is there. */
export async function bringUp(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  options: PlaybookOptions = {},
): Promise<void> {
  await step('site.yml brings the cluster up', async () => {
    const outcome = await cluster.playbook('site.yml', options)
    assertSuccess(cluster, outcome)
    for (const [host, recap] of Object.entries(outcome.recap))
      assert.ok(recap.changed > 0, `nothing changed on ${host}`)
  })
}

/** Proves that a second run of site.yml, and one in check mode, change nothing and restart nothing. */
export async function staysAsItIs(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  options: PlaybookOptions = {},
): Promise<void> {
  const before = await servicesOf(cluster)
  await changesNothing(context, cluster, options)
  await changesNothing(context, cluster, { ...options, check: true })
  assertSameService(before, await servicesOf(cluster))
}

/** A run of site.yml has nothing to do. */
export async function changesNothing(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  options: PlaybookOptions = {},
): Promise<void> {
  const mode = options.check ? '--check --diff ' : ''
  await step(`site.yml ${mode}changes nothing on the converged hosts`, async () => {
    const outcome = await cluster.playbook('site.yml', options)
    assertSuccess(cluster, outcome)
    assertUnchanged(outcome)
  })
}

/** Runs verify.yml on a cluster that is well. */
export async function verifies(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  options: PlaybookOptions = {},
): Promise<void> {
  await step('verify.yml passes', async () => {
    const outcome = await cluster.playbook('verify.yml', options)
    assertSuccess(cluster, outcome)
    assertUnchanged(outcome)
  })
}

/** ansible-lint has nothing to say about a generated project. */
export async function lintsClean(
  { step }: ScenarioContext,
  { lab, folder }: GeneratedCluster,
): Promise<void> {
  await step('ansible-lint finds nothing (production profile)', async () => {
    const parameters = ['--offline', '--strict', '--nocolor', '--profile', 'production']
    const outcome = await lab.ansible.run(join(folder, 'ansible'), ['ansible-lint', ...parameters])
    assert.ok(outcome.exitCode === 0, failureText(outcome))
  })
}

/** Every host was reached and none failed. */
export function assertSuccess({ nodes, clientHosts }: GeneratedCluster, outcome: PlaybookOutcome): void {
  assert.ok(outcome.exitCode === 0, failureOf(outcome))
  // verify.yml looks at members alone.
  const clients = /verify\.yml$/.test(outcome.command) ? [] : clientHosts.map(({ name }) => name)
  const names = [...nodes, ...clients].sort()
  assert.deepEqual(
    Object.keys(outcome.recap).sort(),
    names,
    `not every host was in the play; ${failureOf(outcome)}`,
  )
  for (const { failed, unreachable } of Object.values(outcome.recap)) {
    assert.equal(failed + unreachable, 0, failureOf(outcome))
  }
}

/** No task changed anything. */
export function assertUnchanged(outcome: PlaybookOutcome): void {
  const changed = Object.entries(outcome.recap).filter(([, recap]) => recap.changed !== 0)
  const tasks = outcome.output.split(/^(?=TASK )/m).filter((task) => /^changed: /m.test(task))
  assert.deepEqual(changed, [], `something changed (${outcome.log}):\n${tasks.join('')}`)
}

/** The playbook failed and said why in words that match; nothing was changed before it did. */
export function assertRefused(outcome: PlaybookOutcome, why: RegExp): void {
  assertFails(outcome, why)
  assertUnchanged(outcome)
}

/** The playbook failed and said why in words that match. */
export function assertFails(outcome: PlaybookOutcome, why: RegExp): void {
  assert.ok(outcome.exitCode !== 0, `it should have refused, but succeeded (${outcome.log})`)
  assert.notDeepEqual(outcome.recap, {}, failureOf(outcome))
  assert.match(saidBy(outcome), why, failureOf(outcome))
}

/** What a playbook printed, in one line: long messages are folded where they are printed. */
export function saidBy({ output }: Pick<PlaybookOutcome, 'output'>): string {
  return output.replace(/\s+/g, ' ')
}

function failureOf(outcome: PlaybookOutcome): string {
  return `${failureText(outcome)}\n    (all of it: ${outcome.log})`
}
