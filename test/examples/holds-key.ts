import { decodings } from '../../src/diagnostics/encoded.ts'
import { isLabelled } from '../../src/diagnostics/private-key.ts'

/**
 * Whether a file has what is labelled as a private key, or a quarter of one of the numbers: as bytes, which DER has as they
 * are, in hexadecimal, in base64, or in gzip and base64. A quarter, because a key may be given line by line.
 */
export function holdsKey(file: Buffer, numbers: readonly Buffer[]): boolean {
  const quarters = numbers.flatMap((number) =>
    [0, 8, 16, 24].map((start) => number.subarray(start, start + 8)),
  )
  const bytes = quarters.map((quarter) => quarter.toString('latin1'))
  const digits = quarters.map((quarter) => quarter.toString('hex'))
  const text = file.toString('latin1')
  // A JWK has the alphabet for URLs (RFC 7518, 6.2.2.1).
  const texts = /[-_]/.test(text) ? [text, text.replaceAll('-', '+').replaceAll('_', '/')] : [text]
  for (const said of texts.flatMap((each) => [...decodings(each)])) {
    const plain = said.replace(/[\s:]/g, '').toLowerCase()
    if (isLabelled(said) || bytes.some((each) => said.includes(each))) return true
    if (digits.some((each) => plain.includes(each))) return true
  }
  return false
}
