/** One part of a path: a name of a node, a client or a file. */
const NAME = '[^/]+'

/** Any path below a directory. */
const BELOW = '.+'

/** The playbooks. A playbook that quorate does not write any more stays here, so that it is removed. */
const PLAYBOOKS = 'site|replace|verify|restart|stop|inventory'

/**
 * Every place where quorate writes a file of a cluster. A lock file or a journal may have been edited, so only files at
 * these places are ever moved, replaced or removed.
 */
const PLACES = [
  'README\\.md',
  '(secrets/)?\\.gitignore',
  'quorate\\.lock\\.json',
  'ansible/ansible\\.cfg',
  `ansible/(${PLAYBOOKS})\\.yml`,
  `ansible/(group_vars|host_vars)/${NAME}\\.yml`,
  `ansible/roles/etcd/${BELOW}`,
  `cloud-init/${NAME}/(user-data|meta-data|network-config)`,
  'dns/zone\\.records',
  'kubernetes/(kube-apiserver\\.flags|kubeadm\\.yaml)',
  'nodes/(bootstrap|pack)\\.sh',
  `nodes/${NAME}/(files\\.txt|settings\\.sh|bootstrap\\.sh)`,
  `nodes/${NAME}/(rootfs|joining|moving)/${BELOW}`,
  'pki/lifetimes\\.svg',
  `pki/(${BELOW}/)?${NAME}\\.(crt|csr)`,
  // Keys of nodes that the spec has no more are encrypted again with the others, wherever they are.
  `secrets/(${BELOW}/)?${NAME}\\.key`,
  `secrets/cloud-init/${NAME}/user-data`,
]

const PLACE = new RegExp(`^(?:${PLACES.join('|')})$`, 's')

/** Whether a path of a lock file or a journal, which anybody may have written, is a place of a cluster's folder. */
export function isPlace(path: string): boolean {
  return isInside(path) && !path.includes('/.staging/') && PLACE.test(path)
}

/** Whether a path stays inside the folder, whatever is there. */
export function isInside(path: string): boolean {
  return !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}
