import type { Protection } from '../secrets/protection.ts'
import type { FilledSpec } from '../spec/spec.types.ts'

/** How the files under secrets/ are encrypted. Without TLS, there are none. */
export function resolveProtection({ tls, secrets }: Pick<FilledSpec, 'tls' | 'secrets'>): Protection {
  if (!tls.enabled) return { method: 'none' }
  const { encryption, vaultId, recipients } = secrets
  switch (encryption) {
    case 'none':
      return { method: 'none' }
    case 'ansible-vault':
      return { method: 'ansible-vault', vaultId }
    case 'age':
      return { method: 'age', recipients: recipients ?? [] }
  }
}
