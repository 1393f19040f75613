import type { Protection } from '../secrets/protection.ts'
import type { FilledSpec } from '../spec/spec.types.ts'

/** How what lies under secrets/ is kept. */
export function resolveProtection({ encryption, vaultId, recipients }: FilledSpec['secrets']): Protection {
  switch (encryption) {
    case 'none':
      return { method: 'none' }
    case 'ansible-vault':
      return { method: 'ansible-vault', vaultId }
    case 'age':
      return { method: 'age', recipients: recipients ?? [] }
  }
}
