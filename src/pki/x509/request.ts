import type { KeyObject } from 'node:crypto'
import { pemBlocks } from '../pem.ts'
import type { CertificatePlan } from '../plan.ts'
import {
  type Asn1,
  children,
  decode,
  encode,
  explicit,
  integer,
  objectIdentifier,
  sequence,
  set,
} from './der.ts'
import { extendedKeyUsage, keyUsage, subjectAltName } from './extensions.ts'
import { encodeName } from './name.ts'
import { signed, subjectPublicKeyInfo } from './signed.ts'

/** The attribute that asks for extensions (RFC 2985, 5.4.2). */
const extensionRequest = '1.2.840.113549.1.9.14'

/**
 * A request for a certificate (PKCS #10: RFC 2986) in PEM, with the names and usages that it has to have. The one that
 * is there already is kept as long as it asks for the same: some signatures differ each time.
 */
export function requestCertificate(
  plan: CertificatePlan,
  key: KeyObject,
  present: string | undefined,
): string {
  const information = requestInformation(plan, key)
  if (present !== undefined && asksFor(present, information)) return present
  const base64 = encode(signed(information, key)).toString('base64')
  const lines = base64.match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join('\n')
}

function requestInformation(plan: CertificatePlan, key: KeyObject): Asn1 {
  const named = plan.dnsNames.length + plan.ipAddresses.length > 0
  const extensions = sequence(
    keyUsage('leaf', key.asymmetricKeyType),
    extendedKeyUsage(plan.usages),
    ...(named ? [subjectAltName(plan.dnsNames, plan.ipAddresses)] : []),
  )
  return sequence(
    integer(Uint8Array.of(0)), // v1
    encodeName(plan),
    subjectPublicKeyInfo(key),
    explicit(0, sequence(objectIdentifier(extensionRequest), set(extensions))),
  )
}

/** Whether a request holds this very information. */
function asksFor(present: string, information: Asn1): boolean {
  const [block, ...others] = pemBlocks(present)
  if (block?.label !== 'CERTIFICATE REQUEST' || others.length > 0) return false
  try {
    const der = Buffer.from(block.text.replace(/-----.*-----/g, ''), 'base64')
    const [held] = children(decode(der))
    return held !== undefined && encode(held).equals(encode(information))
  } catch {
    return false
  }
}
