import type { HostDescription } from './hosts/host.ts'
import { installPackages } from './machine/packages.ts'
import type { Progress } from './progress.ts'
import { type AnsibleChoice, type AnsiblePrograms, ansiblePrograms } from './tools/ansible.ts'
import { baseTree, type Suite } from './tools/base-tree.ts'
import { type EtcdRelease, etcdRelease } from './tools/etcd-release.ts'

/** What a lab is made of. All of it is kept in the cache folder for the next run. */
export type Ingredients = {
  /** The base tree for a host. */
  readonly tree: (host: HostDescription) => string
  readonly releases: readonly EtcdRelease[]
  readonly ansible: Readonly<Record<AnsibleChoice, AnsiblePrograms>>
}

const defaultSuite: Suite = 'bookworm'

/** Installs and builds what is missing, independent things at the same time. */
export async function prepare(
  wanted: { readonly hosts: readonly HostDescription[]; readonly etcd?: readonly string[] },
  progress: Progress,
): Promise<Ingredients> {
  const installed = await progress.step('Debian packages are there', installPackages)
  if (installed.length > 0) progress.line(`installed ${installed.join(', ')}`)
  const suites = [...new Set(wanted.hosts.map(({ suite }) => suite ?? defaultSuite))]
  const [trees, releases, ansible] = await Promise.all([
    Promise.all(
      suites.map(async (suite) => {
        return [suite, await progress.step(`base tree of ${suite} is there`, () => baseTree(suite))] as const
      }),
    ),
    progress.step('etcd releases are there', () => buildReleases(wanted.etcd ?? [])),
    progress.step('Ansible is there', ansiblePrograms),
  ])
  const treeOf = new Map(trees)
  return { tree: ({ suite }) => treeOf.get(suite ?? defaultSuite) as string, releases, ansible }
}

async function buildReleases(versions: readonly string[]): Promise<EtcdRelease[]> {
  const releases: EtcdRelease[] = []
  // One after another: the Go compiler keeps all cores busy with one.
  for (const version of versions) releases.push(await etcdRelease(version))
  return releases
}
