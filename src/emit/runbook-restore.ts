import type { Cluster, Member } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import { minorOf, parseVersion } from '../etcd/releases.ts'
import { callOf, walDirectory } from '../node/paths.ts'
import { shellWord } from '../render/escape.ts'

/** The path of a snapshot on a node. */
const snapshotOf = ({ systemd }: Cluster) => `/root/${systemd.unit}-snapshot.db`

/** The first patch of a minor version that has --bump-revision; later minors always have it (etcd, CHANGELOG-3.{4,5}.md). */
const BUMP_SINCE: Readonly<Record<string, number>> = { '3.4': 27, '3.5': 10 }

/** What the runbook says about snapshots: the program, and the commands that restore one, node by node. */
export function restoreFacts(cluster: Cluster) {
  const { members, install } = cluster
  const program = restoreProgram(cluster)
  return {
    snapshot: snapshotOf(cluster),
    restoreProgram: program,
    lacksRestoreProgram:
      install.method === 'staged-programs' && !install.programs.some((each) => each.program === program),
    canBump: canBump(cluster),
    restores: members.map((member) => ({ name: member.name, lines: restoreLines(cluster, member) })),
    moveAside: moveAside(cluster),
    restoredDirectories: restored(cluster).map(shellWord),
    oldData: moved(cluster).map((directory) => `${shellWord(directory)}.*`),
  }
}

/** What a member stores: the directories that are moved aside and back, the WAL's too if it is not in the data directory. */
function moved(cluster: Cluster): readonly string[] {
  return [memberDirectory(cluster), ...(cluster.paths.wal === undefined ? [] : [walDirectory(cluster)])]
}

/** The directories into which a snapshot is restored, before they are moved to where etcd has them. */
function restored({ paths: { data, wal } }: Cluster): readonly string[] {
  return [data, ...(wal === undefined ? [] : [wal])].map((path) => `${path}/restored`)
}

/** The commands that move aside what a member has stored, if there is anything. The date makes the name new each time. */
function moveAside(cluster: Cluster): readonly string[] {
  return moved(cluster)
    .map(shellWord)
    .map((path) => `[ ! -e ${path} ] || mv -T ${path} ${path}.$(date +%Y%m%d-%H%M%S)`)
}

/** The directory in which etcd keeps a member's data, within its data directory. */
export const memberDirectory = ({ paths }: Pick<Cluster, 'paths'>): string => `${paths.data}/member`

// 3.4 has no etcdutl (etcd, CHANGELOG-3.5.md).
const restoreProgram = ({ version }: Cluster) => (minorOf(version) === '3.4' ? 'etcdctl' : 'etcdutl')

function canBump({ version }: Cluster): boolean {
  const { minor, patch } = parseVersion(version) ?? { minor: '', patch: 0 }
  return patch >= (BUMP_SINCE[minor] ?? 0)
}

/**
 * Restores into a directory of its own and moves the result: the data directory may be a mount point. The token comes from
 * the snapshot, so that all members agree, and no member with the old data can join (etcd, op-guide/recovery.md).
 */
function restoreLines(cluster: Cluster, { memberName, peer }: Member): readonly string[] {
  const { members, token, account } = cluster
  const data = memberDirectory(cluster)
  const [restoredData = '', restoredWal] = restored(cluster).map(shellWord)
  const snapshot = snapshotOf(cluster)
  const initialCluster = members.map((member) => `${member.memberName}=${url(member.peer)}`).join(',')
  const places = [
    `--data-dir=${restoredData}`,
    ...(restoredWal === undefined ? [] : [`--wal-dir=${restoredWal}`]),
    ...(canBump(cluster) ? ['--bump-revision=1000000000', '--mark-compacted'] : []),
  ]
  return [
    ...moveAside(cluster),
    `${callOf(cluster, restoreProgram(cluster))} snapshot restore ${snapshot} \\`,
    `  --name=${shellWord(memberName)} --initial-advertise-peer-urls=${shellWord(url(peer))} \\`,
    `  --initial-cluster=${shellWord(initialCluster)} \\`,
    `  --initial-cluster-token=${shellWord(token)}-$(sha256sum ${snapshot} | cut -c1-8) \\`,
    `  ${places.join(' ')}`,
    `mv -T ${restoredData}/member ${shellWord(data)} && rmdir ${restoredData}`,
    ...(restoredWal === undefined ? [] : [`mv -T ${restoredWal} ${shellWord(walDirectory(cluster))}`]),
    `chown -R ${shellWord(account.user)}:${shellWord(account.group)} ${moved(cluster).map(shellWord).join(' ')}`,
  ]
}
