import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { fieldAt } from '../fields.ts'
import type { LenientSpec, Subject } from '../lenient.ts'

/** One thing that a spec has to keep to beyond its schema. */
export type Rule = (subject: Subject) => readonly Diagnostic[]

/** A node with its place in the list. */
export type IndexedNode = {
  readonly node: NonNullable<NonNullable<LenientSpec['nodes']>[number]>
  readonly pointer: string
}

/** A host of clients with its place in the list. */
export type IndexedHost = {
  readonly host: NonNullable<NonNullable<LenientSpec['clientHosts']>[number]>
  readonly pointer: string
}

/** A client with its place in the list. */
export type IndexedClient = {
  readonly client: NonNullable<NonNullable<NonNullable<LenientSpec['tls']>['clients']>[number]>
  readonly pointer: string
}

/** The nodes that are there, each with its pointer. */
export function nodesOf({ nodes = [] }: LenientSpec): IndexedNode[] {
  return nodes.flatMap((node, index) => (node ? [{ node, pointer: `/nodes/${index}` }] : []))
}

/** The hosts of clients that are there, each with its pointer. */
export function clientHostsOf({ clientHosts = [] }: LenientSpec): IndexedHost[] {
  return clientHosts.flatMap((host, index) => (host ? [{ host, pointer: `/clientHosts/${index}` }] : []))
}

/** The clients that are there, each with its pointer. */
export function clientsOf({ tls }: LenientSpec): IndexedClient[] {
  return (tls?.clients ?? []).flatMap((client, index) =>
    client ? [{ client, pointer: `/tls/clients/${index}` }] : [],
  )
}

/**
 * Whether etcd speaks plain HTTP. Several nodes cannot (see tls-off.ts): what they say of certificates is judged as if TLS
 * were on, since that is what they are told to do.
 */
export function isPlain({ tls, nodes = [] }: LenientSpec): boolean {
  return tls?.enabled === false && nodes.length <= 1
}

/** What a node is called in a sentence. */
export function nameOf({ node, pointer }: IndexedNode): string {
  return node.name ?? `node ${Number(pointer.slice('/nodes/'.length)) + 1}`
}

/** Whether the user chose a value: wrote it, and not just the default that counts without it as well. */
export function isChosen({ isWritten }: Subject, pointer: Pointer, value: unknown): boolean {
  return isWritten(pointer) && JSON.stringify(value) !== JSON.stringify(fieldAt(pointer)?.default)
}
