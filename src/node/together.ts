import type { Cluster, Connection } from '../cluster/cluster.ts'
import type { Diagnostic, Pointer } from '../diagnostics/diagnostic.ts'
import { at, report } from '../diagnostics/report.ts'
import { isLoopback } from '../ip-address.ts'
import type { Subject } from '../spec/lenient.ts'
import { nodesOf } from '../spec/rules/rule.ts'
import { srvRecords } from './records.ts'
import { clientPathUses, isClash, pathUses, portUses, type Use, unitUses } from './uses.ts'

/** A cluster and its spec. */
export type Described = { readonly cluster: Cluster; readonly subject: Subject }

/** A machine of two clusters, and its name in each. */
type Common = { readonly names: readonly [string, string]; readonly where: string }

/**
 * What two clusters on the same machines both want there: ports, units, accounts and paths.
 *
 * @param described the cluster whose spec the diagnostics point at
 * @param other a cluster that was described before
 */
export function clashesWith(described: Described, other: Described): Diagnostic[] {
  const { subject, cluster } = described
  const found = (code: Code, usesOf: (cluster: Cluster, machine: string) => readonly Use[]) =>
    clashes(code, usesOf, described, other)
  const [first] = commonMembers(cluster, other.cluster)
  const all = [
    ...found('clusters-share-port', ofMember(portUses)),
    ...found('clusters-share-unit', ofMember(unitUses)),
    ...(first ? accountClashes(described, other, first) : []),
    ...found('clusters-share-path', (each, machine) => [
      ...ofMember(pathUses)(each, machine),
      ...clientPathUses(each, machine),
    ]),
  ]
  const records = [...recordClashes(described, other), ...tokenClashes(described, other)]
  if (all.length === 0 || isShared(described, other)) return [...records, ...all]
  // Machines in networks that do not know each other may have the same addresses.
  const machine = first ?? commonMachines(cluster, other.cluster)[0]
  const target = at(pointerOf(subject, machine?.names[0]))
  return machine
    ? [...records, report('clusters-same-address', target, factsOf(described, other, machine))]
    : records
}

const isShared = (...both: readonly Described[]) =>
  both.some(({ subject }) => subject.spec.sharedMachines === true)

/** What a cluster uses on the machines of its members, and not on its client hosts. */
const ofMember =
  (usesOf: (cluster: Cluster) => readonly Use[]) =>
  (cluster: Cluster, machine: string): readonly Use[] =>
    cluster.members.some(({ name }) => name === machine) ? usesOf(cluster) : []

/** Members of two clusters that look up the same SRV records would find each other, on whatever machines they are. */
function recordClashes({ cluster }: Described, other: Described): Diagnostic[] {
  const [own, their] = [cluster, other.cluster].map((each) =>
    each.discovery ? srvRecords(each)[0]?.name : undefined,
  )
  if (own === undefined || own !== their) return []
  const facts = { cluster: cluster.name, other: other.cluster.name, service: own }
  return [report('clusters-share-records', at('/etcd/discovery'), facts)]
}

/** A token tells clusters apart: with it, members have other IDs even at the same URLs (etcd, op-guide/clustering.md). */
function tokenClashes({ cluster, subject }: Described, other: Described): Diagnostic[] {
  const { token } = cluster
  if (token !== other.cluster.token) return []
  const target = at(subject.isWritten('/etcd/token') ? '/etcd/token' : '/name')
  return [report('clusters-share-token', target, { cluster: cluster.name, other: other.cluster.name, token })]
}

type Code = 'clusters-share-port' | 'clusters-share-unit' | 'clusters-share-path'

/** Each use of the cluster that clashes with one of the other cluster, on the first machine where it does. */
function clashes(
  code: Code,
  usesOf: (cluster: Cluster, machine: string) => readonly Use[],
  { cluster, subject }: Described,
  other: Described,
): Diagnostic[] {
  const said = new Set<string>()
  return commonMachines(cluster, other.cluster).flatMap((machine) => {
    const theirs = usesOf(other.cluster, machine.names[1])
    return usesOf(cluster, machine.names[0]).flatMap((own): Diagnostic[] => {
      const their = theirs.find((each) => isClash(own, each))
      if (their === undefined || said.has(own.field)) return []
      said.add(own.field)
      const pointer = `/${own.field.replaceAll('.', '/')}`
      const target = at(subject.isWritten(pointer) ? pointer : pointerOf(subject, machine.names[0]))
      const facts = factsOf({ cluster, subject }, other, machine)
      return [report(code, target, { ...facts, own, their, free: freePort(cluster, other.cluster, own) })]
    })
  })
}

/** An account has one group. With the same group, each etcd can read what the other one stores. */
function accountClashes(described: Described, other: Described, common: Common): Diagnostic[] {
  const { cluster, subject } = described
  const [own, their] = [cluster.account, other.cluster.account]
  if (own.user !== their.user) return []
  const pointer = '/etcd/account/user'
  const target = at(subject.isWritten(pointer) ? pointer : pointerOf(subject, common.names[0]))
  const code = own.group === their.group ? 'clusters-share-account' : 'clusters-change-account'
  return [report(code, target, { ...factsOf(described, other, common), user: own.user })]
}

function factsOf(described: Described, other: Described, { names, where }: Common) {
  const isSaid = isShared(described, other)
  return { cluster: described.cluster.name, other: other.cluster.name, names, where, isShared: isSaid }
}

/** The node's line; a client host is found by the whole list. */
function pointerOf({ spec }: Subject, name: string | undefined): Pointer {
  const node = nodesOf(spec).find((each) => each.node.name === name)
  return node ? `${node.pointer}/address` : '/clientHosts'
}

/** A port that is free in both clusters, for the message. */
function freePort(cluster: Cluster, other: Cluster, { value }: Use): number {
  const taken = [...portUses(cluster), ...portUses(other)].map((use) => use.value)
  let port = Number(value)
  while (taken.includes(String(port))) port += 100
  return port
}

type Machine = {
  readonly name: string
  readonly connection: Connection
  readonly addresses: readonly string[]
}

const memberMachines = ({ members }: Cluster): Machine[] =>
  members.map(({ name, connection, ownAddresses }) => ({
    name,
    connection,
    addresses: ownAddresses.filter((each) => !isLoopback(each)),
  }))

const machinesOf = (cluster: Cluster): Machine[] => [
  ...memberMachines(cluster),
  ...cluster.clientHosts.map(({ name, connection }) => ({
    name,
    connection,
    addresses: [connection.host],
  })),
]

const commonMachines = (cluster: Cluster, other: Cluster) => common(machinesOf(cluster), machinesOf(other))
const commonMembers = (cluster: Cluster, other: Cluster) =>
  common(memberMachines(cluster), memberMachines(other))

/** Machines are the same if they share an address, or if SSH connects to the same one. */
function common(machines: readonly Machine[], others: readonly Machine[]): Common[] {
  return machines.flatMap((machine) => {
    const twin = others.find(
      ({ connection: { host, port }, addresses }) =>
        (machine.connection.host === host && machine.connection.port === port) ||
        addresses.some((address) => machine.addresses.includes(address)),
    )
    if (!twin) return []
    const address = machine.addresses.find((each) => twin.addresses.includes(each))
    return [{ names: [machine.name, twin.name], where: address ?? machine.connection.host }]
  })
}
