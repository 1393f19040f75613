import { dirname } from 'node:path/posix'
import type { Pointer } from '../../diagnostics/diagnostic.ts'
import { titleAt } from '../fields.ts'
import type { LenientSpec } from '../lenient.ts'
import { isPlain } from './rule.ts'

/** A field under etcd.paths, the staging directory, or the directory of a log file. */
export type PathName =
  | 'data'
  | 'wal'
  | 'configuration'
  | 'pki'
  | 'releases'
  | 'binaries'
  | 'environmentFile'
  | 'configurationFile'
  | 'staging'
  | 'log'

/** A path on the nodes that the spec sets, or its default. */
export type ConfiguredPath = {
  readonly name: PathName
  readonly path: string
  readonly pointer: Pointer
  /** Its name in a message. */
  readonly title: string
}

/** The directories whose owner and mode quorate sets. The binaries directory may be a system directory. */
export const OWNED: readonly PathName[] = ['data', 'wal', 'configuration', 'pki', 'releases', 'log']

/** The paths that the spec's install method and style use, including defaults. */
export function configuredPaths(spec: LenientSpec): ConfiguredPath[] {
  const { etcd } = spec
  const { configuration, ...paths } = etcd?.paths ?? {}
  const under = (path: string | undefined, name: string) =>
    path ?? (configuration && `${configuration}/${name}`)
  const isPackaged = etcd?.install?.method === 'package'
  const chosen: readonly (readonly [PathName, string | undefined | false])[] = [
    ['data', paths.data],
    ['wal', paths.wal],
    ['configuration', configuration],
    ['pki', !isPlain(spec) && under(paths.pki, 'pki')],
    ['releases', !isPackaged && paths.releases],
    ['binaries', !isPackaged && paths.binaries],
    ['environmentFile', etcd?.style === 'env' && paths.environmentFile],
    ['configurationFile', etcd?.style === 'file' && under(paths.configurationFile, 'etcd.conf.yml')],
  ]
  const places = chosen.flatMap(([name, path]) => {
    const pointer = `/etcd/paths/${name}`
    return path ? [{ name, path, pointer, title: titleAt(pointer) }] : []
  })
  return [...places, ...stagingPaths(etcd?.install), ...logPaths(etcd?.logging?.outputs ?? [])]
}

/** The staging directory, if it is on the nodes. */
function stagingPaths(install: NonNullable<LenientSpec['etcd']>['install']): ConfiguredPath[] {
  const { directory: path, place } = install?.staging ?? {}
  if (install?.method !== 'staged' || place !== 'node' || path === undefined) return []
  const pointer = '/etcd/install/staging/directory'
  return [{ name: 'staging', path, pointer, title: titleAt(pointer) }]
}

/** The directories of the log files, each once. */
function logPaths(outputs: readonly (string | undefined)[]): ConfiguredPath[] {
  const files = outputs.flatMap((path, index) =>
    path?.startsWith('/') ? [{ path: dirname(path), index }] : [],
  )
  return files
    .filter(({ path }, position) => files.findIndex((file) => file.path === path) === position)
    .map(({ path, index }) => ({
      name: 'log' as const,
      path,
      pointer: `/etcd/logging/outputs/${index}`,
      title: 'log file directory',
    }))
}

/** Whether a path is below a directory. */
export function isInside(path: string, directory: string): boolean {
  return path !== directory && path.startsWith(directory === '/' ? '/' : `${directory}/`)
}
