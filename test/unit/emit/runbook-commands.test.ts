import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, test } from 'vitest'
import { scenarios } from '../../lab/scenarios/index.ts'
import { blocksOf, countBlocks, homes } from '../../lab/steps/runbook.ts'
import { Tree } from './support.ts'

const alone = [{ name: 'a', address: '10.0.0.1' }]
const loopback = { nodes: [{ name: 'a', address: '127.0.0.1' }] }
const wal = { etcd: { paths: { wal: '/srv/wal' } } }

const specs: [string, object][] = [
  ['three members', {}],
  ['one member', { nodes: alone }],
  ['one member on loopback', loopback],
  ['one member with plain HTTP', { ...loopback, tls: { enabled: false } }],
  ['cloud-init', { cloudInit: {} }],
  ['ansible-vault', { secrets: { encryption: 'ansible-vault' } }],
  ['a directory for the WAL', wal],
  ['etcd 3.4', { etcd: { version: '3.4.45' } }],
]

const runbookOf = async (more: object) => (await Tree.of(more)).text('README.md')

/** The number of blocks that a table has a scenario for, by section. */
const countsOf = (rows: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(rows).map(([section, blocks]) => [section, blocks.length]))

/** Sections that a single member does not need, or that have no commands for it. */
const sectionsOfSeveral = [
  'The quorum is lost',
  'A database is corrupt',
  'Remove a member',
  'Reboot a machine',
  'Upgrade etcd',
]

it.each([
  ['three members', {}, homes.several],
  ['cloud-init', { cloudInit: {} }, { ...homes.several, ...homes.cloudInit }],
  [
    'two members',
    { nodes: [...alone, { name: 'b', address: '10.0.0.2' }] },
    {
      ...homes.several,
      'Restore a snapshot': homes.several['Restore a snapshot']?.slice(1) ?? [],
    },
  ],
  [
    'one member',
    { nodes: alone },
    Object.fromEntries(
      Object.entries({ ...homes.several, ...homes.single }).filter(
        ([section]) => !sectionsOfSeveral.includes(section),
      ),
    ),
  ],
])('a scenario runs each block of commands: %s', async (_, more, rows) => {
  expect(countBlocks(await runbookOf(more))).toEqual(countsOf(rows))
})

test('these scenarios exist', () => {
  const named = Object.values(homes).flatMap((rows) => Object.values(rows).flat())
  const names = scenarios.map(({ name }) => name)
  expect(named.filter((name) => !names.includes(name))).toEqual([])
})

it.each(specs)(
  'has links that lead somewhere, no blank twice, and commands that a shell parses: %s',
  async (_, more) => {
    const text = await runbookOf(more)
    const anchors = titlesOf(text).map((title) =>
      title
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    )
    for (const [, target = ''] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target)
    expect(text).not.toMatch(/\n\n\n/)
    for (const { commands } of blocksOf(text)) {
      const { status, stderr } = spawnSync('sh', ['-n'], { input: commands, encoding: 'utf8' })
      expect([status, stderr], commands).toEqual([0, ''])
    }
  },
)

test('begins with the check of the cluster and a table of contents', async () => {
  const titles = titlesOf(await runbookOf({}))
  expect(titles.slice(0, 2)).toEqual(['Check the cluster', 'Contents'])
})

test('has every section that a message names', async () => {
  const texts = filesUnder(join(import.meta.dirname, '../../../templates')).filter((text) =>
    text.includes('README.md'),
  )
  const quoted = texts.flatMap((text) =>
    [
      ...text
        .replace(/\s+/g, ' ')
        .matchAll(
          /(?:see|See|and|in) \\?"([^"\\]+)\\?"(?: and \\?"[^"\\]+\\?")? in the (?:cluster[\\']+s README|README\.md of the cluster)/g,
        ),
    ].flatMap(([all]) => [...all.matchAll(/"([^"\\]+)\\?"/g)].map(([, title]) => title)),
  )
  expect(new Set(quoted)).toEqual(
    new Set([
      'A database is corrupt',
      'A machine cannot be reached',
      'A member is down',
      'Add a member',
      'Remove a member',
      'Renew or rotate certificates',
      'Replace a lost member',
      'Take over the data of another etcd',
      'The database is full (NOSPACE)',
      'The quorum is lost',
      'Use your own playbook and inventory',
    ]),
  )
  expect(titlesOf(await runbookOf({}))).toEqual(expect.arrayContaining(quoted))
})

const titlesOf = (text: string): string[] => [...text.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title)

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md.hbs')
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
}
