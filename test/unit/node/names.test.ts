import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { nameLines } from '../../../src/node/names.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { specText } from '../spec/specs.ts'

const script = join(import.meta.dirname, '../../../templates/bundle/script/names.sh')

/** What the script makes of what node a has found for its own peer name and those of b. */
function misleading(name: string, found: string): string {
  const { value } = parseSpec(
    specText({
      nodes: [
        { name: 'a', address: '10.0.0.1', peer: { advertise: 'a.peers.example.net' } },
        {
          name: 'b',
          address: '10.0.0.2',
          peer: { listen: ['10.1.0.2'], advertise: 'b.peers.example.net' },
          client: { advertise: 'b.example.net' },
        },
        { name: 'c', address: '10.0.0.3', client: { listen: ['::'], advertise: 'c.example.net' } },
      ],
    }),
  )
  if (!value) throw new Error('the spec is at fault')
  const NAMES = nameLines(resolveCluster(value), { name: 'a' }).join('\n')
  const command = `. "$0" && misleading`
  return execFileSync('sh', ['-euc', command, script], {
    env: { ...process.env, NAMES },
    input: `${name} ${found}\n`,
    encoding: 'utf8',
  }).trim()
}

test.each<readonly [what: string, name: string, found: string, want: string]>([
  ['where it listens', 'b.peers.example.net', '10.1.0.2', ''],
  ['nothing', 'b.peers.example.net', '', 'b.peers.example.net: nothing (b is at 10.1.0.2)'],
  ['another member', 'b.example.net', '10.0.0.3', 'b.example.net: 10.0.0.3 (b is at 10.0.0.2)'],
  [
    'another one too',
    'b.example.net',
    '10.0.0.2,10.0.0.3',
    'b.example.net: 10.0.0.2,10.0.0.3 (b is at 10.0.0.2)',
  ],
  [
    'where it does not listen',
    'b.peers.example.net',
    '10.0.0.2',
    'b.peers.example.net: 10.0.0.2 (b is at 10.1.0.2)',
  ],
  ['both', 'b.peers.example.net', '10.0.0.2,10.1.0.2', ''],
  ['an address that is translated', 'b.peers.example.net', '203.0.113.2', ''],
  ['every address, any of them', 'c.example.net', '10.0.0.3', ''],
  ['loopback', 'b.peers.example.net', '127.0.1.1', 'b.peers.example.net: 127.0.1.1 (b is at 10.1.0.2)'],
  ['loopback in IPv6', 'c.example.net', '::1', 'c.example.net: ::1 (c is at 10.0.0.3)'],
  ['its own peer name on loopback', 'a.peers.example.net', '127.0.1.1', ''],
  [
    'its own peer name at another member',
    'a.peers.example.net',
    '10.0.0.2',
    'a.peers.example.net: 10.0.0.2 (a is at 10.0.0.1)',
  ],
])('a name leads to: %s', (_, name, found, want) => {
  expect(misleading(name, found)).toBe(want)
})
