import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { atSpan, report } from '../../diagnostics/report.ts'

const AS_CONFIG = 'Write it as a cloud-config instead. Put commands under "runcmd" or "bootcmd".'

/** What cloud-init takes a text for, by its first line, and what to write instead (cloud-init, cloudinit/handlers). */
const KINDS: readonly (readonly [RegExp, string, string])[] = [
  [/^#!/, 'a script', AS_CONFIG],
  [/^#cloud-boothook/, 'a boothook', AS_CONFIG],
  [/^#upstart-job/, 'an Upstart job', AS_CONFIG],
  [/^#part-handler/, 'a part handler', AS_CONFIG],
  [/^## *template:/, 'a template', 'Render the template, and remove its first line.'],
  [/^#include/, 'a list of URLs to include', 'Copy the contents of these URLs into this file.'],
  [
    /^#cloud-config-archive/,
    'a cloud-config archive with several parts',
    'Merge its cloud-configs into one.',
  ],
  [/^#cloud-config-jsonp/, 'a JSON patch for a cloud-config', 'Write the resulting fields instead.'],
  [
    /^(?:content-type|mime-version|from|content-transfer-encoding):? /,
    'a multipart MIME message',
    'Merge its cloud-configs into one, without the MIME headers.',
  ],
  [/^-----begin pgp message-----/, 'an encrypted message', 'Decrypt it first.'],
]

/** Reports a text that is another kind of user-data. A text without such a first line is a cloud-config. */
export function otherKind(text: string): Diagnostic | undefined {
  const start = text.length - text.trimStart().length
  const line = /^.*/.exec(text.slice(start))?.[0] ?? ''
  const known = KINDS.find(([pattern]) => pattern.test(line.toLowerCase()))
  if (!known) return undefined
  const [, kind, advice] = known
  return report('cloud-config-other-kind', atSpan(start, start + line.length), { kind, advice })
}
