import { dirname, isAbsolute, join, normalize } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { locate, type Positions } from '../../diagnostics/positions.ts'
import { at, report } from '../../diagnostics/report.ts'
import { CLOUD_CONFIG } from '../dialect.ts'
import { prune, type Subject } from '../lenient.ts'
import { loadYaml } from '../load.ts'
import { readSpecFile, type SpecHost } from '../read.ts'
import { checkCloudConfig } from './check.ts'
import type { OwnConfig } from './config.ts'
import { firstBoot } from './first-boot.ts'
import { otherKind } from './kinds.ts'

/** The user's cloud-config from cloudInit.configFile. */
export type CloudConfigFile = {
  readonly file: string
  /** Its value, if it is valid. */
  readonly value: Readonly<Record<string, unknown>> | undefined
  /** Diagnostics about the spec: why the file cannot be read, at the field that names it. */
  readonly unread: readonly Diagnostic[]
  /** Diagnostics about its contents; text and positions are for `printDiagnostics`. */
  readonly diagnostics: readonly Diagnostic[]
  readonly text?: string
  readonly positions?: Positions
}

/**
 * Reads and checks the cloud-config that a spec names, if any. Never throws; reports all problems at once.
 *
 * @param specFile the spec's path: the cloud-config's path is relative to its directory
 */
export function readCloudConfig(
  host: SpecHost,
  specFile: string,
  subject: Subject,
): CloudConfigFile | undefined {
  const path = subject.spec.cloudInit?.configFile
  if (path === undefined) return undefined
  const file = isAbsolute(path) ? path : join(dirname(specFile), path)
  const isSpec = { file, value: undefined, unread: [specForConfig(path)], diagnostics: [] }
  if (normalize(file) === normalize(specFile)) return isSpec
  const { value: text, diagnostics: unread } = readSpecFile(host, file, {
    document: 'cloud-config',
    pointer: '/cloudInit/configFile',
  })
  if (text === undefined) return { file, value: undefined, unread, diagnostics: [] }
  const { isOfQuorate, ...parsed } = parseCloudConfig(text, subject)
  return isOfQuorate ? isSpec : { file, text, ...parsed }
}

const specForConfig = (path: string): Diagnostic =>
  report('cloud-config-is-spec', at('/cloudInit/configFile'), { path })

/** The file is a spec. No other diagnostics about it would help. */
function isOfQuorate({ apiVersion }: Readonly<Record<string, unknown>>): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith('quorate/')
}

function parseCloudConfig(
  text: string,
  subject: Subject,
): Pick<CloudConfigFile, 'value' | 'unread' | 'diagnostics'> & {
  readonly positions: Positions
  readonly isOfQuorate: boolean
} {
  const other = otherKind(text)
  const loaded = other ? { diagnostics: [other] } : loadYaml(text, CLOUD_CONFIG)
  if (!('value' in loaded)) {
    const { diagnostics } = loaded
    return { value: undefined, unread: [], diagnostics, positions: new Map(), isOfQuorate: false }
  }
  const { positions, faulty } = loaded
  const value = loaded.value as Readonly<Record<string, unknown>>
  const own: OwnConfig = {
    config: prune(value, '', faulty) as typeof value,
    pointer: '',
    subject,
    sourceOf: (_, pointer) => {
      const place = positions.get(pointer)?.value
      return place ? text.slice(place.start, place.end) : ''
    },
  }
  const found = checkCloudConfig(own)
  const diagnostics = withoutRepeats([...loaded.diagnostics, ...found], positions)
  const isSound = diagnostics.every(({ severity }) => severity !== 'error')
  return {
    value: isSound ? value : undefined,
    unread: isSound ? firstBoot(own) : [],
    diagnostics,
    positions,
    isOfQuorate: isOfQuorate(value),
  }
}

/** Aliases and merges repeat a value of the text; reports its problem once. */
function withoutRepeats(diagnostics: readonly Diagnostic[], positions: Positions): Diagnostic[] {
  const placed = diagnostics.map((diagnostic) => {
    const span = locate(diagnostic, positions)
    return [`${span?.start} ${diagnostic.code} ${diagnostic.message}`, diagnostic] as const
  })
  return [...new Map(placed.toReversed()).values()].toReversed()
}
