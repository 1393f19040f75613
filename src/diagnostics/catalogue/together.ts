import { quote } from '../visible.ts'
import { error, warning } from './entry.ts'

/** Two clusters that have a machine in common: its names in both, and where it is. */
type Both = {
  readonly cluster: string
  readonly other: string
  readonly names: readonly [string, string]
  readonly where: string
  /** Whether a spec says that they share machines. */
  readonly isShared: boolean
}

/** What both want there. */
type Use = { readonly value: string; readonly title: string; readonly field: string }
type Clash = Both & { readonly own: Use; readonly their: Use; readonly free: number }

const onMachine = ({ names: [own, their], cluster, other, where }: Both) =>
  `${quote(own)} of ${quote(cluster)} and ${quote(their)} of ${quote(other)} are the same machine (${where})`

const titles = (own: Use, their: Use) =>
  own.title === their.title
    ? `the ${own.title} of both`
    : `the ${own.title} of the first and the ${their.title} of the other`

const SHARE = 'set "sharedMachines: true" in the spec of the cluster that does not exist yet'

/** Another way, unless a spec goes it already. */
const orShare = ({ isShared }: Both) => (isShared ? '' : `, or ${SHARE}`)

/** Problems between clusters that are generated together. */
export const togetherCatalogue = {
  'clusters-same-address': warning<Both>(
    (both) => `${onMachine(both)}, but the clusters cannot run there together.`,
    ({ cluster, other }) =>
      `If it is one machine, ${SHARE}, and validate ${cluster} and ${other} together again. If they are machines in different networks, ignore this.`,
  ),
  'clusters-share-port': error<Clash>(
    ({ own, their, ...both }) => `${onMachine(both)}, and port ${own.value} is ${titles(own, their)}.`,
    ({ own, free }) => `Set ${own.field} to another port, such as ${free}.`,
  ),
  'clusters-share-unit': error<Clash>(
    ({ own, ...both }) => `${onMachine(both)}, and both clusters have the systemd unit ${quote(own.value)}.`,
    ({ own, ...both }) => `Set ${own.field} to another name${orShare(both)}.`,
  ),
  'clusters-share-path': error<Clash>(
    ({ own, their, ...both }) =>
      own.value === their.value
        ? `${onMachine(both)}, and ${quote(own.value)} is ${titles(own, their)}.`
        : `${onMachine(both)}. The ${own.title} of the first is ${quote(own.value)}, and the ${their.title} of the other is ${quote(their.value)}: one is inside the other.`,
    ({ own, ...both }) => `Set another path under ${own.field}${orShare(both)}.`,
  ),
  'clusters-share-records': error<{
    readonly cluster: string
    readonly other: string
    readonly service: string
  }>(
    ({ cluster, other, service }) =>
      `The members of ${quote(cluster)} and of ${quote(other)} would find each other by the same SRV records, ${service}.`,
    'Set etcd.discovery.name of one cluster, which gives its records a suffix.',
  ),
  'clusters-share-token': warning<{
    readonly cluster: string
    readonly other: string
    readonly token: string
  }>(
    ({ cluster, other, token }) =>
      `${quote(cluster)} and ${quote(other)} have the same token, ${quote(token)}. etcd tells clusters apart by their tokens, for example when a member meets an old peer at its address.`,
    'Set etcd.token of the cluster that does not exist yet to another text. The token of a cluster that exists cannot change.',
  ),
  'clusters-share-account': warning<Both & { readonly user: string }>(
    ({ user, ...both }) =>
      `${onMachine(both)}, and both clusters run as ${quote(user)}, so each etcd can read the keys and data of the other.`,
    'Set etcd.account.user and etcd.account.group to other names, or remove them if the spec has sharedMachines.',
  ),
  'clusters-change-account': error<Both & { readonly user: string }>(
    ({ user, ...both }) =>
      `${onMachine(both)}, and both clusters run as ${quote(user)}, but with different groups.`,
    'Set etcd.account.user to another name, or give both clusters the same etcd.account.group.',
  ),
}
