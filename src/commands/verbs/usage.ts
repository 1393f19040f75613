import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { atRun, report } from '../../diagnostics/report.ts'
import { SINGLE } from './options.ts'

/**
 * What is wrong with parsed arguments that yargs accepts: it passes a list where an option is given twice, and does not
 * refuse an argument too many.
 */
export function usageFault(options: {
  readonly _: readonly (string | number)[]
  readonly [name: string]: unknown
}): Diagnostic | undefined {
  const { _: words, spec, within } = options
  const paths: readonly unknown[] = Array.isArray(spec) ? spec : [spec]
  const extra = words[words[0] === 'pki' ? 2 : 1] ?? paths.find((path) => path === '')
  if (extra !== undefined) return report('usage-too-much', atRun, { argument: String(extra) })
  for (const [option, takes] of Object.entries(SINGLE)) {
    const value = options[option]
    if (value !== undefined && (typeof value !== 'string' || value === ''))
      return report('usage-not-single', atRun, { option, takes })
  }
  if (typeof within === 'string' && !/^[0-9]{1,5}d$/.test(within)) return report('usage-within', atRun, {})
  return undefined
}
