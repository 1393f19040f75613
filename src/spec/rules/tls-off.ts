import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { ancestry, child, dotted } from '../../diagnostics/pointer.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { quote } from '../../diagnostics/visible.ts'
import { type LenientSpec, prune, type Subject } from '../lenient.ts'
import { checkAddress } from './address.ts'
import { canonicalAddress, isLoopback } from './address-form.ts'
import { isPlain, nodesOf, type Rule } from './rule.ts'

const SWITCH = '/tls/enabled'
const CLIENTS = '/tls/clients'
const SECRETS = '/secrets'

/**
 * Without TLS etcd asks nobody who they are (etcd's website, op-guide/security.md): that is for one node that nothing but
 * itself reaches, and nothing in the spec may let somebody believe in certificates that are not there.
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
  return nodesOf(spec).flatMap(({ node, pointer }) => {
    const place = `${pointer}/address`
    const canonical = canonicalAddress(node.address ?? '')
    // Of what is no node's address the rule about addresses speaks.
    if (canonical === undefined || checkAddress(canonical, place, true).length > 0) return []
    return isLoopback(canonical) ? [] : [report('tls-off-address', at(place, SWITCH), { address: canonical })]
  })
}

const REASON = 'TLS is off (tls.enabled), so there are no certificates and keys'

function unused({ spec, isWritten }: Subject): Diagnostic[] {
  return idleFields(spec)
    .filter(isWritten)
    .map((pointer) => {
      // Whoever names clients counts on it that nobody else is let in.
      if (pointer === CLIENTS && spec.tls?.clients?.length) {
        return report('tls-off-clients', { ...atKey(CLIENTS), related: [SWITCH] }, {})
      }
      const title = `field ${quote(dotted(pointer))}`
      return report('setting-unused', atKey(pointer), { title, reason: REASON })
    })
}

/** The fields that are about certificates and keys alone, as far as they are sound. */
function idleFields(spec: LenientSpec): Pointer[] {
  const { enabled: _, ...tls } = spec.tls ?? {}
  return [
    ...fieldsOf(tls, '/tls', Object.keys(tls)),
    ...nodesOf(spec).flatMap(({ node, pointer }) => fieldsOf(node, pointer, ['dnsNames', 'ipAddresses'])),
    ...fieldsOf(spec, '', ['clientHosts', 'secrets']),
    ...fieldsOf(spec.etcd?.paths, '/etcd/paths', ['pki']),
    ...fieldsOf(spec.cloudInit, '/cloudInit', ['keys']),
  ]
}

function fieldsOf(section: object | undefined, pointer: Pointer, names: readonly string[]): Pointer[] {
  return names.filter((name) => section && Object.hasOwn(section, name)).map((name) => child(pointer, name))
}

/**
 * A spec as the other rules are to see it: without TLS, what is about certificates and keys alone counts as not written, so
 * that nobody is told to mend what has no effect.
 */
export function inEffect(subject: Subject): Subject {
  if (!isPlain(subject.spec)) return subject
  // A private key among the recipients is still one that everyone can read.
  const kept = (pointer: Pointer) =>
    pointer === SECRETS ? [`${SECRETS}/encryption`, `${SECRETS}/vaultId`] : [pointer]
  const idle = new Set(idleFields(subject.spec).flatMap(kept))
  return {
    spec: prune(subject.spec, '', idle) as LenientSpec,
    isWritten: (pointer) =>
      subject.isWritten(pointer) && ![...ancestry(pointer)].some((above) => idle.has(above)),
  }
}
