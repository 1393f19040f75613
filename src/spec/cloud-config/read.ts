import { dirname, isAbsolute, join } from 'node:path'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { locate, type Positions } from '../../diagnostics/positions.ts'
import { CLOUD_CONFIG } from '../dialect.ts'
import { prune, type Subject } from '../lenient.ts'
import { loadYaml } from '../load.ts'
import { readSpecFile, type SpecHost } from '../read.ts'
import { checkCloudConfig } from './check.ts'
import { otherKind } from './kinds.ts'

/** The user's cloud-config from a file that a spec names. */
export type CloudConfigFile = {
  readonly file: string
  /** What it says, where nothing is wrong with it. */
  readonly value: Readonly<Record<string, unknown>> | undefined
  /** What keeps the file from being read: about the spec, at the field that names it. */
  readonly unread: readonly Diagnostic[]
  /** What there is to say about what is in it; text and positions are for `printDiagnostics`. */
  readonly diagnostics: readonly Diagnostic[]
  readonly text?: string
  readonly positions?: Positions
}

/**
 * Reads the cloud-config that a spec names, if it names one, and checks it. Never throws; everything that is wrong is told
 * at once.
 *
 * @param specFile where the spec lies: the path is from there
 */
export function readCloudConfig(
  host: SpecHost,
  specFile: string,
  subject: Subject,
): CloudConfigFile | undefined {
  const path = subject.spec.cloudInit?.configFile
  if (path === undefined) return undefined
  const file = isAbsolute(path) ? path : join(dirname(specFile), path)
  const { value: text, diagnostics: unread } = readSpecFile(host, file, {
    document: 'cloud-config',
    pointer: '/cloudInit/configFile',
  })
  if (text === undefined) return { file, value: undefined, unread, diagnostics: [] }
  return { file, unread: [], text, ...parseCloudConfig(text, subject) }
}

function parseCloudConfig(
  text: string,
  subject: Subject,
): Pick<CloudConfigFile, 'value' | 'diagnostics'> & { readonly positions: Positions } {
  const other = otherKind(text)
  const loaded = other ? { diagnostics: [other] } : loadYaml(text, CLOUD_CONFIG)
  if (!('value' in loaded)) return { value: undefined, diagnostics: loaded.diagnostics, positions: new Map() }
  const { positions, faulty } = loaded
  const value = loaded.value as Readonly<Record<string, unknown>>
  const found = checkCloudConfig({
    config: prune(value, '', faulty) as typeof value,
    pointer: '',
    subject,
    sourceOf: (_, pointer) => {
      const place = positions.get(pointer)?.value
      return place ? text.slice(place.start, place.end) : ''
    },
  })
  const diagnostics = withoutRepeats([...loaded.diagnostics, ...found], positions)
  const isSound = diagnostics.every(({ severity }) => severity !== 'error')
  return { value: isSound ? value : undefined, diagnostics, positions }
}

/** What aliases and merges repeat has one place in the text, and its fault is told once. */
function withoutRepeats(diagnostics: readonly Diagnostic[], positions: Positions): Diagnostic[] {
  const placed = diagnostics.map((diagnostic) => {
    const span = locate(diagnostic, positions)
    return [`${span?.start} ${diagnostic.code} ${diagnostic.message}`, diagnostic] as const
  })
  return [...new Map(placed.toReversed()).values()].toReversed()
}
