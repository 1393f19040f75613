// @types/node-forge types the whole library only. Its ASN.1 part alone loads about six times as fast, so that is what
// quorate imports; this declares the functions that it uses. Byte strings hold one byte per character (latin1).
declare module 'node-forge/lib/asn1.js' {
  export type Asn1 = {
    readonly tagClass: number
    readonly type: number
    readonly constructed: boolean
    readonly value: string | readonly Asn1[]
  }
  type Bytes = { getBytes(): string }
  const asn1: {
    readonly Class: Readonly<Record<'UNIVERSAL' | 'CONTEXT_SPECIFIC', number>>
    readonly Type: Readonly<
      Record<
        | 'BOOLEAN'
        | 'INTEGER'
        | 'BITSTRING'
        | 'OCTETSTRING'
        | 'NULL'
        | 'OID'
        | 'UTF8'
        | 'SEQUENCE'
        | 'SET'
        | 'PRINTABLESTRING'
        | 'UTCTIME'
        | 'GENERALIZEDTIME',
        number
      >
    >
    create(tagClass: number, type: number, constructed: boolean, value: string | readonly Asn1[]): Asn1
    toDer(object: Asn1): Bytes
    fromDer(bytes: string, options: { readonly decodeBitStrings: boolean }): Asn1
    oidToDer(identifier: string): Bytes
    derToOid(bytes: string): string
    dateToUtcTime(date: Date): string
    dateToGeneralizedTime(date: Date): string
  }
  export default asn1
}
