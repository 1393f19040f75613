import { dump } from 'js-yaml'
import type { Cluster } from '../../cluster/cluster.ts'
import { MACHINES } from '../../etcd/releases.ts'
import type { NodeState } from '../../node/state.ts'
import type { Artifact } from '../../output/artifact.ts'
import { sha256 } from '../../render/digest.ts'
import { comment } from '../../render/escape.ts'
import { byCodePoint } from '../../render/order.ts'
import { render } from '../../render/render.ts'
import { bundleOf } from '../bundle/bundle.ts'
import { PROVIDERS } from './providers.ts'

/** Finds the private key of a certificate by its id. */
export type KeyOf = (id: string) => string

/** The directory of the node's bundle until the node is set up. Only root can read it, and it survives an interrupted boot. */
const FOLDER = '/var/lib/quorate'

/** The script that runs the bundle. cloud-init runs it at every boot, before the user's commands (module scripts_per_boot). */
const SCRIPT = '/var/lib/cloud/scripts/per-boot/quorate'

type Mapping = Readonly<Record<string, unknown>>

/**
 * The user-data of one node: the user's own cloud-config, merged with the node's bundle and the script that runs it
 * (cloud-init, Cloud config examples; modules bootcmd, write_files and scripts_per_boot).
 *
 * @param script the bundle's script, which is the same on every node
 */
export function userData(cluster: Cluster, node: NodeState, script: Artifact, keyOf: KeyOf): string {
  const { bootcmd, write_files, ...rest } = cluster.cloudInit.config as Mapping
  const config = {
    ...rest,
    // The directory comes first: cloud-init opens a file before it sets its mode.
    bootcmd: [
      ['cloud-init-per', 'instance', 'quorate', 'mkdir', '-p', '-m', '0700', FOLDER],
      ...entries(bootcmd),
    ],
    // Ours come first: if an entry of the user fails, cloud-init skips those that follow.
    write_files: [...writtenFiles(cluster, node, script, keyOf), ...entries(write_files)],
  }
  return `${heading(cluster, node)}${dump(config, { noRefs: true, lineWidth: -1 })}`
}

/** What the heading says about private keys. */
const KEYS: Readonly<Record<Cluster['cloudInit']['keys'], string>> = {
  embed: 'It holds the private keys of the node: everyone who can read it has the keys.',
  later: 'It holds no private key. etcd starts when the keys are delivered.',
  none: 'It holds no private key, because etcd uses plain HTTP.',
}

function heading({ name, cloudInit }: Cluster, node: NodeState): string {
  return `#cloud-config
# ${comment(node.name)}, a member of ${comment(name)}. Written by quorate, for cloud-init 21.4 or later.
# ${KEYS[cloudInit.keys]}
`
}

function writtenFiles(cluster: Cluster, node: NodeState, script: Artifact, keyOf: KeyOf): Mapping[] {
  const keys = cluster.cloudInit.keys === 'embed' ? keyFiles(node, keyOf) : []
  const bundle = [...bundleOf(onProvider(cluster, node), script), ...keys].map((file) => ({
    ...file,
    path: `${FOLDER}/${file.path}`,
  }))
  // The script comes first: if writing is interrupted, the next boot continues.
  return [perBootScript(cluster, node, bundle), ...bundle].map(({ path, mode, text }) => ({
    path,
    // A string, because YAML would read a number.
    permissions: `0${mode.toString(8)}`,
    content: text,
  }))
}

/** The node without the archives for architectures that the provider does not have. */
function onProvider({ cloudInit }: Cluster, node: NodeState): NodeState {
  const { installation } = node
  if (installation.method !== 'release') return node
  const machines = PROVIDERS[cloudInit.provider].architectures.map((name) => MACHINES[name])
  const archives = installation.archives.filter(({ machine }) => machines.includes(machine))
  return archives.length === 0 ? node : { ...node, installation: { ...installation, archives } }
}

function perBootScript({ name }: Cluster, node: NodeState, bundle: readonly Artifact[]): Artifact {
  // The format of sha256sum, in the order of sort.
  const lines = bundle.map(({ path, text }) => `${sha256(text)}  ${path}\n`).toSorted(byCodePoint)
  const text = render('cloud-init/per-boot.sh', {
    nodeName: node.name,
    clusterName: name,
    folder: FOLDER,
    joinedFile: node.member.joinedFile,
    digest: sha256(lines.join('')),
  })
  return { path: SCRIPT, mode: 0o755, text }
}

function keyFiles({ files }: NodeState, keyOf: KeyOf) {
  return files.flatMap(({ path, content }) =>
    content.kind === 'secret'
      ? [{ path: `rootfs${path}`, mode: 0o600, text: keyOf(content.secret.replace(/\.key$/, '')) }]
      : [],
  )
}

/** A list of the user; the rules have refused anything else. */
function entries(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : []
}
