import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { type ConfiguredPath, isInside, type PathName } from './configured-paths.ts'

/** Which path may be inside which other. All other pairs must be separate. */
const ALLOWED: Readonly<Partial<Record<PathName, readonly PathName[]>>> = {
  pki: ['configuration', 'binaries'],
  configuration: ['binaries'],
  binaries: ['configuration', 'releases', 'staging'],
  releases: ['configuration', 'binaries', 'staging'],
  staging: ['configuration', 'binaries', 'releases'],
  environmentFile: ['configuration', 'pki', 'binaries', 'releases'],
  configurationFile: ['configuration', 'pki', 'binaries', 'releases'],
  // Log directories may be equal or nested: only etcd uses them.
  log: ['log'],
}

/** Paths that are under the configuration directory by default. */
const DERIVED: readonly PathName[] = ['pki', 'configurationFile']

/** The PKI directory may equal the configuration directory: /etc/etcd/ca.pem. */
function mayBeOne(one: ConfiguredPath, other: ConfiguredPath): boolean {
  return [one.name, other.name].toSorted().join() === 'configuration,pki'
}

type Clash = { readonly inner: ConfiguredPath; readonly outer: ConfiguredPath }

/** Reports paths that are equal, or inside one another where that is not allowed. */
export function overlaps(
  places: readonly ConfiguredPath[],
  isWritten: (pointer: string) => boolean,
): Diagnostic[] {
  const clashes = places.flatMap((one, index) =>
    places.slice(index + 1).flatMap((other) => clashOf(one, other) ?? []),
  )
  return clashes
    .filter(({ inner, outer }) => {
      const [derived] = [inner, outer].filter(
        ({ name, pointer }) => DERIVED.includes(name) && !isWritten(pointer),
      )
      return !derived || !followsFrom(derived, derived === inner ? outer : inner, clashes)
    })
    .map(({ inner, outer }) => {
      const written = [inner.pointer, outer.pointer].filter(isWritten)
      return report('path-overlap', at(written[0] ?? inner.pointer, ...written.slice(1)), {
        path: inner.path,
        title: inner.title,
        other: outer.title,
        otherPath: outer.path,
      })
    })
}

/** Whether the configuration directory has the same clash, so that the default path under it need not be reported. */
function followsFrom(derived: ConfiguredPath, other: ConfiguredPath, clashes: readonly Clash[]): boolean {
  return clashes.some(({ inner, outer }) => {
    const both = [inner, outer]
    return (
      both.some(({ name }) => name === 'configuration') && both.includes(other) && !both.includes(derived)
    )
  })
}

function clashOf(one: ConfiguredPath, other: ConfiguredPath): Clash | undefined {
  if (one.path === other.path) return mayBeOne(one, other) ? undefined : { inner: one, outer: other }
  const [inner, outer] = isInside(one.path, other.path) ? [one, other] : [other, one]
  const isAllowed = ALLOWED[inner.name]?.includes(outer.name) === true
  return isInside(inner.path, outer.path) && !isAllowed ? { inner, outer } : undefined
}
