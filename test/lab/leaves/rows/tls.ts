import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { valueAt } from '../../../unit/spec/fields/leaves.ts'
import { failureText } from '../../machine/command.ts'
import { algorithmOf } from '../../steps/served.ts'
import type { ClusterName } from '../clusters.ts'
import { install, type LeafRow, member, pki, portOf } from '../row.ts'
import type { Seen } from '../seen.ts'

/** A part of what etcd says at its start of the certificates of its servers, or of those for its peers. */
function tlsReported(
  leaf: string,
  on: ClusterName,
  side: 'clientTls' | 'peerTls',
  part: string,
  file: (name: string) => string,
): LeafRow {
  return {
    leaf,
    on,
    seen: `etcd's report at its start: ${part} of its TLS for ${side === 'peerTls' ? 'peers' : 'clients'}`,
    check: (value, seen) => {
      const said = String(seen[side]['tls-info'])
      assert.ok(said.includes(`${part} = ${file(value)},`), said)
    },
  }
}
const days = (value: string) => Number(value.replace('d', ''))
const lifetimeOf = ({ validFromDate, validToDate }: { validFromDate: Date; validToDate: Date }) =>
  Math.round((validToDate.getTime() - validFromDate.getTime()) / 86_400_000)
const clientCertificate = (seen: Seen) =>
  seen.certificate(String(valueAt(seen.spec, `${install}/certificate`)), seen.cluster.lab.host('etcd-4'))
/** openssl's handshake with the member's client port, under one version of TLS. */
async function handshake(seen: Seen, version: '-tls1_2' | '-tls1_3', port: number): Promise<string> {
  const { stdout } = await seen.host.attempt([
    'sh',
    '-c',
    `openssl s_client ${version} -connect ${member(seen).address}:${port} </dev/null 2>&1`,
  ])
  return stdout
}

