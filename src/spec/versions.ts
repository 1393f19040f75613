import { isKnownVersion, lineOf, RECOMMENDED_VERSION, suggestedOf } from '../etcd/releases.ts'

/**
 * The release that `v3.6.14`, `3.6`, `3.4.23-4+b4` or `latest` means; undefined if none is near. For a part of a version,
 * the newest whose digests quorate knows.
 */
export function nearVersion(text: string): string | undefined {
  const plain = text
    .trim()
    .replace(/^v/i, '')
    .replace(/(?<=^|\.)0+(?=\d)/g, '')
    // A distribution's package revision: 3.4.23-4+b4 and 3.5.16+dfsg-7.
    .replace(/^(\d+\.\d+\.\d+)(?:\+\w+)?-\d[\w.+~]*$/, '$1')
  if (isKnownVersion(plain)) return plain
  if (/^(?:latest|stable|newest)$/i.test(plain)) return RECOMMENDED_VERSION
  const minor = /^(\d+\.\d+)(?:$|[^\d])/.exec(plain)?.[1]
  const line = minor === undefined ? undefined : lineOf(minor)
  // A minor version that gets no more patches has none to suggest.
  return line && !line.ended ? suggestedOf(line) : undefined
}
