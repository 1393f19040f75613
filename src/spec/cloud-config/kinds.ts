import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { atSpan, report } from '../../diagnostics/report.ts'

const AS_CONFIG = 'Write what it does as a cloud-config; commands go under "runcmd" or "bootcmd".'

/** By how it begins: what cloud-init takes a text for, and what to write in its place (cloud-init, cloudinit/handlers). */
const KINDS: readonly (readonly [RegExp, string, string])[] = [
  [/^#!/, 'a script', AS_CONFIG],
  [/^#cloud-boothook/, 'a boothook', AS_CONFIG],
  [/^#upstart-job/, 'a job of Upstart', AS_CONFIG],
  [/^#part-handler/, 'a part handler', AS_CONFIG],
  [/^## *template:/, 'a template', 'Fill the template in, and remove its first line.'],
  [/^#include/, 'a list of addresses of other parts', 'Put what lies there into this file.'],
  [/^#cloud-config-archive/, 'an archive of several parts', 'Put its cloud-configs together into one.'],
  [/^#cloud-config-jsonp/, 'a patch of a cloud-config', 'Write the fields themselves.'],
  [
    /^(?:content-type|mime-version|from|content-transfer-encoding):? /,
    'a message of several parts',
    'Put its cloud-configs together into one, without the headers.',
  ],
  [/^-----begin pgp message-----/, 'an encrypted message', 'Decrypt it first.'],
]

/** Says so where a text is something else that cloud-init takes. Without any first line of the kind it is a cloud-config. */
export function otherKind(text: string): Diagnostic | undefined {
  const start = text.length - text.trimStart().length
  const line = /^.*/.exec(text.slice(start))?.[0] ?? ''
  const known = KINDS.find(([pattern]) => pattern.test(line.toLowerCase()))
  if (!known) return undefined
  const [, kind, advice] = known
  return report('cloud-config-other-kind', atSpan(start, start + line.length), { kind, advice })
}
