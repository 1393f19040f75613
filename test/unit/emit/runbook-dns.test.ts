import { expect, it } from 'vitest'
import { Tree } from './support.ts'

const nodes = [
  { name: 'a', address: '10.0.0.1' },
  { name: 'b', address: '10.0.0.2' },
  { name: 'c', address: '10.0.0.3' },
]
const runbook = async (more: object) => (await Tree.of(more)).text('README.md')

it.each([
  ['none', {}, 'ssh-keygen -R ADDRESS\n'],
  [
    'in the home directory',
    { UserKnownHostsFile: '~/.ssh/etcd hosts' },
    'ssh-keygen -R ADDRESS -f ~/.ssh/etcd\n',
  ],
  ['of ssh, too', { userknownhostsfile: '%d/known' }, 'ssh-keygen -R ADDRESS -f ~/known\n'],
  ['elsewhere', { UserKnownHostsFile: '/srv/a;b' }, "ssh-keygen -R ADDRESS -f '/srv/a;b'\n"],
])('the runbook forgets a host key in the file of the spec: %s', async (_, sshOptions, want) => {
  expect(await runbook({ ansible: { user: 'ops', sshOptions } })).toContain(want)
})

it('the runbook speaks of SRV records when a member is replaced, if there are any', async () => {
  const named = nodes.map((node) => ({ ...node, peer: { advertise: `${node.name}.example.net` } }))
  const section = async (more: object) =>
    (await runbook(more)).split('\n## Replace a lost member\n')[1]?.split('\n## ')[0]
  expect(await section({ nodes: named, etcd: { discovery: { srv: 'example.net' } } })).toContain(
    'SRV records',
  )
  expect(await section({ nodes: named })).not.toContain('SRV records')
})
