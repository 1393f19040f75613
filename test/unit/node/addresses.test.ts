import { expect, test } from 'vitest'
import { Tree } from '../emit/support.ts'

const UNIT = 'nodes/a/rootfs/etc/systemd/system/etcd.service'
const address = '10.0.0.1'

const rows: readonly (readonly [string, object, string, string | undefined])[] = [
  ['its own address', {}, address, undefined],
  [
    'all addresses on which it listens',
    { peer: { listen: ['fd00:1::1'] }, client: { listen: [address, 'FD00:2::1'] } },
    'fd00:1::1 10.0.0.1 fd00:2::1',
    undefined,
  ],
  ['none twice, and not every address', { client: { listen: ['0.0.0.0'] } }, address, undefined],
  ['no virtual address', { client: { listen: [address, '10.0.0.9'] } }, address, '10.0.0.9'],
]

test.each(rows)('the unit waits for %s', async (_, node, want, virtual) => {
  const nodes = [
    { name: 'a', address, ...node },
    { name: 'b', address: '10.0.0.2' },
    { name: 'c', address: '10.0.0.3' },
  ]
  const tree = await Tree.of({ nodes, ...(virtual && { etcd: { virtualAddresses: [virtual] } }) })
  const unit = String(tree.artifacts.find(({ path }) => path === UNIT)?.text)
  expect(/^ExecCondition=\+\/bin\/sh -c "for a in ([^;]*);/m.exec(unit)?.[1]).toBe(want)
})
