/** The example whose tree is committed as a whole. */
export const FULL_EXAMPLE = 'three-node.yaml'

/** What every example shows: its runbook, its inventory, and the certificates, which the next run needs. */
const ALWAYS = ['README.md', 'ansible/inventory.yml', 'pki/']

/** What is special about each other example, as paths. One that ends with / is a folder with all its files. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  'three-node-cloud-init.yaml': ['cloud-init/etcd-1/'],
  'three-node-bastion.yaml': ['ansible/group_vars/', 'ansible/roles/etcd/tasks/fetch.yml'],
  'three-node-flags.yaml': ['nodes/controller-0/rootfs/etc/systemd/system/etcd.service'],
  'five-node-package.yaml': [
    'ansible/group_vars/',
    'ansible/roles/etcd/tasks/install.yml',
    'nodes/icc-etcd-1/rootfs/etc/default/',
  ],
  'tutorial-single-node.yaml': ['nodes/controller/rootfs/etc/default/'],
  'tutorial-single-node-tls.yaml': ['nodes/controller/rootfs/etc/default/'],
}

/** Tells which files of an example are committed with their text. Throws where this page does not say what is special. */
export function isSpecial(example: string): (path: string) => boolean {
  if (example === FULL_EXAMPLE) return () => true
  const special = SPECIAL[example]
  if (!special) throw new Error(`test/examples/special.ts does not say what is special about ${example}`)
  const shown = [...ALWAYS, ...special]
  return (path) => shown.some((each) => (each.endsWith('/') ? path.startsWith(each) : path === each))
}
