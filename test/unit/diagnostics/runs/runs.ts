import type { otherCatalogue } from '../../../../src/diagnostics/catalogue/catalogue.ts'
import { caRuns } from './cas.ts'
import { certificateRuns } from './certificates.ts'
import { commandRuns } from './commands.ts'
import { folderRuns } from './folders.ts'
import { importRuns } from './imports.ts'
import { encryptionRuns, keyFileRuns } from './keys.ts'
import { pkiFileRuns } from './pki-files.ts'
import type { Runs } from './run.ts'
import { togetherRuns } from './together.ts'

/** What somebody does so that each code that is not about a spec's text is reported. */
export const runs: Runs<typeof otherCatalogue> = {
  ...pkiFileRuns,
  ...caRuns,
  ...certificateRuns,
  ...importRuns,
  ...encryptionRuns,
  ...keyFileRuns,
  ...folderRuns,
  ...commandRuns,
  ...togetherRuns,
}
