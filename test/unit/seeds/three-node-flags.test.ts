import { describe, expect, test } from 'vitest'
import { flagsDocument } from './documents.ts'
import { codeIn, flagsIn, namesBeyond, pageOf, sectionsIn, tableUnder, treeOf } from './support.ts'

const example = 'three-node-flags.yaml'
const { nodes, tree } = await treeOf(example)

const unitOf = (name: string) => tree.text(`nodes/${name}/rootfs/etc/systemd/system/etcd.service`)

describe.each([...nodes])('the unit of $name', ({ name, address }) => {
  const ours = flagsIn(unitOf(name))
  const theirs = flagsDocument.flags(name, address)

  test('has every flag of the document, with the same value', () => {
    expect(ours).toMatchObject(theirs)
    expect(Object.keys(theirs)).toHaveLength(17)
  })

  test('has no flag besides that the page does not name', () => {
    const page = pageOf(example)
    const more = namesBeyond(ours, theirs)
    expect(more.filter((option) => !page.includes(`\`--${option}\``))).toEqual([])
    expect(more).toEqual([
      'auto-compaction-mode',
      'auto-compaction-retention',
      'election-timeout',
      'feature-gates',
      'heartbeat-interval',
      'listen-metrics-urls',
      'log-level',
      'log-outputs',
      'max-request-bytes',
      'metrics',
      'pre-vote',
      'quota-backend-bytes',
      'snapshot-count',
    ])
  })

  test('reads no other file of settings', () => {
    expect(unitOf(name)).not.toMatch(/^EnvironmentFile=/m)
  })

  test('has every other line of the document in its section, but for two that tell more', () => {
    const sections = sectionsIn(unitOf(name))
    const different = Object.entries(flagsDocument.unit).flatMap(([section, lines]) =>
      lines.filter((line) => !sections.get(section)?.includes(line)),
    )
    expect(different).toEqual(flagsDocument.unit.Unit)
    for (const key of ['Description', 'Documentation'])
      expect(sections.get('Unit')?.filter((line) => line.startsWith(`${key}=`))).toHaveLength(1)
  })
})

test('the page has the lines of the unit as both have them', () => {
  const rows = tableUnder(
    pageOf(example).split("## The unit's other lines")[1] ?? '',
    /^\| the guide \| here \|/,
  )
  expect(rows.map(([line = '']) => codeIn(line)[0])).toEqual(Object.values(flagsDocument.unit).flat())
  const ours = unitOf('controller-0').split('\n')
  for (const [theirs = '', here = ''] of rows)
    expect(ours).toContain(codeIn(here === 'the same' ? theirs : here)[0])
})

test('all members hold one certificate with its key, at the places of the document', () => {
  const lines = nodes.map(({ name }) =>
    tree
      .text(`nodes/${name}/files.txt`)
      .split('\n')
      .filter((line) => / \/etc\/etcd\/(ca|kubernetes|kubernetes-key)\.pem$/.test(line)),
  )
  expect(lines[0]).toHaveLength(3)
  for (const line of lines) expect(line).toEqual(lines[0])
})
