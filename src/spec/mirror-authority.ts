import { X509Certificate } from 'node:crypto'
import { dirname, isAbsolute, join } from 'node:path'
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts'
import { isLabelled } from '../diagnostics/private-key.ts'
import { at, report } from '../diagnostics/report.ts'
import { type PemBlock, pemBlocks } from '../pki/pem.ts'
import { formatTime } from '../pki/time.ts'
import type { Subject } from './lenient.ts'
import { readSpecFile, type SpecHost } from './read.ts'

const POINTER = '/etcd/install/mirrorAuthority'

/**
 * Reads and checks the CA that etcd.install.mirrorAuthority names. Never throws. The value is its certificates in PEM, without
 * what people write between them; undefined if there are problems.
 *
 * @param specFile the spec's path: the path of the CA is relative to its directory
 * @returns undefined if the spec names none
 */
export function readMirrorAuthority(
  host: SpecHost,
  specFile: string,
  { spec }: Subject,
  now: Date,
): Outcome<string> | undefined {
  const path = spec.etcd?.install?.mirrorAuthority
  if (path === undefined) return undefined
  const file = isAbsolute(path) ? path : join(dirname(specFile), path)
  const kind = { document: 'CA certificate', pointer: POINTER } as const
  const { value: text, diagnostics } = readSpecFile(host, file, kind)
  if (text === undefined) {
    const isBinary = diagnostics.some(({ code }) => code === 'file-not-utf8')
    return refuse(...(isBinary ? [report('mirror-authority-not-pem', at(POINTER), { path })] : diagnostics))
  }
  if (isLabelled(text)) return refuse(report('mirror-authority-private-key', at(POINTER), { path }))
  const blocks = pemBlocks(text).filter(({ label }) => label === 'CERTIFICATE')
  const problems = problemsOf(path, blocks, now)
  return problems.length > 0
    ? refuse(...problems)
    : { value: blocks.map((block) => block.text.trimEnd()).join('\n'), diagnostics: [] }
}

const refuse = (...diagnostics: Diagnostic[]) => ({ value: undefined, diagnostics })

function problemsOf(path: string, blocks: readonly PemBlock[], now: Date): Diagnostic[] {
  const certificates = blocks.flatMap(({ text }) => certificateOf(text) ?? [])
  if (blocks.length === 0 || certificates.length < blocks.length)
    return [report('mirror-authority-not-pem', at(POINTER), { path })]
  return certificates.flatMap((certificate) => {
    const subject = certificate.subject.replaceAll('\n', ', ')
    const { ca, validToDate } = certificate
    if (!ca) return [report('mirror-authority-not-ca', at(POINTER), { path, subject })]
    const time = formatTime(validToDate)
    return validToDate < now ? [report('mirror-authority-expired', at(POINTER), { path, subject, time })] : []
  })
}

function certificateOf(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
