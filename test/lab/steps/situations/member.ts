import type { SpecOptions } from '../cluster.ts'
import { putsBack, type Situation, squat, stopsListener, takesIdentity, typesMoves } from './situation.ts'

const dropIn =
  'mkdir -p /etc/systemd/system/etcd.service.d; printf "[Service]\\nEnvironment=ETCD_NAME=x\\n" >/etc/systemd/system/etcd.service.d/own.conf; systemctl daemon-reload'
const stop = 'systemctl stop etcd'
const elsewhereOnDisk: SpecOptions = { etcd: { paths: { data: '/srv/etcd', wal: '/srv/etcd-wal' } } }

/** A member of a cluster that runs. */
export const onMember: readonly Situation[] = [
  { title: 'it runs as it should', verdicts: [], by: ['site.yml', 'bundle'] },
  { title: 'it is stopped', arrange: stop, verdicts: [], by: ['site.yml', 'bundle'] },
  {
    title: 'it is stopped, and a process listens on its port',
    arrange: `${stop}; ${squat(2379)}`,
    verdicts: ['port-taken'],
    follow: stopsListener,
  },
  {
    title: 'it is stopped, and another account owns its data',
    arrange: `${stop}; chown -R root:root /var/lib/etcd`,
    verdicts: ['wrong-owner'],
  },
  {
    title: 'it is stopped, and the spec gives it another peer URL',
    arrange: stop,
    spec: { etcd: { ports: { peer: 12380 } } },
    verdicts: ['peer-url-changed'],
    follow: putsBack,
  },
  ...['it runs', 'it is stopped'].flatMap((how): readonly Situation[] => [
    {
      title: `${how}, and the spec has another token`,
      arrange: how === 'it runs' ? 'true' : stop,
      spec: { etcd: { token: 'another' } },
      verdicts: ['token-changed'],
      firstBoot: [how === 'it runs' ? 'foreign-etcd' : 'foreign-data'],
      follow: takesIdentity,
    },
    {
      title: `${how}, and a drop-in configures etcd`,
      arrange: how === 'it runs' ? dropIn : `${stop}; ${dropIn}`,
      verdicts: ['configured-elsewhere'],
      cleanUp: 'rm -r /etc/systemd/system/etcd.service.d; systemctl daemon-reload',
    },
  ]),
  {
    title: 'it runs, and the spec has another name for the cluster',
    spec: { name: 'renamed', etcd: { token: 'lab' } },
    verdicts: ['other-cluster'],
    firstBoot: ['foreign-etcd'],
    follow: takesIdentity,
  },
  {
    title: 'it runs, and the spec has another data directory, to which the data moves',
    spec: elsewhereOnDisk,
    verdicts: ['data-elsewhere'],
    firstBoot: ['data-lost'],
    follow: typesMoves,
  },
  {
    title: 'it runs, and its data moves back',
    verdicts: ['data-elsewhere'],
    firstBoot: ['data-lost'],
    follow: typesMoves,
  },
  {
    title: 'it is stopped, and the spec has another data directory, which is put back',
    arrange: stop,
    spec: elsewhereOnDisk,
    verdicts: ['data-elsewhere'],
    firstBoot: ['data-lost'],
    follow: putsBack,
  },
  {
    title: 'its data is on a disk that is not mounted',
    arrange: `${stop}; mv /var/lib/etcd/member /root/member`,
    verdicts: ['data-lost'],
    follow: async ({ host, spec }) => {
      await host.run(['mv', '/root/member', '/var/lib/etcd/member'])
      return spec
    },
  },
  {
    title: 'so it is, and the file that says that it had joined is gone',
    arrange: `${stop}; mv /var/lib/etcd/member /etc/etcd/joined /root/`,
    verdicts: ['data-lost-elsewhere'],
    follow: async ({ host, spec }) => {
      await host.run(['sh', '-euc', 'mv /root/member /var/lib/etcd/; mv /root/joined /etc/etcd/'])
      return spec
    },
  },
]