const file = (name: string) => `${pki}/${name}.pem`
const defaultFile = (name: string) => `/etc/etcd/pki/${name}.crt`
/** The section `tls`. */
export const tls: readonly LeafRow[] = [
  { leaf: '/tls/enabled', scenario: 'tutorial-single-node', shows: 'tutorialDocument.members' },
  {
    leaf: '/tls/layout',
    on: 'members',
    seen: 'the CA of the server and of the peer certificate on the host: one',
    check: async (_, { certificate }) => {
      const ca = await certificate(`${pki}/lab-ca.pem`)
      for (const name of ['lab-server', 'lab-peer'])
        assert.ok((await certificate(file(name))).verify(ca.publicKey))
    },
  },
  { leaf: '/tls/authority', scenario: 'own-ca', shows: "authority: 'external'" },
  {
    leaf: '/tls/algorithm',
    on: 'members',
    seen: 'the key of the server certificate on the host',
    check: async (value, { certificate }) =>
      assert.equal(algorithmOf(await certificate(file('lab-server'))), value),
  },
  {
    leaf: '/tls/authorityFingerprints',
    on: 'members',
    seen: 'the CA on the host; with another fingerprint, quorate generate fails',
    check: async ([value], { certificate }) =>
      assert.equal((await certificate(file('lab-ca'))).fingerprint256, value),
  },
  {
    leaf: '/tls/authorityLifetime',
    on: 'members',
    seen: 'the dates of the CA on the host',
    check: async (value, { certificate }) =>
      assert.equal(lifetimeOf(await certificate(file('lab-ca'))), days(value)),
  },
  {
    leaf: '/tls/certificateLifetime',
    on: 'members',
    seen: 'the dates of the server certificate on the host',
    check: async (value, { certificate }) =>
      assert.equal(lifetimeOf(await certificate(file('lab-server'))), days(value)),
  },
  {
    leaf: '/tls/files/naming',
    on: 'members',
    seen: 'the names of the files in the PKI directory',
    check: async (_, { sh }) =>
      assert.deepEqual((await sh(`ls ${pki}`)).split('\n'), [
        ...['lab-ca.pem', 'lab-peer-key.pem', 'lab-peer.pem', 'lab-root-key.pem', 'lab-root.pem'],
        ...['lab-server-key.pem', 'lab-server.pem'],
      ]),
  },
  tlsReported('/tls/files/clientAuthority', 'alone', 'clientTls', 'trusted-ca', defaultFile),
  tlsReported('/tls/files/peerAuthority', 'alone', 'peerTls', 'trusted-ca', defaultFile),
  tlsReported('/tls/files/authority', 'members', 'peerTls', 'trusted-ca', file),
  tlsReported('/tls/files/server', 'members', 'clientTls', 'cert', file),
  tlsReported('/tls/files/peer', 'members', 'peerTls', 'cert', file),
  tlsReported('/tls/files/member', 'cloud', 'peerTls', 'cert', defaultFile),
  {
    leaf: '/tls/files/root',
    on: 'members',
    seen: 'etcdctl.env, with which etcdctl is answered',
    check: async (name, { sh }) => {
      const asked = `set -a; . /etc/etcd-lab/etcdctl.env; echo "$ETCDCTL_CERT"; /opt/programs/etcdctl endpoint health >&2`
      assert.equal(await sh(asked), file(name))
    },
  },
  {
    leaf: '/tls/minVersion',
    on: 'alone',
    seen: "openssl's handshakes with the client port",
    check: async (_, seen) => {
      assert.match(await handshake(seen, '-tls1_2', 2379), /alert protocol version/)
      assert.match(await handshake(seen, '-tls1_3', 2379), /New, TLSv1\.3/)
    },
  },
  {
    leaf: '/tls/maxVersion',
    on: 'members',
    seen: "openssl's handshakes with the client port",
    check: async (_, seen) => {
      assert.match(await handshake(seen, '-tls1_3', 12_379), /alert protocol version/)
      assert.match(await handshake(seen, '-tls1_2', 12_379), /New, TLSv1\.2/)
    },
  },
  {
    leaf: '/tls/cipherSuites',
    on: 'members',
    seen: "etcd's report at its start: cipher-suites of its TLS",
    check: (value, { clientTls, peerTls }) => {
      for (const { 'cipher-suites': suites } of [clientTls, peerTls]) assert.deepEqual(suites, value)
    },
  },
  {
    leaf: '/tls/clients/0/name',
    on: 'alone',
    seen: 'the name of the certificate in the PKI directory',
    check: async (name, { certificate }) =>
      assert.equal((await certificate(`/etc/etcd/pki/${name}.crt`)).subject, `CN=${name}`),
  },
  {
    leaf: '/tls/clients/0/commonName',
    on: 'members',
    seen: 'the subject of the client certificate on its host',
    check: async (name, seen) =>
      assert.match((await clientCertificate(seen)).subject, new RegExp(`^CN=${name}$`, 'm')),
  },
  {
    leaf: '/tls/clients/0/organizations',
    on: 'members',
    seen: 'the subject of the client certificate on its host',
    check: async ([name], seen) =>
      assert.match((await clientCertificate(seen)).subject, new RegExp(`^O=${name}$`, 'm')),
  },
  {
    leaf: '/tls/clients/0/lifetime',
    on: 'members',
    seen: 'the dates of the client certificate on its host',
    check: async (value, seen) => assert.equal(lifetimeOf(await clientCertificate(seen)), days(value)),
  },
  {
    leaf: `${install}/hosts`,
    on: 'members',
    seen: 'the hosts that have the key: these, and no member',
    check: async ([name], seen) => {
      const key = String(valueAt(seen.spec, `${install}/key`))
      const { lab, hosts } = seen.cluster
      for (const host of [lab.host(name), ...hosts])
        assert.equal(
          (await host.attempt(['test', '-e', key])).exitCode,
          host.name === name ? 0 : 1,
          host.name,
        )
    },
  },
  ...(['certificate', 'key', 'authority'] as const).map(
    (role): LeafRow => ({
      leaf: `${install}/${role}`,
      on: 'members',
      seen: 'the file on the client host, with which a member answers etcdctl',
      check: async (path, seen) => {
        const given = { certificate: 'cert', key: 'key', authority: 'cacert' }
        const flags = Object.entries(given).map(
          ([name, flag]) => `--${flag}=${name === role ? path : valueAt(seen.spec, `${install}/${name}`)}`,
        )
        const url = `https://${member(seen).address}:${portOf(seen, 'client')}`
        const outcome = await seen.cluster.lab
          .host('etcd-4')
          .attempt(['/usr/local/bin/etcdctl', `--endpoints=${url}`, ...flags, 'endpoint', 'health'])
        assert.equal(outcome.exitCode, 0, failureText(outcome))
      },
    }),
  ),
  ...(['owner', 'group'] as const).map(
    (whose): LeafRow => ({
      leaf: `${install}/${whose}`,
      on: 'members',
      seen: `the ${whose} of the key on the client host`,
      check: async (name, seen) => {
        const format = whose === 'owner' ? '%U' : '%G'
        const key = valueAt(seen.spec, `${install}/key`)
        assert.equal(await seen.sh(`stat --format=${format} ${key}`, seen.cluster.lab.host('etcd-4')), name)
      },
    }),
  ),
  {
    leaf: '/tls/clients/0/etcdServersOverrides',
    scenario: 'clusters',
    shows: "etcdServersOverrides: ['/events']",
  },
  {
    leaf: '/tls/clients/0/kubernetes',
    on: 'members',
    seen: "kube-apiserver's flags, with which a member answers on the client host",
    check: async (_, { cluster, sh }) => {
      const flags = readFileSync(join(cluster.folder, 'kubernetes/kube-apiserver.flags'), 'utf8')
      const value = (name: string) => new RegExp(`^--etcd-${name}=(.*)$`, 'm').exec(flags)?.[1]
      const words = `--endpoints=${value('servers')} --cacert=${value('cafile')} --cert=${value('certfile')} --key=${value('keyfile')}`
      await sh(`/usr/local/bin/etcdctl ${words} endpoint health >/dev/null`, cluster.lab.host('etcd-4'))
    },
  },
]
