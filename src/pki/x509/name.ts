import { type Asn1, directoryString, objectIdentifier, sequence, set } from './der.ts'

/** Whom a certificate names. A common name may be empty; the certificate then has none. */
export type DistinguishedName = { readonly commonName: string; readonly organizations: readonly string[] }

const attribute = (type: string, value: string) =>
  set(sequence(objectIdentifier(type), directoryString(value)))

/** The Name (RFC 5280, 4.1.2.4): each organization (id-at 10), then the common name (id-at 3), if there is one. */
export const encodeName = ({ commonName, organizations }: DistinguishedName): Asn1 =>
  sequence(
    ...organizations.map((organization) => attribute('2.5.4.10', organization)),
    ...(commonName === '' ? [] : [attribute('2.5.4.3', commonName)]),
  )
