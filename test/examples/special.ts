/** The example whose tree is committed as a whole. */
export const FULL_EXAMPLE = 'three-node.yaml'

/** What every example shows: its runbook, its inventory, and the certificates, which the next run needs. */
const ALWAYS = ['README.md', 'ansible/inventory.yml', 'pki/']

/** What is special about each other example, as paths. One that ends with / is a folder with all its files. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  'three-node-cloud-init.yaml': ['cloud-init/etcd-1/'],
  'three-node-bastion.yaml': ['ansible/group_vars/'],
  'three-node-flags.yaml': ['nodes/controller-0/rootfs/etc/systemd/system/etcd.service'],
  'five-node-package.yaml': [
    'ansible/group_vars/',
    'nodes/icc-etcd-1/settings.sh',
    'nodes/icc-etcd-1/rootfs/etc/default/',
  ],
  'kubernetes-main.yaml': ['kubernetes/'],
  'kubernetes-events.yaml': ['kubernetes/', 'nodes/etcd-1/rootfs/etc/systemd/system/etcd-events.service'],
  'tutorial-single-node.yaml': ['nodes/controller/rootfs/etc/default/'],
  'tutorial-single-node-tls.yaml': ['nodes/controller/rootfs/etc/default/'],
}

/** What an example shows. Throws where this page does not say what is special about it. */
export function shownOf(example: string): readonly string[] {
  if (example === FULL_EXAMPLE) return ['']
  const special = SPECIAL[example]
  if (!special) throw new Error(`test/examples/special.ts does not say what is special about ${example}`)
  return [...ALWAYS, ...special]
}

/** Whether a path is one of those that are shown, or in one of their folders. The empty path is the tree's own folder. */
export function isIn(shown: string, path: string): boolean {
  return shown === '' || path === shown || (shown.endsWith('/') && path.startsWith(shown))
}

/** Tells which files of an example are committed with their text. */
export function isSpecial(example: string): (path: string) => boolean {
  const shown = shownOf(example)
  return (path) => shown.some((each) => isIn(each, path))
}
