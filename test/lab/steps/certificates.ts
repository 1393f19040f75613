import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { attempt, failureText } from '../machine/command.ts'

type Purpose = 'sslserver' | 'sslclient'
type Expectation = {
  readonly pattern: string
  readonly authority: string
  readonly purposes: readonly Purpose[]
}

// In the layout separate-ca: which authority signs what, and what for.
const expectations: readonly Expectation[] = [
  { pattern: 'nodes/*/server.crt', authority: 'client-ca.crt', purposes: ['sslserver', 'sslclient'] },
  { pattern: 'nodes/*/peer.crt', authority: 'peer-ca.crt', purposes: ['sslserver', 'sslclient'] },
  { pattern: 'clients/*.crt', authority: 'client-ca.crt', purposes: ['sslclient'] },
]

/** The certificates of the authorities, below pki/. */
export const authorities = ['client-ca.crt', 'peer-ca.crt'] as const

/**
 * OpenSSL accepts every certificate under pki/ for its purposes and from its own authority, and from no other.
 * Returns how many there are.
 */
export async function assertCertificates(pki: string): Promise<number> {
  const rows = expectations.flatMap(({ pattern, ...rest }) =>
    globSync(pattern, { cwd: pki }).map((certificate) => ({ certificate, ...rest })),
  )
  const all = globSync('**/*.crt', { cwd: pki }).filter(
    (path) => !authorities.some((authority) => authority === path),
  )
  assert.deepEqual(
    rows.map(({ certificate }) => certificate).sort(),
    all.sort(),
    'a certificate that nobody expects',
  )
  assert.ok(rows.length > 0, `there is no certificate under ${pki}`)
  for (const { certificate, authority, purposes } of rows) {
    for (const purpose of purposes) {
      for (const issuer of authorities) {
        const parameters = ['-x509_strict', '-purpose', purpose, '-CAfile', issuer, certificate]
        const outcome = await attempt(['openssl', 'verify', ...parameters], { cwd: pki })
        assert.ok((outcome.exitCode === 0) === (issuer === authority), failureText(outcome))
      }
    }
    if (!purposes.includes('sslserver')) {
      const parameters = ['-purpose', 'sslserver', '-CAfile', authority, certificate]
      const outcome = await attempt(['openssl', 'verify', ...parameters], { cwd: pki })
      assert.ok(outcome.exitCode !== 0, `${certificate} would do as a server's`)
    }
  }
  return rows.length
}
