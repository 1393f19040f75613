import { dump, load } from 'js-yaml'
import { validate } from '../../../../src/commands/validate.ts'
import type { togetherCatalogue } from '../../../../src/diagnostics/catalogue/together.ts'
import { firstRun, type Run, type Runs } from './run.ts'

/** What `validate` says of a cluster and of another one on the same machines. */
const withOther =
  (more: object, own: object = {}): Run =>
  () =>
    firstRun(
      own,
      () => {},
      (place) => {
        const other = place.file(
          'other.yaml',
          dump({ ...(load(place.specText) as object), name: 'other', ...more }),
        )
        return place.run(async (terminal) => validate([place.spec, other], terminal))
      },
    )

const shared = { sharedMachines: true }
const discovers = { etcd: { discovery: { srv: 'example.net' } } }
const ports = { client: 2479, peer: 2480, metrics: 2481 }

export const togetherRuns: Runs<typeof togetherCatalogue> = {
  'clusters-same-address': withOther({}),
  'clusters-share-port': withOther({ ...shared, etcd: { ports: { ...ports, client: 2380 } } }),
  'clusters-share-unit': withOther({ ...shared, etcd: { ports }, systemd: { unit: 'etcd' } }),
  'clusters-share-path': withOther({ ...shared, etcd: { ports, paths: { data: '/var/lib/etcd/other' } } }),
  'clusters-share-records': withOther(
    { nodes: [{ name: 'c', address: '10.0.0.3', peer: { advertise: 'c.example.net' } }] },
    { nodes: [{ name: 'a', address: '10.0.0.1', peer: { advertise: 'a.example.net' } }], ...discovers },
  ),
  'clusters-share-token': withOther(
    { nodes: [{ name: 'c', address: '10.0.0.3' }], etcd: { token: 'etcd-cluster' } },
    { etcd: { token: 'etcd-cluster' } },
  ),
  'clusters-share-account': withOther({
    ...shared,
    etcd: { ports, account: { user: 'etcd', group: 'etcd' } },
  }),
  'clusters-change-account': withOther({ ...shared, etcd: { ports, account: { user: 'etcd' } } }),
}
