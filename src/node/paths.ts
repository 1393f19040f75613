import { dirname } from 'node:path/posix'
import type { CertificateFiles, Cluster, Member, Tls } from '../cluster/cluster.ts'

/** The paths of what quorate installs on a node, without certificates. They are the same on every node of a cluster. */
export type NodePaths = {
  readonly program: string
  readonly unit: string
  /** The unit that waits for the keys. */
  readonly keysUnit: string
  readonly environmentFile: string
  readonly configurationFile: string
  readonly etcdctlFile: string
  /** The script that says whether etcd may start, if there are other members to ask. */
  readonly guard: string
  readonly joinedFile: string
  readonly startedFile: string
  /** The files of bootstrap.sh while it runs, and of a run of the playbooks. */
  readonly run: RunFiles
  /** What is on disk while a member joins a cluster that runs already. It is gone with the next boot in any case. */
  readonly joiningEnvironmentFile: string
  readonly joiningConfigurationFile: string
  readonly joiningDropIn: string
}

/** The files in /run that keep runs on one machine apart. Each cluster on a machine has its own. */
export type RunFiles = {
  /** The name of etcd's unit without `.service`, by which these files are named. */
  readonly service: string
  /** The lock of a run of the playbooks. */
  readonly lockFile: string
  /** The lock of bootstrap.sh. */
  readonly bootstrapLock: string
  /** Touched when the other members were asked and nobody answered. */
  readonly askedFile: string
}

/**
 * Lines of a unit or a configuration file that a running member does not read again (grep -E, in any case): comments, what
 * decides on a start alone, and how a member without data forms or joins a cluster (etcd, op-guide/configuration.md,
 * "Clustering": ignored if the member has been initialised). A change of them needs no restart.
 */
export const READ_AT_START_ONLY = '^[[:space:]]*(#|$)|^ExecCondition=|initial[-_]cluster'

/** The paths of a cluster's nodes. */
export function nodePaths({ paths, systemd: { unit } }: Cluster): NodePaths {
  return {
    program: `${paths.binaries}/etcd`,
    unit: `/etc/systemd/system/${unit}.service`,
    keysUnit: `/etc/systemd/system/${unit}-keys.service`,
    environmentFile: paths.environmentFile,
    configurationFile: paths.configurationFile,
    etcdctlFile: `${paths.configuration}/etcdctl.env`,
    guard: `${paths.configuration}/may-start.sh`,
    joinedFile: `${paths.configuration}/joined`,
    startedFile: `/run/${unit}-started`,
    run: runFiles(unit),
    joiningEnvironmentFile: `/run/${unit}-joining.env`,
    joiningConfigurationFile: `/run/${unit}-joining.conf.yml`,
    joiningDropIn: `/run/systemd/system/${unit}.service.d/joining.conf`,
  }
}

/** The files in /run of a cluster whose unit has this name. */
export function runFiles(service: string): RunFiles {
  return {
    service,
    lockFile: `/run/${service}-run`,
    bootstrapLock: `/run/${service}-bootstrap.lock`,
    askedFile: `/run/${service}-asked`,
  }
}

/** The paths of the CAs on every node. In some layouts, both are one file. */
function caPaths({ directory, authorities: { client, peer } }: Tls) {
  return { clientAuthority: `${directory}/${client}`, peerAuthority: `${directory}/${peer}` }
}

/** The paths of certificates and keys of a member and of the operator. In some layouts, several are one file. */
export function pkiPaths(tls: Tls, { certificates: { server, peer, root } }: Member) {
  const pair = ({ certificate, key }: CertificateFiles): CertificateFiles => ({
    certificate: `${tls.directory}/${certificate}`,
    key: `${tls.directory}/${key}`,
  })
  return { ...caPaths(tls), server: pair(server), peer: pair(peer), root: pair(root) }
}

/** The files of the CAs that a member trusts, each once. */
export function authorityPaths({ tls }: Cluster): readonly string[] {
  if (!tls) return []
  const { clientAuthority, peerAuthority } = caPaths(tls)
  return [...new Set([clientAuthority, peerAuthority])]
}

/** The keys without which a member cannot start, each once. */
export function memberKeys({ tls }: Cluster, member: Member): readonly string[] {
  if (!tls) return []
  const { server, peer } = pkiPaths(tls, member)
  return [...new Set([server.key, peer.key])]
}

/** Directories in which a shell finds a program by its name. */
const ON_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** Whether a shell on a node finds etcd's programs by their names. */
export const areOnPath = ({ paths }: Cluster): boolean => ON_PATH.includes(paths.binaries)

/** How one of etcd's programs is called in a shell on a node. */
export function callOf(cluster: Cluster, program: string): string {
  return areOnPath(cluster) ? program : `${cluster.paths.binaries}/${program}`
}

/** The directories that hold what a member stores. */
export function stores({ paths }: Cluster): readonly string[] {
  return paths.wal === undefined ? [paths.data] : [paths.data, paths.wal]
}

/**
 * The directory of the WAL: a member that has one there has been initialised. It is inside the directory of the spec: etcd
 * creates DIRECTORY.tmp next to it, deletes the directory, and renames (etcd, storage/wal/wal.go, Create). The unit's sandbox
 * and a mount point permit this inside them only.
 */
export function walDirectory({ paths }: Cluster): string {
  return paths.wal === undefined ? `${paths.data}/member/wal` : `${paths.wal}/wal`
}

/** The directories of the log files that the spec asks for. */
export function logDirectories({ logging }: Cluster): readonly string[] {
  return [...new Set(logging.outputs.filter((output) => output.startsWith('/')).map((path) => dirname(path)))]
}

/** The line in the file `joined`: the cluster that the member has joined. */
export function joinedLine({ name, token }: Cluster): string {
  return `cluster=${name} token=${token}`
}
