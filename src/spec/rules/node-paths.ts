import type { Pointer } from '../../diagnostics/diagnostic.ts'
import { caFileNames, nodeFileNames } from '../certificate-files.ts'
import type { LenientSpec } from '../lenient.ts'
import type { namingOf } from './client-files.ts'
import { configuredPaths, type PathName } from './configured-paths.ts'
import { quorateFiles } from './quorate-files.ts'

/** A file or directory that quorate manages on a node. */
export type NodePath = {
  readonly path: string
  readonly title: string
  /** The field that sets its path, if there is one. */
  readonly pointer?: Pointer
  /** Whether it is a directory that may contain other files. */
  readonly isOpen: boolean
  /** Whether it is the client CA's certificate. */
  readonly isCa: boolean
}

const OPEN: readonly PathName[] = ['configuration', 'pki', 'binaries', 'staging']

/** Everything that quorate writes to the node with this name, certificates first. */
export function nodePaths(spec: LenientSpec, naming: ReturnType<typeof namingOf>, node: string): NodePath[] {
  const places = configuredPaths(spec)
  const pki = places.find(({ name }) => name === 'pki')?.path
  const certificates = naming && pki !== undefined ? certificatesIn(pki, naming, node) : []
  const named = places.map(({ name, path, title, pointer }) => ({
    path,
    title,
    pointer,
    isOpen: OPEN.includes(name),
    isCa: false,
  }))
  const others = quorateFiles(spec, places).map((file) => ({
    ...file,
    isOpen: false,
    isCa: false,
  }))
  return [...certificates, ...named, ...others]
}

function certificatesIn(
  pki: string,
  { files, layout }: NonNullable<ReturnType<typeof namingOf>>,
  node: string,
): NodePath[] {
  const authorities = caFileNames(files, layout)
  const { server, peer, root } = nodeFileNames(files, layout, node)
  const own = (file: string, title: string, isCa = false) => ({
    path: `${pki}/${file}`,
    title,
    isOpen: false,
    isCa,
  })
  return [
    own(authorities.client, 'certificate of the client CA', true),
    ...(authorities.peer === authorities.client ? [] : [own(authorities.peer, 'certificate of the peer CA')]),
    own(server.certificate, "node's server certificate"),
    own(server.key, 'key of the server certificate'),
    own(peer.certificate, "node's peer certificate"),
    own(peer.key, 'key of the peer certificate'),
    own(root.certificate, "operator's certificate"),
    own(root.key, "key of the operator's certificate"),
  ]
}
