import assert from 'node:assert/strict'

/** A block of commands in a runbook: the title of its section, and its lines. */
export type Block = { readonly section: string; readonly commands: string }

/** Every block of commands in a runbook, in order. */
export function blocksOf(runbook: string): readonly Block[] {
  return runbook
    .split(/^## /m)
    .slice(1)
    .flatMap((text) => {
      const [section = ''] = text.split('\n', 1)
      return [...text.matchAll(/^( *)```sh\n(.*?)^\1```$/gms)].map(([, indent = '', lines = '']) => ({
        section,
        commands: lines.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      }))
    })
}

/** The blocks of one section, in order. */
export function commandsOf(runbook: string, section: string): readonly string[] {
  const found = blocksOf(runbook).filter((block) => block.section === section)
  assert.ok(found.length > 0, `the runbook has no commands under "${section}"`)
  return found.map(({ commands }) => commands)
}

/** How many blocks of commands each section of a runbook has. */
export function countBlocks(runbook: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { section } of blocksOf(runbook)) counts[section] = (counts[section] ?? 0) + 1
  return counts
}

/** Commands with their words in capitals filled in, and without comments. */
export function fillIn(commands: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce(
    (text, [word, value]) => text.replaceAll(new RegExp(`(?<=[ =/])${word}\\b`, 'g'), value),
    commands.replaceAll(/ +#.*$/gm, ''),
  )
}

/**
 * The scenarios that run the blocks of each section, in order, taken from the runbook as it is. A block without a row fails
 * test/unit/emit/runbook-commands.test.ts.
 */
export const homes: Readonly<
  Record<'several' | 'single' | 'cloudInit', Readonly<Record<string, readonly string[]>>>
> = {
  several: {
    'Check the cluster': ['runbook', 'runbook', 'runbook'],
    'Read the logs': ['runbook', 'runbook'],
    'A member is down': ['runbook', 'runbook', 'runbook'],
    'A machine cannot be reached': ['runbook'],
    'Replace a lost member': ['runbook'],
    'The quorum is lost': Array.from({ length: 6 }, () => 'runbook'),
    'The database is full (NOSPACE)': Array.from({ length: 5 }, () => 'runbook'),
    'The disk is full': ['runbook', 'runbook', 'runbook'],
    'The disk is slow': ['runbook'],
    'A database is corrupt': ['runbook', 'runbook', 'runbook'],
    'Take over the data of another etcd': Array.from({ length: 5 }, () => 'refusals'),
    'Restore a snapshot': Array.from({ length: 7 }, () => 'runbook'),
    'Back up the data': ['runbook', 'runbook'],
    'Add a member': ['runbook', 'runbook'],
    'Remove a member': ['runbook', 'runbook', 'runbook', 'removal', 'removal'],
    'Reboot a machine': ['runbook', 'runbook'],
    'Restart all members': ['control'],
    'Stop the whole cluster': ['control', 'control'],
    'Change the configuration': ['runbook', 'runbook'],
    'Upgrade etcd': ['runbook'],
    'Renew or rotate certificates': ['runbook', 'runbook'],
    'A CA has expired': ['runbook', 'runbook'],
    'Set up the cluster with Ansible': ['runbook'],
    'Set up a node with the shell bundle': ['channels'],
  },
  // Where it differs from several members. A snapshot is restored by the same commands, on fewer nodes.
  single: {
    'Replace a lost member': ['growth', 'growth'],
    'Add a member': ['growth', 'growth'],
    'Restore a snapshot': Array.from({ length: 5 }, () => 'runbook'),
  },
  // Only what cloud-init adds.
  cloudInit: { 'Set up nodes with cloud-init': ['user-data', 'bad-input', 'bad-input'] },
}
