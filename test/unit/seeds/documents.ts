/*
 * What the documents behind three of the examples have written down, as far as tests compare with it. The pages in
 * docs/seeds/ go through the documents step by step.
 */

/** By option or variable: its value. */
type Values = Readonly<Record<string, string>>

/** examples/three-node-flags.yaml */
export const flagsDocument = {
  /** The flags of the unit on a node; one without a value is `true`. */
  flags: (name: string, address: string): Values => ({
    name,
    'cert-file': '/etc/etcd/kubernetes.pem',
    'key-file': '/etc/etcd/kubernetes-key.pem',
    'peer-cert-file': '/etc/etcd/kubernetes.pem',
    'peer-key-file': '/etc/etcd/kubernetes-key.pem',
    'trusted-ca-file': '/etc/etcd/ca.pem',
    'peer-trusted-ca-file': '/etc/etcd/ca.pem',
    'peer-client-cert-auth': 'true',
    'client-cert-auth': 'true',
    'initial-advertise-peer-urls': `https://${address}:2380`,
    'listen-peer-urls': `https://${address}:2380`,
    'listen-client-urls': `https://${address}:2379,https://127.0.0.1:2379`,
    'advertise-client-urls': `https://${address}:2379`,
    'initial-cluster-token': 'etcd-cluster-0',
    'initial-cluster':
      'controller-0=https://10.240.0.10:2380,controller-1=https://10.240.0.11:2380,controller-2=https://10.240.0.12:2380',
    'initial-cluster-state': 'new',
    'data-dir': '/var/lib/etcd',
  }),
  /** How it lists the members, and what that prints. */
  memberList: [
    ...['env', 'ETCDCTL_API=3', 'etcdctl', 'member', 'list'],
    '--endpoints=https://127.0.0.1:2379',
    '--cacert=/etc/etcd/ca.pem',
    '--cert=/etc/etcd/kubernetes.pem',
    '--key=/etc/etcd/kubernetes-key.pem',
  ],
  members: [
    '3a57933972cb5131, started, controller-2, https://10.240.0.12:2380, https://10.240.0.12:2379, false',
    'f98dc20bce6225a0, started, controller-0, https://10.240.0.10:2380, https://10.240.0.10:2379, false',
    'ffed16798470cab5, started, controller-1, https://10.240.0.11:2380, https://10.240.0.11:2379, false',
  ],
} as const

/** examples/five-node-package.yaml */
export const packageDocument = {
  /** The variables in /etc/default/etcd on a node. */
  variables: (name: string, address: string): Values => ({
    ETCD_NAME: name,
    ETCD_DATA_DIR: '/var/lib/etcd',
    ETCD_LISTEN_PEER_URLS: `https://${address}:2380`,
    ETCD_LISTEN_CLIENT_URLS: `https://${address}:2379,https://localhost:2379`,
    ETCD_INITIAL_ADVERTISE_PEER_URLS: `https://${address}:2380`,
    ETCD_INITIAL_CLUSTER:
      'icc-etcd-1=https://141.22.30.32:2380,icc-etcd-2=https://141.22.30.33:2380,icc-etcd-3=https://141.22.30.34:2380,icc-etcd-4=https://141.22.30.352380,icc-etcd-5=https://141.22.30.36:2380',
    ETCD_INITIAL_CLUSTER_STATE: 'new',
    ETCD_INITIAL_CLUSTER_TOKEN: 'etcd-cluster-0',
    ETCD_ADVERTISE_CLIENT_URLS: `https://${address}:2379`,
    ETCD_CERT_FILE: '/etc/etcd/kubernetes.pem',
    ETCD_KEY_FILE: '/etc/etcd/kubernetes-key.pem',
    ETCD_CLIENT_CERT_AUTH: 'true',
    ETCD_TRUSTED_CA_FILE: '/etc/etcd/ca.pem',
    ETCD_PEER_CERT_FILE: '/etc/etcd/kubernetes.pem',
    ETCD_PEER_KEY_FILE: '/etc/etcd/kubernetes-key.pem',
    ETCD_PEER_CLIENT_CERT_AUTH: 'true',
    ETCD_PEER_TRUSTED_CA_FILE: '/etc/etcd/ca.pem',
  }),
  /** The variables that quorate sets to something else, with what the document has and what quorate has in its place. */
  corrected: [
    { variable: 'ETCD_INITIAL_CLUSTER', written: '141.22.30.352380', right: '141.22.30.35:2380' },
    { variable: 'ETCD_LISTEN_CLIENT_URLS', written: 'https://localhost:', right: 'https://127.0.0.1:' },
  ],
  /** How it lists the members, with flags and files that there are in the place of its own. */
  memberList: [
    'etcdctl',
    '--cacert=/etc/etcd/ca.pem',
    '--cert=/etc/etcd/kubernetes.pem',
    '--key=/etc/etcd/kubernetes-key.pem',
    '--insecure-transport=false',
    '--endpoints=141.22.30.36:2379',
    ...['-w', 'table', 'member', 'list'],
  ],
  members: [
    '+------------------+---------+------------+---------------------------+---------------------------+',
    '|        ID        | STATUS  |    NAME    |        PEER ADDRS         |       CLIENT ADDRS        |',
    '+------------------+---------+------------+---------------------------+---------------------------+',
    '| 3d0fa8ceae1b7a61 | started | icc-etcd-4 | https://141.22.30.35:2380 | https://141.22.30.35:2379 |',
    '| 3d9ce7c381e7f003 | started | icc-etcd-3 | https://141.22.30.34:2380 | https://141.22.30.34:2379 |',
    '| ca225d371e604f6c | started | icc-etcd-2 | https://141.22.30.33:2380 | https://141.22.30.33:2379 |',
    '| f15071bb2bcc0510 | started | icc-etcd-1 | https://141.22.30.32:2380 | https://141.22.30.32:2379 |',
    '| f65430d6c44d7a2a | started | icc-etcd-5 | https://141.22.30.36:2380 | https://141.22.30.36:2379 |',
    '+------------------+---------+------------+---------------------------+---------------------------+',
  ],
} as const

/** examples/three-node-bastion.yaml */
export const bastionDocument = {
  /** etcdctl with the parameters that all of its validations have. */
  etcdctl: [
    'etcdctl',
    '--endpoints=https://10.240.16.10:2379,https://10.240.48.10:2379,https://10.240.80.10:2379',
    '--cacert=/etc/etcd/pki/ca.pem',
    '--cert=/etc/etcd/pki/etcd-client.pem',
    '--key=/etc/etcd/pki/etcd-client-key.pem',
  ],
} as const
