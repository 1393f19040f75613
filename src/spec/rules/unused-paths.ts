import { atKey, report } from '../../diagnostics/report.ts'
import { titleAt } from '../fields.ts'
import type { LenientSpec } from '../lenient.ts'
import type { Rule } from './rule.ts'

type Reason = (etcd: NonNullable<LenientSpec['etcd']>) => string | undefined

const otherStyle =
  (wanted: string): Reason =>
  ({ style }) =>
    style === undefined || style === wanted ? undefined : `the style is "${style}", not "${wanted}"`

const packaged: Reason = ({ install }) =>
  install?.method === 'package' ? 'packages install the programs in /usr/bin' : undefined

/** Paths that are only used with one style or install method. */
const REASONS: Readonly<Record<string, Reason>> = {
  environmentFile: otherStyle('env'),
  configurationFile: otherStyle('file'),
  binaries: (etcd) => (etcd.paths?.binaries === '/usr/bin' ? undefined : packaged(etcd)),
  releases: packaged,
}

/** Warns about paths in the spec that nothing uses. */
export const unusedPaths: Rule = ({ spec, isWritten }) =>
  Object.entries(REASONS).flatMap(([name, reasonOf]) => {
    const pointer = `/etcd/paths/${name}`
    const reason = spec.etcd && isWritten(pointer) ? reasonOf(spec.etcd) : undefined
    return reason ? [report('path-unused', atKey(pointer), { title: titleAt(pointer), reason })] : []
  })
