import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { recipientProblem } from '../../secrets/recipient.ts'
import { isPlain, type Rule } from './rule.ts'

/** The encryption that uses each field. */
const WANTED = { vaultId: 'ansible-vault', recipients: 'age' } as const

/** The fields match the encryption, so that nobody believes that plain secrets are encrypted. */
export const secrets: Rule = ({ spec, isWritten }) => {
  const { encryption, recipients = [] } = spec.secrets ?? {}
  const checked = recipients.flatMap((recipient, index): Diagnostic[] => {
    const target = at(`/secrets/recipients/${index}`)
    if (recipient === undefined) return []
    // The message does not quote the key: messages end up in logs.
    if (/AGE-(?:SECRET-KEY|PLUGIN)-/i.test(recipient)) return [report('recipient-is-private', target, {})]
    const problem = isPlain(spec) ? undefined : recipientProblem(recipient)
    return problem === undefined ? [] : [report('recipient-invalid', target, { value: recipient, problem })]
  })
  if (encryption === undefined) return checked
  const unused = (['vaultId', 'recipients'] as const).flatMap((name): Diagnostic[] => {
    const pointer = `/secrets/${name}`
    if (encryption === WANTED[name] || !isWritten(pointer)) return []
    const target = {
      ...atKey(pointer),
      ...(isWritten('/secrets/encryption') && { related: ['/secrets/encryption'] }),
    }
    return [report('secrets-field-unused', target, { name, encryption, wanted: WANTED[name] })]
  })
  const isMissing = encryption === 'age' && !isWritten('/secrets/recipients')
  const missing = isMissing ? [report('recipients-missing', at('/secrets/encryption'), { encryption })] : []
  return [...checked, ...unused, ...missing]
}
