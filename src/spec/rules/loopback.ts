import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import type { LenientSpec, Subject } from '../lenient.ts'
import { canonicalAddress, isLoopback } from './address-form.ts'
import { type IndexedNode, isPlain, nameOf, nodesOf, type Rule } from './rule.ts'

const PROVIDER = '/cloudInit/provider'
const BASTION = '/ansible/bastion'

/** A node whose address only its own machine reaches. */
type LocalNode = {
  readonly indexed: IndexedNode
  /** Its loopback address, in its one spelling. */
  readonly value: string
  readonly pointer: string
}

/** The node of a spec, where it is the only one and its address is of loopback: of several, none may have such (address.ts). */
export function localNode(spec: LenientSpec): LocalNode | undefined {
  const [indexed] = nodesOf(spec)
  const value = canonicalAddress(indexed?.node.address ?? '')
  if (!indexed || value === undefined || spec.nodes?.length !== 1 || !isLoopback(value)) return undefined
  return { indexed, value, pointer: `${indexed.pointer}/address` }
}

/** A loopback address says neither what machine is meant nor what address a provider is to give it. */
export const loopback: Rule = (subject) => {
  const local = localNode(subject.spec)
  return local ? [...reached(local, subject), ...provided(local, subject)] : []
}

function reached({ indexed, value, pointer }: LocalNode, { isWritten }: Subject): Diagnostic[] {
  const { node } = indexed
  // Of an "ansible" that could not be read nobody knows what it says.
  if (node.ansible === undefined || isWritten(`${indexed.pointer}/ansible/host`)) return []
  const hasBastion = isWritten(BASTION)
  const target = at(pointer, ...(hasBastion ? [BASTION] : []))
  return [report('ssh-host-loopback', target, { value, node: nameOf(indexed), hasBastion })]
}

function provided({ indexed, value, pointer }: LocalNode, { spec }: Subject): Diagnostic[] {
  const provider = spec.cloudInit?.provider
  if (provider === undefined || provider === 'nocloud') return []
  const parameters = { value, provider, node: nameOf(indexed), hasTls: !isPlain(spec) }
  return [report('provider-loopback', at(PROVIDER, pointer), parameters)]
}
