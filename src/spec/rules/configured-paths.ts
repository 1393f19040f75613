import { dirname } from 'node:path/posix'
import type { Pointer } from '../../diagnostics/diagnostic.ts'
import { titleAt } from '../fields.ts'
import type { LenientSpec } from '../lenient.ts'
import { isPlain } from './rule.ts'

/** What lies somewhere on the nodes: a path of the spec, or the directory of a log file. */
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

/** Where on the nodes something lies. */
export type ConfiguredPath = {
  readonly name: PathName
  readonly path: string
  readonly pointer: Pointer
  /** What it is called in a sentence. */
  readonly title: string
}

/** The directories whose owner and mode are set on the nodes. That of the binaries may be the system's own. */
export const OWNED: readonly PathName[] = ['data', 'wal', 'configuration', 'pki', 'releases', 'log']

/** The places that the spec's method and style make use of, derived ones included. */
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

/** A staging directory, where it is on the nodes. */
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

/** Whether a path lies below a directory. */
export function isInside(path: string, directory: string): boolean {
  return path !== directory && path.startsWith(directory === '/' ? '/' : `${directory}/`)
}
