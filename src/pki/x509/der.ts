import asn1, { type Asn1 } from 'node-forge/lib/asn1.js'

export type { Asn1 }

/** The values of ASN.1 that an X.509 certificate is built from, one function per type (X.690). */

const universal = (type: number, value: string) => asn1.create(asn1.Class.UNIVERSAL, type, false, value)

/** Bytes as node-forge holds them: one character per byte. */
export const byteString = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

export const sequence = (...values: readonly Asn1[]): Asn1 =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, values)

export const set = (...values: readonly Asn1[]): Asn1 =>
  asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SET, true, values)

export const objectIdentifier = (identifier: string): Asn1 =>
  universal(asn1.Type.OID, asn1.oidToDer(identifier).getBytes())

export const boolean = (value: boolean): Asn1 => universal(asn1.Type.BOOLEAN, value ? '\xff' : '\x00')

/** A non-negative integer from its bytes, which must not begin with a zero byte unless it is the only one. */
export const integer = (bytes: Uint8Array): Asn1 =>
  universal(asn1.Type.INTEGER, ((bytes[0] ?? 0) >= 0x80 ? '\x00' : '') + byteString(bytes))

export const nothing = (): Asn1 => universal(asn1.Type.NULL, '')

export const octetString = (bytes: string): Asn1 => universal(asn1.Type.OCTETSTRING, bytes)

/** A bit string whose last `unusedBits` bits do not count; 0 for whole bytes, as in a signature. */
export const bitString = (bytes: string, unusedBits = 0): Asn1 =>
  universal(asn1.Type.BITSTRING, String.fromCharCode(unusedBits) + bytes)

/** `[tag] IMPLICIT` of a type that is not constructed. */
export const implicit = (tag: number, bytes: string): Asn1 =>
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, false, bytes)

/** `[tag] EXPLICIT`. */
export const explicit = (tag: number, value: Asn1): Asn1 =>
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, true, [value])

/** A DirectoryString: PrintableString where its alphabet suffices, else UTF8String (RFC 5280, 4.1.2.4). */
export const directoryString = (text: string): Asn1 =>
  /^[A-Za-z0-9 '()+,./:=?-]*$/.test(text)
    ? universal(asn1.Type.PRINTABLESTRING, text)
    : universal(asn1.Type.UTF8, byteString(Buffer.from(text, 'utf8')))

/** A Time: UTCTime through the year 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5). Whole seconds. */
export const time = (date: Date): Asn1 =>
  date.getUTCFullYear() < 2050
    ? universal(asn1.Type.UTCTIME, asn1.dateToUtcTime(date))
    : universal(asn1.Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date))

export const encode = (value: Asn1): Buffer => Buffer.from(asn1.toDer(value).getBytes(), 'latin1')

/** Reads DER. Bit strings are left as they are, so that `encode` gives back the same bytes. */
export const decode = (der: Uint8Array): Asn1 => asn1.fromDer(byteString(der), { decodeBitStrings: false })

/** The values that a constructed one holds; none for any other. */
export const children = (value: Asn1 | undefined): readonly Asn1[] =>
  value === undefined || typeof value.value === 'string' ? [] : value.value

/** The bytes of a value that is not constructed; empty for any other. */
export const contents = (value: Asn1 | undefined): string =>
  value === undefined || typeof value.value !== 'string' ? '' : value.value
