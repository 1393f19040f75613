import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import { clientUrl } from './cluster.ts'

/** How long a client waited for its writes while something else happened. */
export type Waiting = {
  readonly writes: number
  readonly failures: number
  readonly longestMilliseconds: number
}

/**
 * Writes from one host, as one client that knows all members, until `meanwhile` has ended. Each write is a run of etcdctl, so that
 * its start counts too.
 */
export async function waitingDuring(
  hosts: readonly Host[],
  meanwhile: () => Promise<void>,
): Promise<Waiting> {
  const [host] = hosts
  assert.ok(host)
  const file = '/run/writes'
  const loop = `set -a; . /etc/etcd/etcdctl.env
ETCDCTL_ENDPOINTS=${hosts.map(({ address }) => clientUrl(address)).join(',')}
>${file}
while [ -e ${file} ]; do
  if etcdctl --command-timeout=5s put /waiting x >/dev/null 2>&1; then date +%s%3N; else echo failed; fi
done >${file}.log`
  const writing = host.run(['sh', '-c', loop])
  try {
    await meanwhile()
  } finally {
    await host.run(['rm', '-f', file])
    await writing
  }
  const lines = (await host.run(['cat', `${file}.log`])).trim().split('\n')
  const moments = lines.filter((line) => line !== 'failed').map(Number)
  const waits = moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment))
  return {
    writes: moments.length,
    failures: lines.length - moments.length,
    longestMilliseconds: Math.max(...waits),
  }
}
