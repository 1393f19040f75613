import { visible } from '../diagnostics/visible.ts'
import { certificateFile, type StoredPki } from './files.ts'
import { fingerprintOf, isPinned } from './fingerprint.ts'
import { isSelfSigned, lacks, misfits } from './fit.ts'
import type { CaId } from './layout.ts'
import type { CaPlan, CertificateKind, CertificatePlan, PkiPlan } from './plan.ts'
import { type ReadCertificate, readCertificate } from './read.ts'
import { certifiedNames, plainName } from './subject-alt-name.ts'
import { daysBetween, formatTime } from './time.ts'

/** The state of one certificate of a plan. Unknown values of a missing or damaged one are null. */
export type CertificateStatus = {
  readonly id: string
  readonly kind: 'authority' | CertificateKind
  /** The id of the CA that signs it; for a CA signed by an external one, the name of that. */
  readonly issuer: string
  /** Hexadecimal, lower case. */
  readonly serial: string | null
  /** SHA-256, as `openssl x509 -noout -fingerprint -sha256` prints it. */
  readonly fingerprint: string | null
  /** Its SANs. */
  readonly names: readonly string[]
  /** RFC 3339, whole seconds, UTC. */
  readonly notBefore: string | null
  readonly notAfter: string | null
  /** Whole days; negative once it has expired. */
  readonly daysLeft: number | null
  readonly state: 'valid' | 'expired' | 'not yet valid' | 'missing' | 'damaged' | 'does not fit'
  /** Why it does not match the spec; empty where it does. */
  readonly reasons: readonly string[]
}

/** The state of every certificate of a plan, in the plan's order. Reads only pki/, and no key. */
export function pkiStatus(plan: PkiPlan, stored: StoredPki, now: Date): readonly CertificateStatus[] {
  const read = (id: string) => readCertificate(certificateFile(id), stored.get(id)?.certificatePem).value
  const isThere = (id: string) => stored.get(id)?.certificatePem !== undefined
  const authorities = new Map<CaId, ReadCertificate>()
  for (const { id } of plan.authorities) {
    const certificate = read(id)
    if (certificate !== undefined) authorities.set(id, certificate)
  }
  const describe = (
    { id, kind, issuer }: Pick<CertificateStatus, 'id' | 'kind' | 'issuer'>,
    certificate: ReadCertificate | undefined,
    reasons: readonly string[],
  ): CertificateStatus => {
    if (certificate === undefined) return absent(id, kind, issuer, isThere(id) ? 'damaged' : 'missing')
    const { x509 } = certificate
    return {
      id,
      kind,
      issuer,
      serial: x509.serialNumber.toLowerCase(),
      fingerprint: fingerprintOf(x509),
      names: certifiedNames(x509.subjectAltName).map((name) => visible(plainName(name))),
      notBefore: formatTime(x509.validFromDate),
      notAfter: formatTime(x509.validToDate),
      daysLeft: daysBetween(now, x509.validToDate),
      state: stateOf(x509, reasons, now),
      reasons,
    }
  }
  const authority = ({ id }: CaPlan): CertificateStatus => {
    const certificate = authorities.get(id)
    const issuer =
      certificate === undefined || isSelfSigned(certificate.x509) ? id : lastName(certificate.x509.issuer)
    const x509 = certificate?.x509
    const reasons = [
      ...(x509?.ca === false ? ['it is not a CA certificate'] : []),
      ...(x509 && !isPinned(plan.pinned, x509) ? ['it is not in tls.authorityFingerprints'] : []),
    ]
    return describe({ id, kind: 'authority', issuer }, certificate, reasons)
  }
  const leaf = (each: CertificatePlan): CertificateStatus => {
    const certificate = read(each.id)
    const signer = authorities.get(each.authority)
    const compare = plan.origin === 'external' ? lacks : misfits
    const reasons =
      certificate === undefined || signer === undefined ? [] : compare(each, certificate.x509, signer.x509)
    return describe({ id: each.id, kind: each.kind, issuer: each.authority }, certificate, reasons)
  }
  return [...plan.authorities.map(authority), ...plan.certificates.map(leaf)]
}

function stateOf(
  { validFromDate, validToDate }: ReadCertificate['x509'],
  reasons: readonly string[],
  now: Date,
): CertificateStatus['state'] {
  if (now > validToDate) return 'expired'
  if (reasons.length > 0) return 'does not fit'
  return now < validFromDate ? 'not yet valid' : 'valid'
}

function absent(
  id: string,
  kind: CertificateStatus['kind'],
  issuer: string,
  state: 'missing' | 'damaged',
): CertificateStatus {
  return {
    id,
    kind,
    issuer,
    serial: null,
    fingerprint: null,
    names: [],
    notBefore: null,
    notAfter: null,
    daysLeft: null,
    state,
    reasons: [],
  }
}

/** The most particular part of a name, which is mostly the common name. */
const lastName = (name: string | undefined): string =>
  visible(
    name
      ?.split('\n')
      .at(-1)
      ?.replace(/^[A-Za-z]+=/, '') ?? '',
  )
