import { dump } from 'js-yaml'
import type { Cluster } from '../../cluster/cluster.ts'
import type { NodeState } from '../../node/state.ts'
import type { Artifact } from '../../output/artifact.ts'
import { sha256 } from '../../render/digest.ts'
import { comment } from '../../render/escape.ts'
import { byCodePoint } from '../../render/order.ts'
import { render } from '../../render/render.ts'
import { bundleOf } from '../bundle/bundle.ts'

/** Finds the private key of a certificate by its id. */
export type KeyOf = (id: string) => string

/** Where the node's bundle lies until it has set up the node: for root alone, and still there after a boot that was cut short. */
const FOLDER = '/var/lib/quorate'

/** What runs the bundle: cloud-init does so at every boot, before the user's commands (module scripts_per_boot). */
const SCRIPT = '/var/lib/cloud/scripts/per-boot/quorate'

type Mapping = Readonly<Record<string, unknown>>

/**
 * The user-data of one node: the user's own cloud-config, put together with what lays down the node's bundle and the script
 * that runs it (cloud-init, Cloud config examples; modules bootcmd, write_files and scripts_per_boot).
 */
export function userData(cluster: Cluster, node: NodeState, keyOf: KeyOf): string {
  const { bootcmd, write_files, ...rest } = cluster.cloudInit.config as Mapping
  const config = {
    ...rest,
    // Before anything is written: cloud-init opens a file first and sets its mode then.
    bootcmd: [
      ['cloud-init-per', 'instance', 'quorate', 'mkdir', '-p', '-m', '0700', FOLDER],
      ...entries(bootcmd),
    ],
    // First, lest an entry that fails keeps ours from being written.
    write_files: [...writtenFiles(cluster, node, keyOf), ...entries(write_files)],
  }
  return `${heading(cluster, node)}${dump(config, { noRefs: true, lineWidth: -1 })}`
}

/** What is to be said of private keys. */
const KEYS: Readonly<Record<Cluster['cloudInit']['keys'], string>> = {
  embed: 'It holds the private keys of the node: whoever can read it has them.',
  later: 'It holds no private key: the node waits for its keys, and etcd starts when they arrive.',
  none: 'It holds no private key, and etcd takes none: it speaks plain HTTP.',
}

function heading({ name, cloudInit }: Cluster, node: NodeState): string {
  return `#cloud-config
# ${comment(node.name)}, a member of ${comment(name)}. Written by quorate, for cloud-init 21.4 or later.
# ${KEYS[cloudInit.keys]}
`
}

function writtenFiles(cluster: Cluster, node: NodeState, keyOf: KeyOf): Mapping[] {
  const keys = cluster.cloudInit.keys === 'embed' ? keyFiles(node, keyOf) : []
  const bundle = [...bundleOf(node), ...keys].map((file) => ({
    ...file,
    path: `${FOLDER}/${file.path}`,
  }))
  // The script first: wherever writing is interrupted, the next boot knows that there was something to do.
  return [perBootScript(cluster, node, bundle), ...bundle].map(({ path, mode, text }) => ({
    path,
    // As text: YAML would read it as a number.
    permissions: `0${mode.toString(8)}`,
    content: text,
  }))
}

function perBootScript({ name }: Cluster, node: NodeState, bundle: readonly Artifact[]): Artifact {
  // As sha256sum prints them, and sort puts them in order.
  const lines = bundle.map(({ path, text }) => `${sha256(text)}  ${path}\n`).toSorted(byCodePoint)
  const text = render('cloud-init/per-boot.sh', {
    memberName: node.name,
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

/** A list of the user's; the rules have refused anything else. */
function entries(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : []
}
