/*
 * What the documents behind five of the examples have written down, as far as tests compare with it. The pages in
 * docs/seeds/ go through the documents step by step.
 */

/** By option or variable: its value. */
type Values = Readonly<Record<string, string>>

/** A path on the node, with the mode that the document gives it. */
type Moded = { readonly path: string; readonly mode: string }

/** examples/tutorial-single-node.yaml. The document does not show its unit, so nothing of that is here. */
export const tutorialDocument = {
  /** What the printed line and the text say of the settings. */
  variables: {
    ETCD_NAME: 'controller',
    ETCD_DATA_DIR: '/var/lib/etcd',
    ETCD_INITIAL_ADVERTISE_PEER_URLS: 'http://127.0.0.1:2380',
    ETCD_ADVERTISE_CLIENT_URLS: 'http://127.0.0.1:2379',
  } satisfies Values,
  /** The token by which the printed ID comes out. */
  token: 'etcd-cluster-0',
  programs: ['/usr/local/bin/etcd', '/usr/local/bin/etcdctl'],
  directories: ['/etc/etcd', '/var/lib/etcd'],
  data: { path: '/var/lib/etcd', mode: '700' } satisfies Moded,
  unit: '/etc/systemd/system/etcd.service',
  /** What it copies, and its etcd does not read. */
  unused: ['ca.crt', 'kube-api-server.key', 'kube-api-server.crt'],
  /** How it lists the members, and what that prints. */
  memberList: ['etcdctl', 'member', 'list'],
  members: ['6702b0a34e2cfd39, started, controller, http://127.0.0.1:2380, http://127.0.0.1:2379, false'],
} as const

/** examples/tutorial-single-node-tls.yaml */
export const tlsTutorialDocument = {
  /** The machine, in its picture. */
  host: '10.240.0.10',
  /** Where it listens, by the same picture; kube-apiserver is to come by https. */
  clients: 'https://127.0.0.1:2379',
  peers: '127.0.0.1:2380',
  programs: tutorialDocument.programs,
  unit: tutorialDocument.unit,
  data: tutorialDocument.data,
  /** Whom the clients know etcd by, and etcd the clients. */
  authority: { path: '/etc/etcd/ca.crt', mode: '644' } satisfies Moded,
  certificate: { path: '/etc/etcd/kube-apiserver.crt', mode: '644' } satisfies Moded,
  key: { path: '/etc/etcd/kube-apiserver.key', mode: '600' } satisfies Moded,
  /** How it reads a secret. */
  read: [
    ...['env', 'ETCDCTL_API=3', 'etcdctl', 'get', '/registry/secrets/default/my-secret'],
    '--endpoints=https://127.0.0.1:2379',
    '--cacert=/etc/etcd/ca.crt',
    '--cert=/etc/etcd/kube-apiserver.crt',
    '--key=/etc/etcd/kube-apiserver.key',
  ],
  /** Its commands that say how etcd is. */
  checks: [
    'etcdctl member list',
    'etcdctl endpoint health',
    'systemctl status etcd',
    'ss -tlnp | grep 2379',
    'journalctl -u etcd -f',
    'etcd --version',
    'etcdctl version',
    'systemctl restart etcd',
    'etcdctl get / --prefix --keys-only',
  ],
  /** Why etcd may not start, and what etcdctl says where it does not run. */
  causes: [
    'Port 2379 already in use',
    'Certificate permissions wrong',
    'Data directory permissions wrong',
    'Certificate path incorrect in etcd.service',
    'connection refused',
  ],
  /** What is otherwise in production. */
  aspects: ['Instances', 'Failure tolerance', 'Network', 'Backup', 'Hardware', 'Monitoring'],
} as const

/** examples/three-node-flags.yaml */
export const flagsDocument = {
  /** The lines of the unit but for the flags, by section. */
  unit: {
    Unit: ['Description=etcd', 'Documentation=https://github.com/coreos'],
    Service: ['Type=notify', 'ExecStart=/usr/local/bin/etcd \\', 'Restart=on-failure', 'RestartSec=5'],
    Install: ['WantedBy=multi-user.target'],
  },
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
