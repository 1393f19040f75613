import type { HostDescription } from './hosts/host.ts'
import { installPackages } from './machine/packages.ts'
import type { Progress } from './progress.ts'
import { type AnsibleChoice, type AnsiblePrograms, ansiblePrograms } from './tools/ansible.ts'
import { baseTree, type Suite, suiteOf } from './tools/base-tree.ts'
import { debianPackages } from './tools/debian-packages.ts'
import { type EtcdRelease, etcdRelease } from './tools/etcd-release.ts'

/** What a lab is made of. All of it is kept in the cache folder for the next run. */
export type Ingredients = {
  /** The base tree for a host. */
  readonly tree: (host: HostDescription) => string
  readonly releases: readonly EtcdRelease[]
  /** The folders of Debian packages that hosts ask for. */
  readonly packages: ReadonlyMap<Suite, string>
  readonly ansible: Readonly<Record<AnsibleChoice, AnsiblePrograms>>
}

/** Installs and builds what is missing, independent things at the same time. */
export async function prepare(
  wanted: { readonly hosts: readonly HostDescription[]; readonly etcd?: readonly string[] },
  progress: Progress,
): Promise<Ingredients> {
  const installed = await progress.step('Debian packages are there', installPackages)
  if (installed.length > 0) progress.line(`installed ${installed.join(', ')}`)
  const suites = [...new Set(wanted.hosts.map(suiteOf))]
  const [trees, packages, releases, ansible] = await Promise.all([
    Promise.all(
      suites.map(async (suite) => {
        return [suite, await progress.step(`base tree of ${suite} is there`, () => baseTree(suite))] as const
      }),
    ),
    progress.step('etcd packages are there', () => fetchPackages(wanted.hosts)),
    progress.step('etcd releases are there', () => buildReleases(wanted.etcd ?? [])),
    progress.step('Ansible is there', ansiblePrograms),
  ])
  const treeOf = new Map(trees)
  return { tree: (host) => treeOf.get(suiteOf(host)) as string, releases, packages, ansible }
}

async function fetchPackages(hosts: readonly HostDescription[]): Promise<ReadonlyMap<Suite, string>> {
  const folders = new Map<Suite, string>()
  const asking = Map.groupBy(
    hosts.filter(({ packages }) => packages !== undefined),
    suiteOf,
  )
  for (const [suite, those] of asking) {
    const names = new Set(those.flatMap(({ packages = [] }) => packages))
    folders.set(suite, await debianPackages(suite, [...names].sort()))
  }
  return folders
}

async function buildReleases(versions: readonly string[]): Promise<EtcdRelease[]> {
  const releases: EtcdRelease[] = []
  // One after another: the Go compiler keeps all cores busy with one.
  for (const version of versions) releases.push(await etcdRelease(version))
  return releases
}
