import { basename } from 'node:path/posix'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { fieldAt } from '../fields.ts'
import { SYSTEM_DIRECTORIES } from '../system-directories.ts'
import { type ConfiguredPath, configuredPaths, isInside, OWNED } from './configured-paths.ts'
import { overlaps } from './overlaps.ts'
import { quorateFiles, UNIT } from './quorate-files.ts'
import type { Rule } from './rule.ts'
import {
  isBesideSystemFiles,
  isInSystemDirectory,
  isReadAsConfiguration,
  type Refused,
  refusedBy,
  VOLATILE,
} from './system-paths.ts'

/** Places that etcd's unit hides from it, or that a restart empties (systemd.exec(5): ProtectHome, PrivateTmp, PrivateDevices). */
const HIDDEN: readonly Refused[] = [
  ['/home', 'the systemd unit hides home directories from etcd'],
  ['/root', 'the systemd unit hides home directories from etcd'],
  ['/var/tmp', 'the systemd unit gives etcd a private /var/tmp'],
  ...VOLATILE,
]

/** Every path is a place of its own that etcd can reach and that no other part of the system owns. */
export const paths: Rule = ({ spec, isWritten }) => {
  const places = configuredPaths(spec)
  // Certificates that nobody placed lie in the configuration, and share its faults.
  const placed = places.filter(({ name, pointer }) => name !== 'pki' || isWritten(pointer))
  const taken = [...systemPaths(placed), ...hiddenPaths(placed), ...takenFiles(places)]
  const refused = new Set(taken.map(({ pointer }) => pointer))
  return [...taken, ...overlaps(places, isWritten).filter(({ pointer }) => !refused.has(pointer))]
}

const isFile = ({ name }: ConfiguredPath) => name === 'environmentFile' || name === 'configurationFile'

/** Whether it is to be something of ours that the system shares out, or reads by itself; programs may lie among its own. */
const isSystem = (place: ConfiguredPath) =>
  (OWNED.includes(place.name) || isFile(place)) &&
  place.path !== UNIT &&
  (SYSTEM_DIRECTORIES.has(place.path) || isReadBySystem(place) || (isFile(place) && isStranger(place.path)))

/** Where what lies there has a meaning of its own, but for what is named after etcd. */
function isReadBySystem(place: ConfiguredPath): boolean {
  const isOwnName = !isFile(place) && place.path.includes('etcd')
  return isReadAsConfiguration(place.path) || (!isOwnName && isInSystemDirectory(place.path))
}

/** A file that lies among the system's own, and by its name is none of etcd's. */
function isStranger(path: string): boolean {
  return !refusedBy(path, HIDDEN) && isBesideSystemFiles(path) && !basename(path).includes('etcd')
}

function systemPaths(places: readonly ConfiguredPath[]): Diagnostic[] {
  return places.filter(isSystem).map((place) => {
    const { path, pointer, title } = place
    return report('path-system', at(pointer), { path, title, instead: insteadOf(place) })
  })
}

/** A place of etcd's own: under the one that was asked for, where that is fit. */
function insteadOf({ name, path, pointer }: ConfiguredPath): string {
  const fit = path !== '/' && SYSTEM_DIRECTORIES.has(path) && !refusedBy(path, HIDDEN)
  if (fit) return `${path}/etcd`
  return name === 'log' ? '/var/log/etcd' : String(fieldAt(pointer)?.examples?.[0])
}

function hiddenPaths(places: readonly ConfiguredPath[]): Diagnostic[] {
  // What is staged is not read by etcd, and need not outlive the installation.
  const readable = places.filter((place) => !isSystem(place) && place.name !== 'staging')
  return readable.flatMap(({ path, pointer, title }) => {
    const reason = refusedBy(path, HIDDEN)?.[1]
    return reason === undefined ? [] : [report('path-hidden', at(pointer), { path, title, reason })]
  })
}

function takenFiles(places: readonly ConfiguredPath[]): Diagnostic[] {
  const pathOf = (wanted: string) => places.find(({ name }) => name === wanted)?.path
  const files = quorateFiles(places).map(({ path }) => path)
  const pki = pathOf('pki')
  return places.filter(isFile).flatMap(({ name, path, pointer, title }) => {
    const isCertificate = pki !== undefined && isInside(path, pki) && /\.(?:crt|key|pem)$/.test(path)
    const isOwn = name === 'configurationFile' && path === `${pathOf('configuration')}/etcd.conf.yml`
    const isTaken = files.includes(path) || isCertificate
    const instead = String(fieldAt(pointer)?.examples?.[0])
    return isTaken && !isOwn ? [report('path-taken', at(pointer), { path, title, instead })] : []
  })
}
