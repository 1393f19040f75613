import { createPrivateKey } from 'node:crypto'
import type { Cluster } from '../../cluster/cluster.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { decodings } from '../../diagnostics/encoded.ts'
import { dotted, parent } from '../../diagnostics/pointer.ts'
import { type FoundText, textsIn } from '../../diagnostics/private-key.ts'
import { inFile, report } from '../../diagnostics/report.ts'
import { keyFile } from '../../pki/files.ts'

/** A CA and its private key in PEM; undefined if the key is kept elsewhere. */
type Authority = { readonly id: string; readonly keyPem: string | undefined }

/**
 * Reports where the user's cloud-config holds the private key of a CA, which no node may have. It finds every form of PEM and
 * DER: plain, in base64, or in gzip and base64. It does not find an encrypted key.
 *
 * @param authorities CAs whose keys have been read before
 */
export function authorityKeyProblems(
  { cloudInit }: Pick<Cluster, 'cloudInit'>,
  authorities: Iterable<Authority>,
): Diagnostic[] {
  const texts = textsIn(cloudInit.config, '')
  if (texts.length === 0) return []
  const read = [...texts, ...lists(cloudInit.config)].map((placed) => ({
    placed,
    said: [...decodings(placed.text)],
  }))
  return [...authorities].flatMap(({ id, keyPem }) => {
    if (keyPem === undefined) return []
    const secrets = secretsOf(keyPem)
    const found = read.find(({ said }) =>
      said.some((text) => secrets.some((secret) => text.includes(secret))),
    )
    return found ? [problem(id, found.placed)] : []
  })
}

/** The secret numbers of a private key, as Latin-1: every encoding of the key contains them (RFC 8017, 5915, 8410). */
function secretsOf(keyPem: string): string[] {
  const { d, p, q } = createPrivateKey(keyPem).export({ format: 'jwk' })
  return [d, p, q].flatMap((number) => {
    if (number === undefined) return []
    // Some encodings omit leading zeros.
    return [Buffer.from(number, 'base64url').toString('latin1').replace(/^\0+/, '')]
  })
}

/** The lists of texts, joined: a key may be given to a command line by line. */
function lists(value: unknown, pointer = ''): FoundText[] {
  if (value === null || typeof value !== 'object') return []
  const inside = Object.entries(value).flatMap(([name, part]) => lists(part, `${pointer}/${name}`))
  if (!Array.isArray(value)) return inside
  const text = value.filter((item) => typeof item === 'string').join('\n')
  return [...inside, { text, pointer, isName: false }]
}

function problem(id: string, { pointer, isName }: FoundText): Diagnostic {
  const path = dotted((isName ? parent(pointer) : pointer) ?? '')
  return report('ca-key-in-cloud-config', inFile(keyFile(id)), { id, path })
}
