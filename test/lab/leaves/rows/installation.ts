import assert from 'node:assert/strict'
import { valueAt } from '../../../unit/spec/fields/leaves.ts'
import { architecture } from '../../tools/etcd-release.ts'
import { type LeafRow, reported } from '../row.ts'

/** Every machine's archive is served by the host itself, and none has the digest of the spec. */
const otherMachine = (leaf: string, machine: string): LeafRow => ({
  leaf,
  on: 'members',
  seen: `what bootstrap.sh says of an archive with another digest, on a machine that calls itself ${machine}`,
  check: async (digest, { sh, cluster }) => {
    const said = await sh(`cat /root/archives/${machine}`, cluster.lab.host('etcd-4'))
    assert.ok(said.includes(`but it should be ${digest}`), said)
  },
})

/** etcd's version, how it is installed, and how it is configured. */
export const installation: readonly LeafRow[] = [
  reported('/etcd/version', 'etcd-version'),
  {
    leaf: '/etcd/install/method',
    on: 'alone',
    seen: 'the release directory, whose name ends in a digest of the staged programs',
    check: async (_, { sh, processId }) =>
      assert.match(await sh(`readlink /proc/${processId}/exe`), /^\/opt\/etcd\/v[\d.]+-[0-9a-f]{8}\/etcd$/),
  },
  {
    leaf: '/etcd/install/mirror',
    on: 'members',
    seen: 'the URL that bootstrap.sh says it downloads from',
    check: async (_, { sh, cluster }) =>
      assert.match(
        await sh('cat /root/archives/*', cluster.lab.host('etcd-4')),
        /download +http:\/\/127\.0\.0\.1:8099\/v[\d.]+\/etcd-v/,
      ),
  },
  ...Object.entries({
    mirrorAuthority: "'without the CA'",
    'proxy/http': 'GET http:\\/\\/10\\.240\\.0\\.1:8080',
    'proxy/https': 'CONNECT releases.lab.example:8443',
    'proxy/noProxy': "'with a mirror that needs no proxy'",
  }).map(([name, shows]) => ({ leaf: `/etcd/install/${name}`, scenario: 'way-out', shows })),
  ...(
    [
      ['amd64', 'x86_64'],
      ['arm64', 'aarch64'],
      ['ppc64le', 'ppc64le'],
      ['s390x', 's390x'],
    ] as const
  ).map(
    ([name, machine]): LeafRow =>
      name === architecture
        ? {
            leaf: `/etcd/install/sha256/${name}`,
            on: 'members',
            seen: 'the archive on the mirror, which the hosts have unpacked and bootstrap.sh compares',
            check: async (digest, { cluster, spec }) => {
              const { lab } = cluster
              const version = String(valueAt(spec, '/etcd/version'))
              assert.equal(lab.mirror.digests(version)[name], digest)
              const said = await lab.host('etcd-4').run(['cat', `/root/archives/${machine}`])
              assert.ok(said.includes(`but it should be ${digest}`), said)
            },
          }
        : otherMachine(`/etcd/install/sha256/${name}`, machine),
  ),
  { leaf: '/etcd/install/packages', scenario: 'five-node-package', shows: 'assertInstalledByPackage' },
  {
    leaf: '/etcd/install/staging/place',
    on: 'alone',
    seen: 'the staged programs on the node: the control node has none',
    check: async (_, { sh }) => assert.match(await sh('ls /srv/staged'), /^etcd$/m),
  },
  {
    leaf: '/etcd/install/staging/directory',
    on: 'alone',
    seen: 'the only directory of the host, besides the release directory, that has the program which runs',
    check: async (directory, { sh, processId }) => {
      const [digest] = (await sh(`sha256sum <"/proc/${processId}/exe"`)).split(' ')
      const found = await sh(
        `find /srv /opt /usr/local /root /var -xdev -name etcd -type f -exec sha256sum {} + | grep ^${digest} | cut -c67-`,
      )
      const others = found.split('\n').filter((path) => !path.startsWith('/opt/etcd/'))
      assert.deepEqual(others, [`${directory}/etcd`])
    },
  },
  ...['etcd', 'etcdctl', 'etcdutl'].map(
    (program): LeafRow => ({
      leaf: `/etcd/install/staging/programs/${program}`,
      on: 'alone',
      seen: `the digest of the installed ${program}`,
      check: async (digest, { sh }) =>
        assert.equal((await sh(`sha256sum </usr/local/bin/${program}`)).split(' ')[0], digest),
    }),
  ),
  {
    leaf: '/etcd/style',
    on: 'members',
    seen: "etcd's command line and environment",
    check: (_, { commandLine, environment }) => {
      assert.equal(commandLine.length, 2)
      assert.match(commandLine[1] ?? '', /^--config-file=/)
      assert.doesNotMatch(environment, /^ETCD_/m)
    },
  },
]
