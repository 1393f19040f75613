import { dump } from 'js-yaml'
import type { Cluster } from '../../cluster/cluster.ts'
import type { NodeState } from '../../node/state.ts'
import { comment } from '../../render/escape.ts'
import { bundleOf } from '../bundle/bundle.ts'

/** Finds the private key of a certificate by its id. */
export type KeyOf = (id: string) => string

/** Where the node's bundle lies while cloud-init runs: in memory, for root alone. */
const FOLDER = '/run/quorate'

type Mapping = Readonly<Record<string, unknown>>

/**
 * The user-data of one node: the user's own cloud-config, put together with what lays down the node's bundle and runs its
 * script (cloud-init, Cloud config examples; modules bootcmd, write_files and runcmd).
 */
export function userData(cluster: Cluster, node: NodeState, keyOf: KeyOf): string {
  const { bootcmd, write_files, runcmd, ...rest } = cluster.cloudInit.config as Mapping
  const config = {
    ...rest,
    // Before anything is written: cloud-init opens a file first and sets its mode then.
    bootcmd: [
      ['cloud-init-per', 'instance', 'quorate', 'mkdir', '-p', '-m', '0700', FOLDER],
      ...entries(bootcmd),
    ],
    // First, lest an entry that fails keeps ours from being written.
    write_files: [...writtenFiles(cluster, node, keyOf), ...entries(write_files)],
    // Last, since the last command decides what cloud-init reports.
    runcmd: [...entries(runcmd), `sh ${FOLDER}/bootstrap.sh && rm -rf ${FOLDER}`],
  }
  return `${heading(cluster, node)}${dump(config, { noRefs: true, lineWidth: -1 })}`
}

function heading({ name, cloudInit }: Cluster, node: NodeState): string {
  const keys =
    cloudInit.keys === 'embed'
      ? '# It holds the private keys of the node: whoever can read it has them.'
      : '# It holds no private key: the node waits for its keys, and etcd starts when they arrive.'
  return `#cloud-config
# ${comment(node.name)}, a member of ${comment(name)}. Written by quorate, for cloud-init 21.4 or later.
${keys}
`
}

function writtenFiles({ cloudInit }: Cluster, node: NodeState, keyOf: KeyOf): Mapping[] {
  const keys = cloudInit.keys === 'embed' ? keyFiles(node, keyOf) : []
  return [...bundleOf(node), ...keys].map(({ path, mode, text }) => ({
    path: `${FOLDER}/${path}`,
    // As text: YAML would read it as a number.
    permissions: `0${mode.toString(8)}`,
    content: text,
  }))
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
