import { atRun, report } from '../diagnostics/report.ts'
import { systemCode } from '../system-error.ts'
import { EXIT } from './exit.ts'
import { terminal } from './terminal.ts'

// cli.ts imports this file first: yargs asks for the current directory as soon as it is loaded.
try {
  process.cwd()
} catch (error) {
  terminal(process).report([report('directory-gone', atRun, { reason: systemCode(error) })])
  process.exit(EXIT.couldNotRun)
}
