import { at, report } from '../../diagnostics/report.ts'
import type { ConfigRule } from './config.ts'
import { ownFilesOf } from './files.ts'

/** The encodings that cloud-init decodes, and those for plain text (cloud-init, cc_write_files). */
const KNOWN = [
  ...['gz', 'gzip', 'gz+base64', 'gzip+base64', 'gz+b64', 'gzip+b64', 'b64', 'base64', 'text/plain'],
  '',
]

/** With an unknown encoding, cloud-init writes the content without decoding it. */
export const encodings: ConfigRule = (own) =>
  ownFilesOf(own).flatMap(({ entry: { encoding: value }, pointer }) =>
    typeof value !== 'string' || KNOWN.includes(value.trim().toLowerCase())
      ? []
      : [report('cloud-config-encoding', at(`${pointer}/encoding`), { value })],
  )
