import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress, isLoopback } from '../../ip-address.ts'
import type { LenientSpec, Subject } from '../lenient.ts'
import { type IndexedNode, isPlain, nameOf, nodesOf, type Rule } from './rule.ts'

const PROVIDER = '/cloudInit/provider'
const BASTION = '/ansible/bastion'

/** A node with a loopback address. */
type LocalNode = {
  readonly indexed: IndexedNode
  /** Its loopback address in canonical form. */
  readonly value: string
  readonly pointer: string
}

/** The only node of a spec, if it has a loopback address. With several nodes, address.ts refuses one. */
export function localNode(spec: LenientSpec): LocalNode | undefined {
  const [indexed] = nodesOf(spec)
  const value = canonicalAddress(indexed?.node.address ?? '')
  if (!indexed || value === undefined || spec.nodes?.length !== 1 || !isLoopback(value)) return undefined
  return { indexed, value, pointer: `${indexed.pointer}/address` }
}

/** A loopback address does not say which machine Ansible should use, or which address a provider should assign. */
export const loopback: Rule = (subject) => {
  const local = localNode(subject.spec)
  return local ? [...reached(local, subject), ...provided(local, subject)] : []
}

function reached({ indexed, value, pointer }: LocalNode, { isWritten }: Subject): Diagnostic[] {
  const { node } = indexed
  // An invalid `ansible` section may contain a host.
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
