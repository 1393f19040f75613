import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { quote } from '../../diagnostics/visible.ts'
import { configuresEtcd } from '../../etcd/drop-ins.ts'
import type { Subject } from '../lenient.ts'
import { installedClients, namingOf } from '../rules/client-files.ts'
import { isInside } from '../rules/configured-paths.ts'
import { nodePaths } from '../rules/node-paths.ts'
import { nodesOf } from '../rules/rule.ts'
import type { ConfigRule } from './config.ts'
import { contentOf, finalPath, ownFilesOf } from './files.ts'

/** A path on a node that quorate or etcd uses. */
type Taken = {
  readonly path: string
  readonly title: string
  /** Whether it is a directory that may contain other files. */
  readonly isOpen: boolean
}

/** The name of quorate's unit, as a regular expression. */
const nameIn = ({ spec }: Subject) => (spec.systemd?.unit ?? 'etcd').replaceAll('.', '\\.')

/** Drop-ins for quorate's units, or their directory, in any of systemd's directories. */
const dropIns = (name: string) =>
  new RegExp(`/systemd/system(?:\\.control)?/(${name}(?:-keys)?\\.service)\\.d(/[^/]+\\.conf|$)`)

/** Links that make systemd start quorate's units. */
const links = (name: string) =>
  new RegExp(
    `/systemd/system(?:\\.control)?/[^/]+\\.(?:wants|requires|upholds)/(${name}(?:-keys)?\\.service)(?:/|$)`,
  )

/** No file of the user has a path that quorate or etcd uses. */
export const takenPaths: ConfigRule = (own) => {
  const taken = takenOn(own.subject)
  const [dropIn, link] = [dropIns(nameIn(own.subject)), links(nameIn(own.subject))]
  return ownFilesOf(own).flatMap(({ entry, path, pointer }): Diagnostic[] => {
    if (path === undefined) return []
    const target = at(`${pointer}/path`)
    if (isInside(path, '/proc')) return [report('cloud-config-path-unreal', target, { path })]
    const clashing = taken.filter((place) => relationOf(path, place))
    const place = clashing.find((other) => other.path === path) ?? clashing[0]
    const relation = place && relationOf(path, place)
    if (relation) {
      return [
        report('cloud-config-path-taken', target, {
          path,
          title: place.title,
          otherPath: place.path,
          relation,
        }),
      ]
    }
    const started = link.exec(path)?.[1]
    if (started !== undefined) return [report('cloud-config-unit-link', target, { path, unit: started })]
    const [, unit, file] = dropIn.exec(path) ?? []
    // On the node, bootstrap.sh and the playbooks judge drop-ins by the same pattern.
    return unit === undefined || (file && !configuresEtcd(contentOf(entry)))
      ? []
      : [report('cloud-config-drop-in', target, { path, unit })]
  })
}

function relationOf(path: string, place: Taken): 'same' | 'inside' | 'above' | undefined {
  if (path === place.path) return 'same'
  if (isInside(place.path, path)) return 'above'
  return !place.isOpen && isInside(path, place.path) ? 'inside' : undefined
}

/** Paths for setting up every node, and etcd's paths at run time. */
const always = (unit: string): readonly Taken[] => [
  { path: '/var/lib/quorate', title: 'bundle directory', isOpen: false },
  { path: '/var/lib/cloud/scripts/per-boot/quorate', title: 'script that sets up etcd', isOpen: false },
  { path: `/run/${unit}-joining.env`, title: 'file that a member uses to join', isOpen: false },
  { path: `/run/${unit}-joining.conf.yml`, title: 'file that a member uses to join', isOpen: false },
  {
    path: `/run/systemd/system/${unit}.service.d/joining.conf`,
    title: 'drop-in that a member uses to join',
    isOpen: false,
  },
  { path: `/run/${unit}-bootstrap.lock`, title: 'lock file of bootstrap.sh', isOpen: false },
  { path: `/run/${unit}-started`, title: 'record of what etcd was started from', isOpen: false },
]

function takenOn(subject: Subject): Taken[] {
  const { spec } = subject
  const nodes = new Set(nodesOf(spec).map(({ node: { name = '' } }) => name))
  const naming = namingOf(spec)
  const onNodes = [...nodes].flatMap((node) => nodePaths(spec, naming, node))
  const ofClients = installedClients(subject)
    .filter(({ hosts }) => hosts.some((host) => nodes.has(host)))
    .flatMap(({ files }) => files)
    .map(({ path, title, client }) => ({
      path,
      title: `${title} of the client ${quote(client)}`,
      isOpen: false,
    }))
  const packaged =
    spec.etcd?.install?.method === 'package'
      ? ['etcd', 'etcdctl', 'etcdutl'].map((program) => ({
          path: `/usr/bin/${program}`,
          title: "program from etcd's packages",
          isOpen: false,
        }))
      : []
  return [
    ...new Map(onNodes.map((place) => [place.path, place])).values(),
    ...ofClients,
    ...packaged,
    ...always(spec.systemd?.unit ?? 'etcd'),
  ].map((place) => ({
    ...place,
    path: finalPath(place.path),
  }))
}
