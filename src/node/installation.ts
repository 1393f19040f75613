import type { Cluster } from '../cluster/cluster.ts'
import { type Architecture, MACHINES, programsOf } from '../etcd/releases.ts'
import { sha256 } from '../render/digest.ts'
import type { Installation, NodeLink } from './state.ts'

/** How etcd is installed on the nodes of a cluster, and where. */
export function resolveInstallation(cluster: Cluster): Installation {
  const { version, install, paths } = cluster
  const forMachine = (architecture: Architecture) => ({
    machine: MACHINES[architecture],
    folder: `etcd-v${version}-linux-${architecture}`,
  })
  const release = (directory: string, programs: readonly string[]) => ({
    version,
    directory,
    links: programs.map(
      (program): NodeLink => ({ path: `${paths.binaries}/${program}`, target: `${directory}/${program}` }),
    ),
  })
  const directory = `${paths.releases}/v${version}`
  switch (install.method) {
    case 'package':
      return { method: 'package', version, packages: install.packages, proxy: install.proxy }
    case 'release': {
      const archives = install.archives.map(({ architecture, url, checksum }) => ({
        ...forMachine(architecture),
        url,
        checksum,
      }))
      const { proxy, mirrorAuthority } = install
      return {
        ...release(directory, programsOf(version)),
        method: 'release',
        archives,
        proxy,
        mirrorAuthority,
      }
    }
    case 'staged-archives': {
      const archives = install.archives.map(({ architecture, file, sha256 }) => ({
        ...forMachine(architecture),
        file,
        sha256,
      }))
      const { staging } = install
      return { ...release(directory, programsOf(version)), method: 'staged-archives', staging, archives }
    }
    case 'staged-programs': {
      const programs = install.programs.map(({ program, sha256 }) => ({ file: program, sha256 }))
      // A version may be built twice: other programs are another directory.
      const own = `${directory}-${sha256(JSON.stringify(programs)).slice(0, 8)}`
      const names = programs.map(({ file }) => file)
      return { ...release(own, names), method: 'staged-programs', staging: install.staging, programs }
    }
  }
}
