import assert from 'node:assert/strict'
import { isIP } from 'node:net'
import type { Host } from '../hosts/host.ts'
import { urlHost } from '../hosts/network.ts'
import { failureText } from '../machine/command.ts'

/** Where a cluster has its files on each host, and how they are named there. */
export type Files = {
  readonly settings: string
  readonly server: string
  readonly peer: string
  readonly clientCa: string
  readonly peerCa: string
}

/** An address or a name, and the port there. */
export type Endpoint = readonly [host: string, port: number]

/** A client on a host reads a key through each endpoint, one after the other. */
export async function assertReads(
  from: Host,
  { settings }: Files,
  endpoints: readonly Endpoint[],
  key: string,
  value: string,
): Promise<void> {
  const read =
    'etcdctl --command-timeout=10s --endpoints="$endpoint" get "$key" --print-value-only || echo "$endpoint failed"'
  const script = `set -a; . "$0"; unset ETCDCTL_ENDPOINTS; key=$1; shift; for endpoint; do ${read}; done`
  const urls = endpoints.map(([host, port]) => `https://${urlHost(host)}:${port}`)
  const said = await from.run(['sh', '-c', script, settings, key, ...urls])
  assert.deepEqual(
    said.split('\n'),
    urls.map(() => value),
    urls.join(' '),
  )
}

/** OpenSSL on a host accepts what a member shows at an endpoint as the certificate of that address or name. */
export async function assertProves(
  from: Host,
  { server, peer, clientCa, peerCa }: Files,
  role: 'server' | 'peer',
  [host, port]: Endpoint,
): Promise<void> {
  const [own, ca] = role === 'server' ? [server, clientCa] : [peer, peerCa]
  const key = own.replace(/\.pem$/, '-key.pem').replace(/\.crt$/, '.key')
  const identity = ['-CAfile', ca, '-cert', own, '-key', key]
  const expected = [isIP(host) ? '-verify_ip' : '-verify_hostname', host]
  const outcome = await from.attempt([
    'openssl',
    ...['s_client', '-connect', `${urlHost(host)}:${port}`, '-verify_return_error', ...identity, ...expected],
  ])
  assert.equal(outcome.exitCode, 0, failureText(outcome))
  assert.match(outcome.output, /^ *Verify return code: 0 \(ok\)$/m, failureText(outcome))
}
