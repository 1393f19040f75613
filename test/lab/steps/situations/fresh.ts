import { architecture } from '../../tools/etcd-release.ts'
import { commandsIn, typesAll } from '../advice.ts'
import { putsBack, readsRunbook, type Situation, squat, stopsListener, typesCommands } from './situation.ts'

/** Data of some etcd, as far as anyone can see without reading it. */
const strangersData = 'mkdir -p /var/lib/etcd/member/wal; touch /var/lib/etcd/member/wal/0-0.wal'
const noData = 'rm -rf /var/lib/etcd'
const strangersUnit =
  'printf "[Service]\\nExecStart=/bin/sleep 600\\n[Install]\\nWantedBy=multi-user.target\\n" >/etc/systemd/system/etcd.service; systemctl daemon-reload; systemctl enable --quiet --now etcd'
const noUnit = 'rm /etc/systemd/system/etcd.service; systemctl daemon-reload'
const missing = 'f'.repeat(64)

/** A machine that has never had an etcd. */
export const onFreshHost: readonly Situation[] = [
  { title: 'nothing is there', verdicts: [], by: ['site.yml', 'bundle'] },
  ...['client port 2379', 'peer port 2380', 'metrics port 2381'].map((what) => ({
    title: `a process listens on the ${what}`,
    arrange: squat(Number(what.slice(-4))),
    verdicts: ['port-taken'],
    follow: stopsListener,
  })),
  {
    title: 'the data directory holds data of an unknown etcd',
    arrange: strangersData,
    verdicts: ['foreign-data'],
    cleanUp: noData,
  },
  {
    title: 'an unknown etcd.service runs',
    arrange: strangersUnit,
    verdicts: ['foreign-etcd'],
    cleanUp: noUnit,
  },
  {
    title: 'an unknown etcd.service runs, with data',
    arrange: `${strangersUnit}; ${strangersData}`,
    verdicts: ['foreign-etcd'],
    cleanUp: `${noUnit}; ${noData}`,
  },
  {
    title: 'an unknown etcd.service runs, and somebody has written the file that says that it had joined',
    arrange: `${strangersUnit}; mkdir /etc/etcd; echo "cluster=alone token=alone" >/etc/etcd/joined`,
    verdicts: ['data-lost', 'foreign-etcd'],
    firstBoot: ['data-lost'],
    follow: async (given) => {
      await typesAll(given.host, given.texts.get('foreign-etcd') ?? '')
      return readsRunbook(given)
    },
    cleanUp: `${noUnit}; rm -r /etc/etcd`,
  },
  { title: 'etcd.service is masked', arrange: 'systemctl mask --quiet etcd', verdicts: ['masked'] },
  {
    title: "systemd's environment configures etcd",
    arrange: 'systemctl set-environment ETCD_NAME=other',
    verdicts: ['configured-elsewhere'],
  },
  {
    title: 'a directory of ours is a symbolic link, which is removed',
    arrange: 'mkdir /srv/elsewhere; ln -s /srv/elsewhere /etc/etcd',
    verdicts: ['link-in-the-way'],
  },
  {
    title: 'a directory of ours is a symbolic link, whose target the spec gets',
    arrange: 'ln -s /srv/elsewhere /etc/etcd',
    verdicts: ['link-in-the-way'],
    follow: async ({ texts }) => {
      const [, target] = /its target, (\S+), into/.exec(texts.get('link-in-the-way') ?? '') ?? []
      return { etcd: { paths: { configuration: target } } }
    },
    cleanUp: 'rm /etc/etcd; rmdir /srv/elsewhere',
  },
  {
    title: 'a directory of ours is a file',
    arrange: 'touch /etc/etcd',
    verdicts: ['file-in-the-way'],
    cleanUp: 'rm /etc/etcd.*',
  },
  {
    title: 'a file of ours is a directory',
    arrange: 'mkdir /etc/systemd/system/etcd-keys.service',
    verdicts: ['directory-in-the-way'],
    cleanUp: 'rmdir /etc/systemd/system/etcd-keys.service.*',
  },
  {
    title: 'a file system is mounted read-only',
    arrange: 'mount --bind /opt /opt; mount -o remount,bind,ro /opt',
    verdicts: ['read-only'],
    follow: async ({ texts, host }) => {
      const [find = ''] = commandsIn(texts.get('read-only') ?? '')
      const [target = ''] = (await host.run(['sh', '-euc', `${find} --noheadings --output TARGET`])).split(
        '\n',
      )
      await host.run(['mount', '-o', 'remount,bind,rw', target])
      return {}
    },
    cleanUp: 'umount /opt',
  },
  {
    title: 'it was a member, and has no data',
    arrange: 'mkdir /etc/etcd; echo "cluster=alone token=alone" >/etc/etcd/joined',
    verdicts: ['data-lost'],
    follow: readsRunbook,
    cleanUp: 'rm -r /etc/etcd',
  },
  {
    title: 'it was a member of another cluster, and has its data',
    arrange: `mkdir /etc/etcd; echo "cluster=other token=alone" >/etc/etcd/joined; ${strangersData}`,
    verdicts: ['other-cluster'],
    firstBoot: ['foreign-data'],
    cleanUp: `rm -r /etc/etcd; ${noData}`,
  },
  {
    title: 'a taken port, a masked unit and lost data together',
    arrange: `${squat(2379)}; systemctl mask --quiet etcd; mkdir /etc/etcd; touch /etc/etcd/joined`,
    verdicts: ['data-lost', 'masked', 'port-taken'],
    follow: async (given) => {
      await stopsListener(given)
      await typesAll(given.host, given.texts.get('masked') ?? '')
      return readsRunbook(given)
    },
    cleanUp: 'rm -r /etc/etcd',
  },
  {
    title: 'nobody is there to own the key of a client',
    spec: {
      tls: {
        clients: [{ name: 'reader', install: { hosts: ['etcd-4'], owner: 'nobody-here', group: 'nogroup' } }],
      },
    },
    verdicts: ['owner-missing'],
  },
  {
    title: 'the spec has no archive for this architecture',
    spec: { etcd: { install: { sha256: { [architecture === 'amd64' ? 'arm64' : 'amd64']: missing } } } },
    verdicts: ['no-archive'],
    follow: putsBack,
  },
  {
    title: 'the machine has no apt',
    arrange: 'mv /usr/bin/apt-get /usr/bin/apt-get.away',
    spec: { etcd: { version: '3.4.23', install: { method: 'package' } } },
    verdicts: ['no-apt'],
    follow: putsBack,
    cleanUp: 'mv /usr/bin/apt-get.away /usr/bin/apt-get',
  },
  {
    title: "apt's sources are broken",
    arrange: 'echo broken >/etc/apt/sources.list.d/broken.list',
    spec: { etcd: { version: '3.4.23', install: { method: 'package' } } },
    verdicts: ['apt-fails'],
    follow: async (given) => {
      const { texts, host } = given
      const [, file] = /(\/etc\/apt\/\S+\.list)/.exec(texts.get('apt-fails') ?? '') ?? []
      await host.run(['rm', file ?? ''])
      return typesCommands(given)
    },
  },
  {
    title: 'the distribution does not have the version',
    spec: { etcd: { version: '3.5.21', install: { method: 'package' } } },
    verdicts: ['version-not-offered', 'version-not-offered'],
    follow: async ({ texts, spec }) => {
      const [, version] = /It has: (\d+\.\d+\.\d+)/.exec(texts.get('version-not-offered') ?? '') ?? []
      return { ...spec, etcd: { ...spec.etcd, version: version ?? '' } }
    },
  },
  {
    title: 'the package has left data of an etcd of its own',
    arrange: 'mkdir -p /var/lib/etcd/default/member',
    spec: {
      etcd: { version: '3.4.23', install: { method: 'package' }, paths: { data: '/var/lib/etcd/mine' } },
    },
    verdicts: ['package-data'],
    cleanUp: noData,
  },
]
