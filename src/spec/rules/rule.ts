import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { fieldAt } from '../fields.ts'
import type { LenientSpec, Subject } from '../lenient.ts'

/** One check of a spec beyond its schema. */
export type Rule = (subject: Subject) => readonly Diagnostic[]

/** A node and its pointer. */
export type IndexedNode = {
  readonly node: NonNullable<NonNullable<LenientSpec['nodes']>[number]>
  readonly pointer: string
}

/** A client host and its pointer. */
export type IndexedHost = {
  readonly host: NonNullable<NonNullable<LenientSpec['clientHosts']>[number]>
  readonly pointer: string
}

/** A client and its pointer. */
export type IndexedClient = {
  readonly client: NonNullable<NonNullable<NonNullable<LenientSpec['tls']>['clients']>[number]>
  readonly pointer: string
}

/** All nodes that could be read. */
export function nodesOf({ nodes = [] }: LenientSpec): IndexedNode[] {
  return nodes.flatMap((node, index) => (node ? [{ node, pointer: `/nodes/${index}` }] : []))
}

/** Whether site.yml removes the node from the cluster. */
export const isAbsent = (node: IndexedNode['node'] | undefined): boolean => node?.state === 'absent'

/** How many members the spec asks for, also of nodes that could not be read. */
export function numberOfMembers({ nodes = [] }: LenientSpec): number {
  return nodes.filter((node) => !isAbsent(node)).length
}

/** Whether what these nodes share is of the whole cluster. */
export function areAllMembers(nodes: readonly IndexedNode[], spec: LenientSpec): boolean {
  return nodes.filter(({ node }) => !isAbsent(node)).length === numberOfMembers(spec)
}

/** An address or DNS name, and its pointer. */
export type IndexedHostName = { readonly value: string; readonly fieldPointer: Pointer }

/** What a node writes of its addresses for peers, for clients or for metrics. */
export type IndexedPurpose = {
  readonly purpose: 'peer' | 'client' | 'metrics'
  readonly indexed: IndexedNode
  readonly listen: readonly IndexedHostName[]
  readonly advertise: IndexedHostName | undefined
}

/** What the nodes write of their addresses for peers, clients and metrics. */
export function purposesOf(spec: LenientSpec): IndexedPurpose[] {
  return nodesOf(spec).flatMap((indexed) =>
    (['peer', 'client', 'metrics'] as const).flatMap((purpose): IndexedPurpose[] => {
      const written: IndexedNode['node']['peer'] = indexed.node[purpose]
      if (written === undefined) return []
      const pointer = `${indexed.pointer}/${purpose}`
      const listen = (written.listen ?? []).flatMap((value, index) =>
        value === undefined ? [] : [{ value, fieldPointer: `${pointer}/listen/${index}` }],
      )
      const { advertise } = written
      const advertised =
        advertise === undefined ? undefined : { value: advertise, fieldPointer: `${pointer}/advertise` }
      return [{ purpose, indexed, listen, advertise: advertised }]
    }),
  )
}

/** All client hosts that could be read. */
export function clientHostsOf({ clientHosts = [] }: LenientSpec): IndexedHost[] {
  return clientHosts.flatMap((host, index) => (host ? [{ host, pointer: `/clientHosts/${index}` }] : []))
}

/** All clients that could be read. */
export function clientsOf({ tls }: LenientSpec): IndexedClient[] {
  return (tls?.clients ?? []).flatMap((client, index) =>
    client ? [{ client, pointer: `/tls/clients/${index}` }] : [],
  )
}

/**
 * Whether etcd uses plain HTTP. Several nodes cannot (tls-off.ts refuses that): their certificate fields are checked as if
 * TLS were on.
 */
export function isPlain({ tls, nodes = [] }: LenientSpec): boolean {
  return tls?.enabled === false && nodes.length <= 1
}

/** A node's name in a message. */
export function nameOf({ node, pointer }: IndexedNode): string {
  return node.name ?? `node ${Number(pointer.slice('/nodes/'.length)) + 1}`
}

/** Whether the user wrote a value that is not the default. */
export function isChosen({ isWritten }: Subject, pointer: Pointer, value: unknown): boolean {
  return isWritten(pointer) && JSON.stringify(value) !== JSON.stringify(fieldAt(pointer)?.default)
}
