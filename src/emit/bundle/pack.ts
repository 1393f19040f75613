import type { Cluster, Connection } from '../../cluster/cluster.ts'
import type { Installation, NodeState } from '../../node/state.ts'
import type { Artifact } from '../../output/artifact.ts'
import { shellWord } from '../../render/escape.ts'
import { render } from '../../render/render.ts'
import { sshCommand } from '../ssh.ts'

/** The script that prints a node's bundle with its keys, to send it by ssh. It runs in the cluster's folder. */
export function emitPack({ name, tls, protection }: Cluster, nodes: readonly NodeState[]): Artifact {
  const [first] = nodes
  if (!first) throw new Error('a cluster has a node')
  const keysAre = (method: typeof protection.method) => tls !== undefined && protection.method === method
  const text = render('bundle/pack.sh', {
    clusterName: name,
    nodes: nodes.map((node) => node.name),
    nodeNames: nodes.map((node) => node.name).join(', '),
    // The same on every node.
    joiningFiles: first.member.joining.map(({ path }) => path),
    withKeys: tls !== undefined,
    keys: nodes.flatMap(keysOf),
    stagings: stagedHere(first.installation),
    isPlain: keysAre('none'),
    isVault: keysAre('ansible-vault'),
    isAge: keysAre('age'),
  })
  return { path: 'nodes/pack.sh', mode: 0o755, text }
}

function keysOf({ name, files }: NodeState) {
  return files.flatMap(({ path, content }) =>
    content.kind === 'secret' ? [{ node: name, secret: content.secret, path }] : [],
  )
}

/** What a node is given from a directory of the machine that this runs on. */
function stagedHere(installation: Installation): object[] {
  if (!('staging' in installation) || installation.staging.place !== 'control-node') return []
  const { directory } = installation.staging
  return installation.method === 'staged-archives'
    ? [{ directory, files: installation.archives, isArchives: true, isPrograms: false }]
    : [{ directory, files: installation.programs, isArchives: false, isPrograms: true }]
}

/**
 * What the node's shell does with the bundle: it unpacks it in memory, for root alone, and always removes it.
 * A signal has to be caught for that: dash ends by one without doing what it is to do at EXIT.
 * Arguments of bootstrap.sh may follow.
 */
export const SET_UP =
  'd=$(mktemp -d /run/quorate.XXXXXX) && trap "rm -rf $d" EXIT && trap "exit 1" HUP INT TERM && tar -xoC $d && sh $d/bootstrap.sh'

/** The line that sends a node its bundle and runs it there. The variable set_up holds SET_UP. */
export function packLine(
  cluster: Cluster,
  { name, connection }: { readonly name: string; readonly connection: Connection },
): string {
  const pack = `sh nodes/pack.sh ${shellWord(name)}`
  const usesSudo = cluster.become && connection.user !== 'root'
  const sends = usesSudo && cluster.becomePassword === 'prompt'
  const shell = sends ? "sudo -kSp '' sh" : usesSudo ? 'sudo sh' : 'sh'
  // sudo reads the password from the first line, without what follows (sudo(8), -S). With -k it asks in any case.
  const packed = sends ? `{ printf '%s\\n' "$sudo_password"; ${pack}; }` : pack
  // In a shell of its own, since a login may have another one.
  return `${packed} | ${sshCommand(cluster, connection)} "${shell} -c '$set_up'"`
}
