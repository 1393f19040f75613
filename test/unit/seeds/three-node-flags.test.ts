import { describe, expect, test } from 'vitest'
import { flagsDocument } from './documents.ts'
import { flagsIn, namesBeyond, pageOf, treeOf } from './support.ts'

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

  test('reads no other file of settings, and runs where the document has it run', () => {
    const unit = unitOf(name)
    expect(unit).not.toMatch(/^EnvironmentFile=/m)
    for (const line of [
      'Type=notify',
      'ExecStart=/usr/local/bin/etcd \\',
      'Restart=on-failure',
      'RestartSec=5',
      'WantedBy=multi-user.target',
    ])
      expect(unit.split('\n')).toContain(line)
  })
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
