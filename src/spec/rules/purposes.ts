import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress, isLoopback } from '../../ip-address.ts'
import type { LenientSpec } from '../lenient.ts'
import { checkAddress } from './address.ts'
import { isName } from './address-form.ts'
import { checkListened, explainAdvertised } from './advertised.ts'
import { type IndexedHostName, type IndexedPurpose, nameOf, nodesOf, purposesOf, type Rule } from './rule.ts'
import { virtualAddressesOf } from './virtual-addresses.ts'

/**
 * etcd listens on IP addresses that the machine has; what it advertises need not be on the machine, and may be a DNS name (etcd,
 * embed/config.go, checkBindURLs; op-guide/configuration.md). Each member has a peer URL of its own.
 */
export const purposes: Rule = ({ spec }) => {
  const written = purposesOf(spec)
  const isAlone = spec.nodes?.length === 1
  const faults = written.flatMap((each) => [
    ...each.listen.flatMap((host) => checkListener(host, each, isAlone)),
    ...checkTogether(each),
    ...(each.advertise ? checkAdvertised(each.advertise, isAlone) : []),
    ...checkLocalhost(each, spec),
  ])
  return faults.length > 0
    ? faults
    : [...checkOwners(spec, written), ...checkPeerUrls(written), ...checkListened(spec, written)]
}

const isEvery = (value: string) => ['0.0.0.0', '::'].includes(canonicalAddress(value) ?? '')

function checkListener(
  { value, fieldPointer }: IndexedHostName,
  { purpose, listen }: IndexedPurpose,
  isAlone: boolean,
): Diagnostic[] {
  if (isEvery(value)) return []
  if (isName(value)) return [report('listen-name', at(fieldPointer), { value, purpose })]
  const isBesides = purpose === 'client' && listen.some((other) => !isLocal(other.value))
  return checkAddress(value, fieldPointer, isAlone || isBesides || purpose === 'metrics')
}

/** Twice the same address, or one next to all of them, is "address already in use". */
function checkTogether({ listen }: IndexedPurpose): Diagnostic[] {
  const every = listen.find(({ value }) => isEvery(value))
  if (every && listen.length > 1)
    return [report('listen-every', at(every.fieldPointer), { value: every.value })]
  return listen.flatMap(({ value, fieldPointer }, index) => {
    // The schema refuses the same spelling.
    const earlier = listen
      .slice(0, index)
      .filter((other) => other.value !== value)
      .find(
        (other) =>
          canonicalAddress(other.value) !== undefined &&
          canonicalAddress(other.value) === canonicalAddress(value),
      )
    return earlier ? [report('listen-twice', at(fieldPointer, earlier.fieldPointer), { value })] : []
  })
}

/** The listener on localhost is off, and yet the node has one. */
function checkLocalhost({ purpose, indexed, listen }: IndexedPurpose, { etcd }: LenientSpec): Diagnostic[] {
  if (purpose !== 'client' || etcd?.localhostListener !== false) return []
  const included = listen.find(({ value }) => isEvery(value) || isLocal(value))
  if (!included) return []
  const { value, fieldPointer } = included
  const node = nameOf(indexed)
  return [report('localhost-included', at(fieldPointer, '/etcd/localhostListener'), { value, node })]
}

function checkAdvertised({ value, fieldPointer }: IndexedHostName, isAlone: boolean): Diagnostic[] {
  if (canonicalAddress(value) !== undefined) return checkAddress(value, fieldPointer, isAlone)
  if (!isName(value)) return [explainAdvertised(value, at(fieldPointer))]
  // Every machine finds itself by such a name (RFC 6761, section 6.3).
  const isLocalhost = /(?:^|\.)localhost\.?$/i.test(value)
  return isLocalhost && !isAlone ? [report('advertise-localhost', at(fieldPointer), { value })] : []
}

/**
 * No node listens on an address that another node has: a machine cannot, and its certificate would be good for both. Nor does it
 * advertise one: a client that wants this member would find the other.
 */
function checkOwners(spec: LenientSpec, written: readonly IndexedPurpose[]): Diagnostic[] {
  const virtual = virtualAddressesOf(spec)
  const uses = [
    ...nodesOf(spec).map((indexed) => ({
      indexed,
      purpose: undefined,
      value: indexed.node.address ?? '',
      fieldPointer: `${indexed.pointer}/address`,
    })),
    ...written.flatMap(({ indexed, purpose, listen }) =>
      listen.map((host) => ({ indexed, purpose, ...host })),
    ),
  ].filter(({ value }) => {
    const canonical = canonicalAddress(value)
    return canonical !== undefined && !virtual.has(canonical) && !isEvery(value) && !isLocal(value)
  })
  const advertised = written.flatMap(({ indexed, purpose, advertise }) =>
    advertise ? [{ indexed, purpose, ...advertise }] : [],
  )
  const strangers = advertised.flatMap(({ indexed, purpose, value, fieldPointer }) => {
    const canonical = canonicalAddress(value)
    const isOther = (use: (typeof uses)[number]) =>
      use.indexed.pointer !== indexed.pointer && canonicalAddress(use.value) === canonical
    const owner = canonical === undefined ? undefined : uses.find(isOther)
    if (!owner) return []
    const names = [nameOf(owner.indexed), nameOf(indexed)] as const
    return [report('advertise-of-other', at(fieldPointer, owner.fieldPointer), { value, purpose, names })]
  })
  const listeners = uses.flatMap(({ indexed, purpose, value, fieldPointer }, index) => {
    const owner = uses
      .slice(0, index)
      .find(
        (other) =>
          other.indexed.pointer !== indexed.pointer &&
          canonicalAddress(other.value) === canonicalAddress(value),
      )
    // shared-address.ts compares the nodes' addresses.
    if (!owner || purpose === undefined) return []
    const names = [nameOf(owner.indexed), nameOf(indexed)] as const
    return [
      report('listen-address-of-other', at(fieldPointer, owner.fieldPointer), { value, purpose, names }),
    ]
  })
  return [...listeners, ...strangers]
}

function isLocal(value: string): boolean {
  const canonical = canonicalAddress(value)
  return canonical !== undefined && isLoopback(canonical)
}

/** Members with the same peer URL are one member to etcd. */
function checkPeerUrls(written: readonly IndexedPurpose[]): Diagnostic[] {
  const advertised = written.flatMap(({ purpose, indexed, advertise }) =>
    purpose === 'peer' && advertise ? [{ indexed, ...advertise }] : [],
  )
  const spelling = (value: string) => canonicalAddress(value) ?? value.toLowerCase().replace(/\.$/, '')
  return advertised.flatMap(({ indexed, value, fieldPointer }, index) => {
    const owner = advertised.slice(0, index).find((other) => spelling(other.value) === spelling(value))
    if (!owner) return []
    const names = [nameOf(owner.indexed), nameOf(indexed)] as const
    return [report('advertise-shared', at(fieldPointer, owner.fieldPointer), { value, names })]
  })
}
