import { basename } from 'node:path/posix'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { fieldAt } from '../fields.ts'
import type { LenientSpec } from '../lenient.ts'
import { SYSTEM_DIRECTORIES } from '../system-directories.ts'
import { type ConfiguredPath, configuredPaths, isInside, OWNED } from './configured-paths.ts'
import { overlaps } from './overlaps.ts'
import { quorateFiles, unitFile } from './quorate-files.ts'
import type { Rule } from './rule.ts'
import {
  isBesideSystemFiles,
  isInSystemDirectory,
  isReadAsConfiguration,
  type Refused,
  refusedBy,
  VOLATILE,
} from './system-paths.ts'

/** Directories that the unit hides from etcd, or that a restart empties (systemd.exec(5): ProtectHome, PrivateTmp, PrivateDevices). */
const HIDDEN: readonly Refused[] = [
  ['/home', 'the systemd unit hides home directories from etcd'],
  ['/root', 'the systemd unit hides home directories from etcd'],
  ['/var/tmp', 'the systemd unit gives etcd a private /var/tmp'],
  ...VOLATILE,
]

/** Every path is separate, etcd can reach it, and it does not belong to the operating system. */
export const paths: Rule = ({ spec, isWritten }) => {
  const places = configuredPaths(spec)
  // A default PKI directory is in the configuration directory and has the same problems.
  const placed = places.filter(({ name, pointer }) => name !== 'pki' || isWritten(pointer))
  // A file in the place of the unit is reported as that, and not as one among the system's files.
  const own = placed.filter(({ path }) => path !== unitFile(spec))
  const taken = [...systemPaths(own), ...hiddenPaths(own), ...takenFiles(spec, places)]
  const refused = new Set(taken.map(({ pointer }) => pointer))
  return [...taken, ...overlaps(places, isWritten).filter(({ pointer }) => !refused.has(pointer))]
}

const isFile = ({ name }: ConfiguredPath) => name === 'environmentFile' || name === 'configurationFile'

/** Whether quorate would write to a directory that belongs to the system or that the system reads. Programs may be there. */
const isSystem = (place: ConfiguredPath) =>
  (OWNED.includes(place.name) || isFile(place)) &&
  (SYSTEM_DIRECTORIES.has(place.path) || isReadBySystem(place) || (isFile(place) && isStranger(place.path)))

/** Whether the system reads this path, unless it is named after etcd. */
function isReadBySystem(place: ConfiguredPath): boolean {
  const isOwnName = !isFile(place) && place.path.includes('etcd')
  return isReadAsConfiguration(place.path) || (!isOwnName && isInSystemDirectory(place.path))
}

/** Whether it is a file next to system files without "etcd" in its name. */
function isStranger(path: string): boolean {
  return !refusedBy(path, HIDDEN) && isBesideSystemFiles(path) && !basename(path).includes('etcd')
}

function systemPaths(places: readonly ConfiguredPath[]): Diagnostic[] {
  return places.filter(isSystem).map((place) => {
    const { path, pointer, title } = place
    return report('path-system', at(pointer), { path, title, instead: insteadOf(place) })
  })
}

/** A path to suggest: "etcd" under the user's directory if that is possible. */
function insteadOf({ name, path, pointer }: ConfiguredPath): string {
  const fit = path !== '/' && SYSTEM_DIRECTORIES.has(path) && !refusedBy(path, HIDDEN)
  if (fit) return `${path}/etcd`
  return name === 'log' ? '/var/log/etcd' : String(fieldAt(pointer)?.examples?.[0])
}

function hiddenPaths(places: readonly ConfiguredPath[]): Diagnostic[] {
  // etcd does not read the staging directory, and it is only needed for the installation.
  const readable = places.filter((place) => !isSystem(place) && place.name !== 'staging')
  return readable.flatMap(({ path, pointer, title }) => {
    const reason = refusedBy(path, HIDDEN)?.[1]
    return reason === undefined ? [] : [report('path-hidden', at(pointer), { path, title, reason })]
  })
}

function takenFiles(spec: LenientSpec, places: readonly ConfiguredPath[]): Diagnostic[] {
  const pathOf = (wanted: string) => places.find(({ name }) => name === wanted)?.path
  const files = quorateFiles(spec, places).map(({ path }) => path)
  const pki = pathOf('pki')
  return places.filter(isFile).flatMap(({ name, path, pointer, title }) => {
    const isCertificate = pki !== undefined && isInside(path, pki) && /\.(?:crt|key|pem)$/.test(path)
    const isOwn = name === 'configurationFile' && path === `${pathOf('configuration')}/etcd.conf.yml`
    const isTaken = files.includes(path) || isCertificate
    const instead = String(fieldAt(pointer)?.examples?.[0])
    return isTaken && !isOwn ? [report('path-taken', at(pointer), { path, title, instead })] : []
  })
}
