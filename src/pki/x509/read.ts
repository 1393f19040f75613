import type { X509Certificate } from 'node:crypto'
import asn1, { type Asn1 } from 'node-forge/lib/asn1.js'
import { children, contents, decode } from './der.ts'

/** An extension of a certificate (RFC 5280, 4.2): its object identifier, and its value. */
export type Extension = { readonly type: string; readonly critical: boolean; readonly value: Asn1 }

/** The extensions of a certificate; none where it has none. */
export function extensionsOf(certificate: X509Certificate): readonly Extension[] {
  return extensionElements(certificate).map((extension) => {
    const parts = children(extension)
    return {
      type: identifierOf(parts[0]),
      critical: parts.length === 3 && contents(parts[1]) === '\xff',
      value: decode(Buffer.from(contents(parts.at(-1)), 'latin1')),
    }
  })
}

/** The same as they are in the certificate: sequences of an identifier, perhaps a boolean, and the value's octets. */
export function extensionElements({ raw }: X509Certificate): readonly Asn1[] {
  const [tbsCertificate] = children(decode(raw))
  const wrapper = children(tbsCertificate).find(
    ({ tagClass, type }) => tagClass === asn1.Class.CONTEXT_SPECIFIC && type === 3,
  )
  return children(children(wrapper)[0])
}

/** An object identifier in its dotted form; empty for a value that is none. */
export function identifierOf(value: Asn1 | undefined): string {
  const bytes = contents(value)
  return bytes === '' ? '' : asn1.derToOid(bytes)
}
