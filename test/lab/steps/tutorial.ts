import assert from 'node:assert/strict'
import type { Host, HostDescription } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'

/** The machine of the documents with a single node: its member has another name, and listens on loopback alone. */
export const server: HostDescription = { name: 'server', addresses: ['10.240.0.10'] }

/** Where etcd listens there, for peers, clients and metrics. */
const listening = ['127.0.0.1:2379', '127.0.0.1:2380', '127.0.0.1:2381']

/** etcd listens on loopback and nowhere else, as `ss -tlnp` shows it, and other machines are turned away. */
export async function assertOnLoopbackAlone(lab: Lab, host: Host): Promise<void> {
  const sockets = (await host.run(['ss', '-Htlnp'])).split('\n').filter((line) => line.includes('"etcd"'))
  assert.deepEqual(sockets.map((line) => line.split(/\s+/)[3]).sort(), listening)
  const connect = (port: number) =>
    lab.attempt(['bash', '-c', `exec 3<>/dev/tcp/${host.address}/${port}`], { timeoutSeconds: 10 })
  // The way there is open: sshd answers.
  assert.equal((await connect(22)).exitCode, 0)
  for (const port of [2379, 2380, 2381])
    assert.match((await connect(port)).output, /Connection refused/, `port ${port}`)
}

/** Mode, owner and path of what lies at paths on a host. */
export async function modesOf(host: Host, paths: readonly string[]): Promise<string[]> {
  return (await host.run(['stat', '--dereference', '--format=%a %U %n', ...paths])).split('\n')
}
