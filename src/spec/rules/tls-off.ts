import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { ancestry, child, dotted } from '../../diagnostics/pointer.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { quote } from '../../diagnostics/visible.ts'
import { canonicalAddress, isLoopback } from '../../ip-address.ts'
import { type LenientSpec, prune, type Subject } from '../lenient.ts'
import { checkAddress } from './address.ts'
import { type IndexedPurpose, isPlain, nodesOf, purposesOf, type Rule } from './rule.ts'

const SWITCH = '/tls/enabled'
const CLIENTS = '/tls/clients'
const SECRETS = '/secrets'

/**
 * Without TLS, etcd authenticates nobody (etcd's website, op-guide/security.md). That is only acceptable for a single node
 * on a loopback address, and the spec must not have fields for certificates that do not exist.
 */
export const tlsOff: Rule = (subject) => {
  const { spec } = subject
  const members = spec.nodes?.length ?? 0
  if (isPlain(spec)) return [...openAddress(spec), ...unused(subject)]
  return spec.tls?.enabled === false
    ? [report('tls-off-members', { ...atKey(SWITCH), related: ['/nodes'] }, { members })]
    : []
}

function openAddress(spec: LenientSpec): Diagnostic[] {
  const open = nodesOf(spec).flatMap(({ node, pointer }) => {
    const fieldPointer = `${pointer}/address`
    const canonical = canonicalAddress(node.address ?? '')
    // address.ts reports invalid addresses.
    if (canonical === undefined || checkAddress(canonical, fieldPointer, true).length > 0) return []
    return [{ fieldPointer, value: canonical, canonical }]
  })
  const purposes = purposesOf(spec)
  return [
    ...[...open, ...purposes.filter(({ purpose }) => purpose !== 'metrics').flatMap(hostsOf)]
      .filter(isOpen)
      .map(({ fieldPointer, value }) =>
        report('tls-off-address', at(fieldPointer, SWITCH), { address: value }),
      ),
    ...purposes
      .filter(({ purpose }) => purpose === 'metrics')
      .flatMap(hostsOf)
      .filter(isOpen)
      .map(({ fieldPointer, value }) =>
        report('tls-off-metrics', at(fieldPointer, SWITCH), { where: value }),
      ),
    ...(spec.etcd?.metrics?.listen === 'all'
      ? [report('tls-off-metrics', at('/etcd/metrics/listen', SWITCH), { where: 'every address' })]
      : []),
  ]
}

const isOpen = ({ canonical }: { readonly canonical: string | undefined }) =>
  canonical === undefined || !isLoopback(canonical)

/** Where the node listens, and what it advertises, if that is an address. */
function hostsOf({ listen, advertise }: IndexedPurpose) {
  return [...listen, ...(advertise ? [advertise] : [])].map(({ value, fieldPointer }) => ({
    fieldPointer,
    value,
    canonical: canonicalAddress(value),
  }))
}

const REASON = 'TLS is off (tls.enabled), so there are no certificates and keys'

function unused({ spec, isWritten }: Subject): Diagnostic[] {
  return idleFields(spec)
    .filter(isWritten)
    .map((pointer) => {
      // An error: a user with clients expects that only they have access.
      if (pointer === CLIENTS && spec.tls?.clients?.length) {
        return report('tls-off-clients', { ...atKey(CLIENTS), related: [SWITCH] }, {})
      }
      const title = `field ${quote(dotted(pointer))}`
      return report('setting-unused', atKey(pointer), { title, reason: REASON })
    })
}

/** The valid fields that are only about certificates and keys. */
function idleFields(spec: LenientSpec): Pointer[] {
  const { enabled: _, ...tls } = spec.tls ?? {}
  return [
    ...fieldsOf(tls, '/tls', Object.keys(tls)),
    ...nodesOf(spec).flatMap(({ node, pointer }) => fieldsOf(node, pointer, ['dnsNames', 'ipAddresses'])),
    ...fieldsOf(spec, '', ['clientHosts', 'secrets']),
    ...fieldsOf(spec.etcd?.paths, '/etcd/paths', ['pki']),
    ...fieldsOf(spec.etcd?.metrics, '/etcd/metrics', ['tls']),
    ...fieldsOf(spec.etcd, '/etcd', ['virtualAddresses']),
    ...fieldsOf(spec.cloudInit, '/cloudInit', ['keys']),
  ]
}

function fieldsOf(section: object | undefined, pointer: Pointer, names: readonly string[]): Pointer[] {
  return names.filter((name) => section && Object.hasOwn(section, name)).map((name) => child(pointer, name))
}

/**
 * The spec for the other rules. Without TLS, fields about certificates and keys count as not written, so the rules do not
 * ask users to correct fields that have no effect.
 */
export function inEffect(subject: Subject): Subject {
  if (!isPlain(subject.spec)) return subject
  // Keep recipients: a private key among them must still be reported.
  const kept = (pointer: Pointer) =>
    pointer === SECRETS ? [`${SECRETS}/encryption`, `${SECRETS}/vaultId`] : [pointer]
  const idle = new Set(idleFields(subject.spec).flatMap(kept))
  return {
    spec: prune(subject.spec, '', idle) as LenientSpec,
    isWritten: (pointer) =>
      subject.isWritten(pointer) && ![...ancestry(pointer)].some((above) => idle.has(above)),
  }
}
