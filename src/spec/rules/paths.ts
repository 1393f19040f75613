import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { fieldAt, titleAt } from '../fields.ts'
import type { LenientSpec } from '../lenient.ts'
import type { Rule } from './rule.ts'

type Name = 'data' | 'configuration' | 'pki' | 'releases' | 'binaries' | 'environmentFile'

/** The directories whose owner and mode are set on the nodes. That of the binaries may be the system's own. */
const OWNED = ['data', 'configuration', 'pki', 'releases'] as const

/** Directories that the system or its administrator shares out, themselves, not what lies in them. */
const SYSTEM = new Set(
  `/ /bin /boot /dev /etc /etc/default /etc/pki /etc/ssl /etc/ssl/certs /etc/ssl/private /etc/sysconfig /etc/systemd
  /etc/systemd/system /home /lib /lib64 /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/lib
  /usr/lib64 /usr/local /usr/local/bin /usr/local/etc /usr/local/lib /usr/local/sbin /usr/local/share /usr/sbin /usr/share
  /var /var/cache /var/lib /var/local /var/log /var/opt /var/spool /var/tmp`.split(/\s+/),
)

/** Places that etcd's unit hides from it, or that a restart empties (systemd.exec(5): ProtectHome, PrivateTmp, PrivateDevices). */
const HIDDEN: readonly (readonly [string, string])[] = [
  ['/home', "etcd's unit hides home directories from it"],
  ['/root', "etcd's unit hides home directories from it"],
  ['/run', 'it is gone after a restart of the node'],
  ['/tmp', 'it is gone after a restart of the node'],
  ['/var/tmp', "etcd's unit has a /var/tmp of its own"],
  ['/dev', 'it belongs to the kernel'],
  ['/proc', 'it belongs to the kernel'],
  ['/sys', 'it belongs to the kernel'],
]

/** Files that quorate writes, by the directory that they lie in. */
const FILES: Readonly<Partial<Record<Name, readonly string[]>>> = {
  configuration: ['etcdctl.env', 'joined'],
  binaries: ['etcd', 'etcdctl', 'etcdutl'],
}
const UNIT = '/etc/systemd/system/etcd.service'

/** Every path is a place of its own that etcd can reach and that no other part of the system owns. */
export const paths: Rule = ({ spec, isWritten }) => {
  const chosen = effectivePaths(spec)
  const directories = { ...chosen, pki: spec.etcd?.paths?.pki }
  const taken = [...systemPaths(directories), ...hiddenPaths(directories), ...takenFile(chosen)]
  const refused = new Set(taken.map(({ pointer }) => pointer))
  return [...taken, ...overlaps(chosen, isWritten).filter(({ pointer }) => !refused.has(pointer))]
}

type Paths = Readonly<Partial<Record<Name, string | undefined>>>

function effectivePaths({ etcd }: LenientSpec): Paths {
  const { pki, configuration, ...others } = etcd?.paths ?? {}
  return { ...others, configuration, pki: pki ?? (configuration && `${configuration}/pki`) }
}

const pointerOf = (name: Name) => `/etcd/paths/${name}`
const titleOf = (name: Name) => titleAt(pointerOf(name))

function systemPaths(chosen: Paths): Diagnostic[] {
  return OWNED.flatMap((name) => {
    const path = chosen[name]
    return path !== undefined && SYSTEM.has(path)
      ? [
          report('path-system', at(pointerOf(name)), {
            path,
            title: titleOf(name),
            instead: insteadOf(name, path),
          }),
        ]
      : []
  })
}

/** A directory of etcd's own: under the one that was asked for, where that is fit. */
function insteadOf(name: Name, path: string): string {
  const fit = path !== '/' && HIDDEN.every(([above]) => path !== above && !isInside(path, above))
  return fit ? `${path}/etcd` : String(fieldAt(pointerOf(name))?.examples?.[0])
}

function hiddenPaths(chosen: Paths): Diagnostic[] {
  return ([...OWNED, 'binaries'] as const).flatMap((name) => {
    const path = chosen[name]
    const hidden =
      path === undefined || SYSTEM.has(path) ? undefined : HIDDEN.find(([above]) => isInside(path, above))
    return path !== undefined && hidden
      ? [report('path-hidden', at(pointerOf(name)), { path, title: titleOf(name), reason: hidden[1] })]
      : []
  })
}

function takenFile({ environmentFile: path, ...chosen }: Paths): Diagnostic[] {
  if (path === undefined) return []
  const files = Object.entries(FILES).flatMap(([name, names]) =>
    names.map((file) => `${chosen[name as 'binaries']}/${file}`),
  )
  const isCertificate = chosen.pki !== undefined && isInside(path, chosen.pki) && /\.(?:crt|key)$/.test(path)
  return [UNIT, ...files].includes(path) || isCertificate
    ? [report('path-taken', at(pointerOf('environmentFile')), { path, title: titleOf('environmentFile') })]
    : []
}

/**
 * Pairs of which the first must not lie inside the second; no two directories may be the same. Certificates and the
 * environment file do lie inside the configuration.
 */
const APART: readonly (readonly [Name, Name])[] = [
  ['data', 'configuration'],
  ['data', 'pki'],
  ['data', 'binaries'],
  ['data', 'releases'],
  ['data', 'environmentFile'],
  ['configuration', 'data'],
  ['configuration', 'pki'],
  ['configuration', 'releases'],
  ['configuration', 'environmentFile'],
  ['pki', 'data'],
  ['pki', 'releases'],
  ['pki', 'environmentFile'],
  ['binaries', 'data'],
  ['binaries', 'pki'],
  ['binaries', 'environmentFile'],
  ['releases', 'data'],
  ['releases', 'pki'],
  ['releases', 'environmentFile'],
  ['environmentFile', 'data'],
]
const DISTINCT: readonly (readonly [Name, Name])[] = [
  ['pki', 'configuration'],
  ['releases', 'configuration'],
  ['binaries', 'releases'],
  ['binaries', 'configuration'],
  ['environmentFile', 'configuration'],
  ['environmentFile', 'pki'],
  ['environmentFile', 'binaries'],
  ['environmentFile', 'releases'],
]

function overlaps(chosen: Paths, isWritten: (pointer: string) => boolean): Diagnostic[] {
  const clashes = [...APART, ...DISTINCT].filter(([inner, outer], index) => {
    const [path, otherPath] = [chosen[inner], chosen[outer]]
    if (path === undefined || otherPath === undefined) return false
    return path === otherPath || (index < APART.length && isInside(path, otherPath))
  })
  const seen = new Set<string>()
  return clashes.flatMap(([inner, outer]) => {
    const pair = [inner, outer].sort().join()
    if (seen.has(pair)) return []
    seen.add(pair)
    // Certificates that lie in the configuration clash with whatever that clashes with.
    const other = inner === 'pki' ? outer : inner
    if ([inner, outer].includes('pki') && !isWritten(pointerOf('pki')) && other !== 'configuration') {
      if (clashes.some((names) => names.includes('configuration') && names.includes(other))) return []
    }
    const written = [inner, outer].map(pointerOf).filter(isWritten)
    return [
      report('path-overlap', at(written[0] ?? pointerOf(inner), ...written.slice(1)), {
        path: chosen[inner] ?? '',
        title: titleOf(inner),
        other: titleOf(outer),
        otherPath: chosen[outer] ?? '',
      }),
    ]
  })
}

function isInside(path: string, directory: string): boolean {
  return path !== directory && path.startsWith(directory === '/' ? '/' : `${directory}/`)
}
