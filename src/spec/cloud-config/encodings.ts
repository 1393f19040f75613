import { at, report } from '../../diagnostics/report.ts'
import type { ConfigRule } from './config.ts'
import { ownFilesOf } from './files.ts'

/** What cloud-init unpacks, and what it takes as it is (cloud-init, cc_write_files). */
const KNOWN = [
  ...['gz', 'gzip', 'gz+base64', 'gzip+base64', 'gz+b64', 'gzip+b64', 'b64', 'base64', 'text/plain'],
  '',
]

/** cloud-init writes a file as it stands where it does not know the encoding. */
export const encodings: ConfigRule = (own) =>
  ownFilesOf(own).flatMap(({ entry: { encoding: value }, pointer }) =>
    typeof value !== 'string' || KNOWN.includes(value.trim().toLowerCase())
      ? []
      : [report('cloud-config-encoding', at(`${pointer}/encoding`), { value })],
  )
