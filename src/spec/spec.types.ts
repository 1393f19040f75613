// Made by `npm run derive` from schema/cluster.schema.json, which is the place to change. Do not edit.

/**
 * Describes one etcd cluster. Next to `apiVersion` and `kind`, only `name` and `nodes` are required; everything else has a default.
 */
export interface Spec {
  /**
   * Version of the spec format.
   */
  readonly apiVersion: 'quorate/v1'
  /**
   * Kind of document.
   */
  readonly kind: 'EtcdCluster'
  /**
   * Name of the cluster. It is the name of the output folder, part of the names of the CAs, and the default of `etcd.token`.
   */
  readonly name: string
  /**
   * The machines that run the members, in any order. Use three or five in production: a fourth member does not let the cluster survive one more failure.
   */
  readonly nodes: readonly NodeSpec[]
  /**
   * Whether the machines run other etcd clusters too. Then the default of each of these follows from the cluster's `name`: `systemd.unit`, `etcd.account`, and all directories and files under `etcd.paths` are named `etcd-<name>`, and etcd's programs are in `/opt/etcd-<name>/bin`. Set `etcd.ports` yourself.
   */
  readonly sharedMachines?: boolean
  /**
   * Machines that run no member but hold client certificates, such as the hosts of a Kubernetes control plane.
   */
  readonly clientHosts?: readonly ClientHostSpec[]
  readonly etcd?: EtcdSpec
  readonly tls?: TlsSpec
  readonly secrets?: SecretsSpec
  readonly ansible?: AnsibleSpec
  readonly systemd?: SystemdSpec
  readonly cloudInit?: CloudInitSpec
}
/**
 * One machine and the member that runs on it.
 */
export interface NodeSpec {
  /**
   * Name of the host in Ansible's inventory, and a SAN in its certificates. It is also the name of the member in etcd, unless `memberName` says otherwise.
   */
  readonly name: string
  /**
   * Name of the member in etcd, as `etcdctl member list` prints it. Ansible, paths and certificates have `name`. site.yml renames a running member with a restart. Default: `name`.
   */
  readonly memberName?: string
  /**
   * IPv4 or IPv6 address of the machine. etcd listens on it, and peers and clients connect to it, unless `peer` or `client` says otherwise. Write IPv6 without brackets.
   */
  readonly address: string
  readonly peer?: NodePeerSpec
  readonly client?: NodeClientSpec
  readonly metrics?: NodeMetricsSpec
  /**
   * More DNS names of the node, as SANs in its certificates. A wildcard stands for one label.
   */
  readonly dnsNames?: readonly string[]
  /**
   * More IP addresses as SANs in the node's certificates, such as a translated or virtual address. etcd does not listen on them.
   */
  readonly ipAddresses?: readonly string[]
  /**
   * MAC address of the interface that gets `address`. cloud-init then finds the interface by it; otherwise by `cloudInit.network.interface`.
   */
  readonly macAddress?: string
  /**
   * `absent` takes the node out of the cluster. site.yml moves the leadership away from it, removes its member, stops and disables its service, and moves its data aside. It refuses if that costs the quorum. Then delete the entry.
   */
  readonly state?: 'present' | 'absent'
  /**
   * Whether site.yml deletes the data of an absent node. By default, it moves the data aside on the node.
   */
  readonly deleteData?: boolean
  readonly ansible?: NodeAnsibleSpec
}
/**
 * Where etcd listens for other members, and where they reach it, if that is not `address`. The port is `etcd.ports.peer`.
 */
export interface NodePeerSpec {
  /**
   * IP addresses of the machine. `0.0.0.0` or `::`, alone, is every address. Default: `address`.
   */
  readonly listen?: readonly string[]
  /**
   * IP address or DNS name in the member's peer URL, and a SAN in its certificates. The machine need not have it. Default: the first address of `listen`, or `address` if `listen` is every address.
   */
  readonly advertise?: string
}
/**
 * Where etcd listens for clients, and where they reach it, if that is not `address`. The port is `etcd.ports.client`.
 */
export interface NodeClientSpec {
  /**
   * IP addresses of the machine. `0.0.0.0` or `::`, alone, is every address. Default: `address`.
   */
  readonly listen?: readonly string[]
  /**
   * IP address or DNS name in the member's client URL, and a SAN in its certificates. The machine need not have it. Default: the first address of `listen`, or `address` if `listen` is every address.
   */
  readonly advertise?: string
}
/**
 * Where etcd serves metrics on this node, if that is not what `etcd.metrics.listen` says. The port is `etcd.ports.metrics`.
 */
export interface NodeMetricsSpec {
  /**
   * IP addresses of the machine. `0.0.0.0` or `::`, alone, is every address. With `etcd.metrics.tls`, they are SANs in the node's certificates.
   */
  readonly listen?: readonly string[]
}
/**
 * Overrides the `ansible` section for this node.
 */
export interface NodeAnsibleSpec {
  /**
   * Address or DNS name that Ansible connects to. Default: the node's `address`.
   */
  readonly host?: string
  /**
   * SSH port of the node. Default: `ansible.port`.
   */
  readonly port?: number
  /**
   * User that Ansible logs in as. Default: `ansible.user`.
   */
  readonly user?: string
}
/**
 * One machine that holds client certificates.
 */
export interface ClientHostSpec {
  /**
   * Name of the host in Ansible's inventory. `tls.clients[].install.hosts` refers to it.
   */
  readonly name: string
  readonly ansible?: ClientHostAnsibleSpec
}
/**
 * Overrides the `ansible` section for this host.
 */
export interface ClientHostAnsibleSpec {
  /**
   * Address or DNS name that Ansible connects to. Default: the host's `name`.
   */
  readonly host?: string
  /**
   * SSH port of the host. Default: `ansible.port`.
   */
  readonly port?: number
  /**
   * User that Ansible logs in as. Default: `ansible.user`.
   */
  readonly user?: string
}
/**
 * etcd's version, installation and configuration.
 */
export interface EtcdSpec {
  /**
   * etcd release that every member runs. The default is the newest release whose digests quorate knows.
   */
  readonly version?: string
  readonly install?: InstallSpec
  /**
   * How etcd gets its options; the effect is the same. `env`: variables in an environment file. `flags`: flags in the systemd unit. `file`: etcd's configuration file.
   */
  readonly style?: 'env' | 'flags' | 'file'
  /**
   * Cluster token, which keeps members of different clusters apart. It must be unique, and cannot change once the cluster exists. Default: the cluster's `name`.
   */
  readonly token?: string
  readonly discovery?: DiscoverySpec
  readonly ports?: PortsSpec
  readonly paths?: PathsSpec
  readonly account?: AccountSpec
  readonly tuning?: TuningSpec
  readonly logging?: LoggingSpec
  /**
   * IP addresses that move between the machines, such as those of keepalived, as SANs in the certificates of all members. Nodes may list them under `listen`; Linux then needs `net.ipv4.ip_nonlocal_bind`, or `net.ipv6.ip_nonlocal_bind`.
   */
  readonly virtualAddresses?: readonly string[]
  /**
   * etcd also listens on 127.0.0.1 for clients, on the port `etcd.ports.client`. `false`: only on the addresses of `nodes[].client.listen`; etcdctl on the node and quorate's checks then use the first of these.
   */
  readonly localhostListener?: boolean
  readonly metrics?: MetricsSpec
  /**
   * Other options of this etcd version, by flag name without the leading dashes; docs/options.md lists them. Options that have a field of their own are refused here.
   */
  readonly extraOptions?: {
    readonly [k: string]: string | number | boolean
  }
}
/**
 * How the nodes get etcd's programs.
 */
export interface InstallSpec {
  /**
   * `release`: each node downloads the release archive and checks its digest. `package`: apt installs the distribution's packages. `staged`: you put the archive or the programs into a directory, see `staging`.
   */
  readonly method?: 'release' | 'package' | 'staged'
  /**
   * URL of the releases, for the method `release`. A node downloads `<mirror>/v<version>/etcd-v<version>-linux-<architecture>.tar.gz`, and `SHA256SUMS` next to it.
   */
  readonly mirror?: string
  /**
   * PEM file with the CA that has signed the certificate of the mirror, for the method `release`. The path is relative to the spec. A node trusts this CA only while it downloads; the machine's own trust store stays as it is.
   */
  readonly mirrorAuthority?: string
  readonly proxy?: ProxySpec
  readonly sha256?: Sha256Spec
  /**
   * Packages that contain etcd and etcdctl, for the method `package`. Write `[etcd]` if one package contains both.
   */
  readonly packages?: readonly string[]
  readonly staging?: StagingSpec
}
/**
 * HTTP proxy through which a node downloads etcd, for the methods `release` and `package`. etcd and etcdctl do not use it.
 */
export interface ProxySpec {
  /**
   * Proxy for `http` URLs: an `http` URL with host and port, and without user and password.
   */
  readonly http?: string
  /**
   * Proxy for `https` URLs: an `http` URL with host and port, and without user and password. It is often the same as `http`.
   */
  readonly https?: string
  /**
   * Addresses, DNS names and domains that a node reaches without the proxy. `example.net` and `.example.net` cover all names below it, on every port.
   */
  readonly noProxy?: readonly string[]
}
/**
 * SHA-256 digests of the archives, by architecture. They override the digests that quorate knows. Without both, a node uses SHA256SUMS next to the archive.
 */
export interface Sha256Spec {
  /**
   * Digest of the archive for x86-64.
   */
  readonly amd64?: string
  /**
   * Digest of the archive for 64-bit Arm.
   */
  readonly arm64?: string
  /**
   * Digest of the archive for POWER, little-endian.
   */
  readonly ppc64le?: string
  /**
   * Digest of the archive for IBM Z.
   */
  readonly s390x?: string
}
/**
 * Where the release is, for the method `staged`.
 */
export interface StagingSpec {
  /**
   * Machine that has the directory. `control-node`: the machine that runs Ansible, which copies the files to the nodes. `node`: every node.
   */
  readonly place?: 'control-node' | 'node'
  /**
   * Directory with the release archives, `etcd-v<version>-linux-<architecture>.tar.gz`, or with the programs if you set `programs`.
   */
  readonly directory: string
  readonly programs?: ProgramsSpec
}
/**
 * SHA-256 digests of the programs, if the directory contains programs instead of archives. All nodes must then have the same architecture.
 */
export interface ProgramsSpec {
  /**
   * Digest of `etcd`, the server.
   */
  readonly etcd: string
  /**
   * Digest of `etcdctl`, the client.
   */
  readonly etcdctl: string
  /**
   * Digest of `etcdutl`, the tool for snapshots and data directories (etcd 3.5 and later). Without it, etcdutl is not installed.
   */
  readonly etcdutl?: string
}
/**
 * Members that form the cluster find each other by the SRV records of a DNS domain, instead of `initial-cluster`. quorate writes the records to dns/zone.records. Every node needs a DNS name as `peer.advertise`.
 */
export interface DiscoverySpec {
  /**
   * DNS domain whose SRV records `_etcd-server-ssl._tcp` name the members (etcd's option `discovery-srv`). It is a SAN in the members' certificates.
   */
  readonly srv: string
  /**
   * Suffix of the service in these records, for several clusters in one domain: with `k8s`, `_etcd-server-ssl-k8s._tcp` (etcd's option `discovery-srv-name`).
   */
  readonly name?: string
}
/**
 * Ports that etcd listens on.
 */
export interface PortsSpec {
  /**
   * Port for clients.
   */
  readonly client?: number
  /**
   * Port for peers (the other members).
   */
  readonly peer?: number
  /**
   * Port for /metrics and /health over plain HTTP; see `etcd.metrics`.
   */
  readonly metrics?: number
}
/**
 * Paths on the nodes.
 */
export interface PathsSpec {
  /**
   * Directory of the member's database and WAL. Use a fast, separate disk.
   */
  readonly data?: string
  /**
   * Directory for the WAL, if it has a separate disk: a mount point, or a directory on it. etcd writes to `wal` inside it. Default: inside the data directory.
   */
  readonly wal?: string
  /**
   * Directory of etcd's configuration files.
   */
  readonly configuration?: string
  /**
   * Directory of certificates and keys. Default: `pki` inside the configuration directory.
   */
  readonly pki?: string
  /**
   * Environment file that the unit reads, for the style `env`.
   */
  readonly environmentFile?: string
  /**
   * etcd's configuration file, for the style `file`. Default: `etcd.conf.yml` in the configuration directory.
   */
  readonly configurationFile?: string
  /**
   * Directory of etcd, etcdctl and etcdutl. It has no effect for the method `package`, which installs them in /usr/bin.
   */
  readonly binaries?: string
  /**
   * Directory in which each release is unpacked into a directory of its own. The programs in `binaries` are links into it.
   */
  readonly releases?: string
}
/**
 * System account that etcd runs as.
 */
export interface AccountSpec {
  /**
   * User. It is created if missing.
   */
  readonly user?: string
  /**
   * Group. It is created if missing.
   */
  readonly group?: string
}
/**
 * Options that depend on your network and load.
 */
export interface TuningSpec {
  /**
   * Interval of the leader's heartbeats. Use about the longest round-trip time between members.
   */
  readonly heartbeatInterval?: string
  /**
   * Time without a heartbeat after which a follower starts an election. Use ten heartbeat intervals; at least five, at most 50s. etcd counts it in heartbeat intervals and ignores the rest.
   */
  readonly electionTimeout?: string
  /**
   * Database size at which etcd raises the NOSPACE alarm and refuses writes. The default is the maximum that etcd suggests.
   */
  readonly quota?: string
  /**
   * How etcd removes old revisions of keys. `periodic`: keeps the revisions of the last `compactionRetention`. `revision`: keeps the newest `compactionRevisions` revisions. `off`: another program compacts, as kube-apiserver does.
   */
  readonly compaction?: 'periodic' | 'revision' | 'off'
  /**
   * How long `periodic` compaction keeps old revisions.
   */
  readonly compactionRetention?: string
  /**
   * How many revisions `revision` compaction keeps.
   */
  readonly compactionRevisions?: number
  /**
   * Number of committed transactions after which a member writes a snapshot to disk.
   */
  readonly snapshotCount?: number
  /**
   * Largest request that a member accepts. Clients have their own limit, 2MiB by default.
   */
  readonly maxRequestSize?: string
  /**
   * A member starts an election only if it can win it. So a member that comes back does not disturb the other members.
   */
  readonly preVote?: boolean
  /**
   * Members compare their data at start and at compaction, if the etcd version can.
   */
  readonly corruptionChecks?: boolean
  /**
   * Interval at which the leader compares all data of all members, which reads the whole database. Default: never.
   */
  readonly corruptionCheckInterval?: string
}
/**
 * etcd's log.
 */
export interface LoggingSpec {
  /**
   * Lowest level of the messages that etcd logs.
   */
  readonly level?: 'debug' | 'info' | 'warn' | 'error'
  /**
   * `json`: one JSON object per line. `console`: readable text (etcd 3.6 and later).
   */
  readonly format?: 'json' | 'console'
  /**
   * Where etcd logs. `stderr` and `stdout` go to the systemd journal. A path is a log file; its directory belongs to etcd's account and must hold nothing else.
   */
  readonly outputs?: readonly string[]
}
/**
 * /metrics and /health, on the port `etcd.ports.metrics`.
 */
export interface MetricsSpec {
  /**
   * Address that serves metrics. `loopback`: only the node itself can read them. `node`: the node's `address`, for everyone who reaches it. `both`: both addresses. `all`: every address of the machine. For other addresses, set `nodes[].metrics.listen`.
   */
  readonly listen?: 'loopback' | 'node' | 'both' | 'all'
  /**
   * Serve metrics over HTTPS with the server certificate. etcd then asks for a client certificate, as it does on the client port. `false`: plain HTTP without authentication.
   */
  readonly tls?: boolean
  /**
   * `extensive` adds latency histograms for each kind of request.
   */
  readonly level?: 'basic' | 'extensive'
}
/**
 * The PKI: CAs, certificates and keys.
 */
export interface TlsSpec {
  /**
   * Clients and peers use TLS with certificates. `false` is only for a single node on a loopback address: etcd then speaks plain HTTP without authentication, there are no certificates, and etcd's JSON gateway is off.
   */
  readonly enabled?: boolean
  /**
   * CAs and certificates of the cluster. `separate-ca`: one CA for peers and one for clients and servers, so that no client can join as a peer. `single-ca`: one CA for all. `shared-certificate`: one CA, and one certificate and key on all members.
   */
  readonly layout?: 'separate-ca' | 'single-ca' | 'shared-certificate'
  /**
   * `generated`: quorate makes the CAs in its first run. `provided`: you import your CAs with their keys (`quorate pki import`). `external`: quorate writes certificate requests (CSRs), your CA signs them, and you import the certificates.
   */
  readonly authority?: 'generated' | 'provided' | 'external'
  /**
   * Key algorithm of the certificates. A change makes new keys and certificates; CAs keep their keys. The default is small and fast.
   */
  readonly algorithm?: 'ecdsa-p256' | 'ecdsa-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'ed25519'
  /**
   * SHA-256 fingerprints of the certificates of the CAs that this cluster may have, as `openssl x509 -noout -fingerprint -sha256` prints them. Any other CA is then an error, also one that is imported, and quorate makes no new CA. Default: no check.
   */
  readonly authorityFingerprints?: readonly string[]
  /**
   * Time after which a new CA certificate expires.
   */
  readonly authorityLifetime?: string
  /**
   * Time after which new server, peer and client certificates expire.
   */
  readonly certificateLifetime?: string
  readonly files?: FilesSpec
  /**
   * Oldest TLS version that etcd accepts (etcd 3.4.25, 3.5.8 and later). Default: etcd's own.
   */
  readonly minVersion?: 'TLS1.2' | 'TLS1.3'
  /**
   * Newest TLS version that etcd accepts (etcd 3.4.25, 3.5.8 and later). Default: etcd's own.
   */
  readonly maxVersion?: 'TLS1.2' | 'TLS1.3'
  /**
   * Cipher suites for TLS 1.2, by their names in Go. Default: Go's choice. You cannot choose the suites of TLS 1.3.
   */
  readonly cipherSuites?: readonly string[]
  /**
   * Clients that get a client certificate. `root`, the operator's client certificate, always exists and is on every node.
   */
  readonly clients?: readonly ClientSpec[]
}
/**
 * Names of the certificate and key files on the nodes, in the PKI directory. In the name of a certificate, `{node}` is the name of the node: `member-{node}`.
 */
export interface FilesSpec {
  /**
   * `crt`: ca.crt, NAME.crt and NAME.key. `pem`: ca.pem, NAME.pem and NAME-key.pem.
   */
  readonly naming?: 'crt' | 'pem'
  /**
   * File name, without extension, of the CA for clients and servers. For the layout `separate-ca`.
   */
  readonly clientAuthority?: string
  /**
   * File name, without extension, of the CA for peers. For the layout `separate-ca`.
   */
  readonly peerAuthority?: string
  /**
   * File name, without extension, of the CA. For the layouts `single-ca` and `shared-certificate`.
   */
  readonly authority?: string
  /**
   * File name, without extension, of the server certificate. For the layouts `separate-ca` and `single-ca`.
   */
  readonly server?: string
  /**
   * File name, without extension, of the peer certificate. For the layouts `separate-ca` and `single-ca`.
   */
  readonly peer?: string
  /**
   * File name, without extension, of the certificate that all members share. For the layout `shared-certificate`.
   */
  readonly member?: string
  /**
   * File name of the client certificate `root`, which etcdctl uses on the nodes.
   */
  readonly root?: string
}
/**
 * One client.
 */
export interface ClientSpec {
  /**
   * Name of the client and of its files, and default of `commonName`.
   */
  readonly name: string
  /**
   * Common name (CN) of the certificate. It is the etcd user if authentication is on. `""` gives a certificate without a common name, for clients that log in with a password: of etcd's JSON gateway, such as Patroni, and of its gRPC proxy. Default: the client's `name`.
   */
  readonly commonName?: string
  /**
   * Organizations (O) in the certificate's subject.
   */
  readonly organizations?: readonly string[]
  /**
   * Time after which a new certificate of this client expires. Default: `tls.certificateLifetime`.
   */
  readonly lifetime?: string
  readonly install?: ClientInstallSpec
  /**
   * The client is kube-apiserver. quorate then writes its flags and a block for kubeadm to `kubernetes/`.
   */
  readonly kubernetes?: boolean
  /**
   * With `kubernetes`: this cluster holds these resources alone, each as group/resource, and another cluster holds all others. `kubernetes/` then has the flag `--etcd-servers-overrides`. See docs/shared-machines.md.
   */
  readonly etcdServersOverrides?: readonly string[]
}
/**
 * Where site.yml installs the client certificate, its key, and the CA certificate to verify the servers.
 */
export interface ClientInstallSpec {
  /**
   * Names of the `nodes` or `clientHosts` that get the files.
   */
  readonly hosts: readonly string[]
  /**
   * Path of the certificate. Default: a file with the client's name in the PKI directory.
   */
  readonly certificate?: string
  /**
   * Path of the key. Default: next to the certificate.
   */
  readonly key?: string
  /**
   * Path of the CA certificate. Default: next to the client certificate.
   */
  readonly authority?: string
  /**
   * Owner of the key. Only the owner can read it.
   */
  readonly owner?: string
  /**
   * Group of the key.
   */
  readonly group?: string
}
/**
 * How quorate stores private keys in `secrets/`.
 */
export interface SecretsSpec {
  /**
   * `none`: plain files that only their owner can read, ignored by Git. `ansible-vault`: encrypted with a password; Ansible reads them. `age`: encrypted to recipients (age-encryption.org). You can commit encrypted files.
   */
  readonly encryption?: 'none' | 'ansible-vault' | 'age'
  /**
   * Vault ID label, by which Ansible selects one of several passwords (`--vault-id`).
   */
  readonly vaultId?: string
  /**
   * Public keys of the people who can decrypt, for `age`.
   */
  readonly recipients?: readonly string[]
}
/**
 * How Ansible connects to the nodes.
 */
export interface AnsibleSpec {
  /**
   * User that Ansible logs in as.
   */
  readonly user?: string
  /**
   * SSH port of the nodes.
   */
  readonly port?: number
  /**
   * Ansible uses sudo to become root after login.
   */
  readonly become?: boolean
  /**
   * `none`: sudo asks for no password on the nodes. `prompt`: it does, so Ansible asks you for it once, at the start of each command. quorate never stores it.
   */
  readonly becomePassword?: 'none' | 'prompt'
  /**
   * File on the control node with the private key for the nodes. Default: the keys of ssh itself.
   */
  readonly privateKeyFile?: string
  /**
   * More options of ssh, by their names in ssh_config(5), for the nodes and the bastion. They take precedence over those that quorate gives Ansible. Options that have a field of their own are refused here.
   */
  readonly sshOptions?: {
    readonly [k: string]: string | number | boolean
  }
  readonly bastion?: BastionSpec
}
/**
 * SSH bastion (jump host) in front of the nodes.
 */
export interface BastionSpec {
  /**
   * Address or DNS name of the bastion.
   */
  readonly host: string
  /**
   * SSH port of the bastion.
   */
  readonly port?: number
  /**
   * User to log in as on the bastion. Default: `ansible.user`.
   */
  readonly user?: string
  /**
   * File on the control node with the private key for the bastion. Default: `ansible.privateKeyFile`.
   */
  readonly privateKeyFile?: string
}
/**
 * The systemd unit of etcd.
 */
export interface SystemdSpec {
  /**
   * Name of etcd's systemd unit, without `.service`; `etcd` is part of it. The unit that waits for private keys is named after it, with `-keys`, and so are etcd's files in /run. It cannot change once the cluster exists.
   */
  readonly unit?: string
  /**
   * Limit of open files and connections of etcd (LimitNOFILE). etcd needs at least 40000.
   */
  readonly limitNoFile?: number
  /**
   * Time that systemd lets a start take (TimeoutStartSec). The default is long, since a large WAL takes minutes to read.
   */
  readonly startTimeout?: string
  /**
   * Time that systemd waits before it restarts a failed etcd (RestartSec).
   */
  readonly restartDelay?: string
  /**
   * CPU priority of etcd among all processes (Nice): -20 is the highest, 19 the lowest.
   */
  readonly nice?: number
  /**
   * Class in which the kernel schedules etcd's disk I/O (IOSchedulingClass). It has an effect only with an I/O scheduler that knows classes, such as `bfq`. There is no `idle`: etcd would miss heartbeats while other programs use the disk.
   */
  readonly ioSchedulingClass?: 'realtime' | 'best-effort'
  /**
   * Priority within the I/O scheduling class (IOSchedulingPriority): 0 is the highest, 7 the lowest.
   */
  readonly ioSchedulingPriority?: number
  /**
   * Share of CPU time that etcd gets when the machine is busy (CPUWeight). Other services have 100.
   */
  readonly cpuWeight?: number
  /**
   * CPU time that etcd may use at most, in percent of one CPU (CPUQuota): `200%` is two CPUs.
   */
  readonly cpuQuota?: string
  /**
   * Memory above which the kernel slows etcd down and takes memory back (MemoryHigh). It counts the pages of the database that the kernel keeps in memory too.
   */
  readonly memoryHigh?: string
  /**
   * Memory that etcd may use at most (MemoryMax). If it needs more, the kernel kills it, and systemd restarts it.
   */
  readonly memoryMax?: string
  /**
   * Slice in which etcd runs (Slice), for limits that several services share. systemd makes a slice that has no unit file.
   */
  readonly slice?: string
  /**
   * Paths whose file systems must be mounted before etcd starts (RequiresMountsFor). The data directory and the WAL directory always are among them.
   */
  readonly requiresMountsFor?: readonly string[]
  /**
   * Units that systemd starts before etcd, if it starts them (After). To have them started, also list them in `wants` or `requires`.
   */
  readonly after?: readonly string[]
  /**
   * Units that systemd starts together with etcd (Wants). etcd starts even if they are missing or fail.
   */
  readonly wants?: readonly string[]
  /**
   * Units without which etcd does not start, and with which it stops (Requires). List them in `after` too, so that etcd starts when they have started.
   */
  readonly requires?: readonly string[]
  /**
   * Environment variables of etcd's process (Environment), such as those of the Go runtime. Not for etcd's options, which have fields, and not for secrets: every user of the machine can read the unit.
   */
  readonly environment?: {
    readonly [k: string]: string | number | boolean
  }
}
/**
 * cloud-init user-data, which sets up each node at its first boot.
 */
export interface CloudInitSpec {
  /**
   * Provider of the machines. It decides the size limit of user-data and the commands in the runbook. `nocloud`: a disk image that you attach to the machine.
   */
  readonly provider?: 'nocloud' | 'aws' | 'gcp' | 'azure' | 'openstack' | 'digitalocean' | 'hetzner'
  /**
   * `later`: the user-data holds no private keys; the node waits for them, and etcd starts when they arrive. `embed`: the user-data holds the node's private keys and is under `secrets/`; everyone who can read the provider's metadata service can read them.
   */
  readonly keys?: 'later' | 'embed'
  /**
   * Your own cloud-config for the nodes: users, packages, commands and so on. Lists are merged with quorate's, and your `runcmd` runs after the setup of etcd.
   */
  readonly config?: {
    readonly [k: string]: unknown
  }
  /**
   * File with your own cloud-config, instead of `config`. The path is relative to the spec.
   */
  readonly configFile?: string
  readonly network?: NetworkSpec
}
/**
 * Network settings with which cloud-init sets each node's `address`, for `nocloud`. Without it, the machine must get the address in another way, such as DHCP.
 */
export interface NetworkSpec {
  /**
   * Name of the interface that gets the node's `address`. If the node has a `macAddress`, that interface is renamed to this.
   */
  readonly interface: string
  /**
   * Length of the network prefix in bits, such as 24 for a netmask of 255.255.255.0.
   */
  readonly prefixLength: number
  /**
   * Address of the default gateway.
   */
  readonly gateway?: string
  /**
   * Addresses of DNS servers.
   */
  readonly nameservers?: readonly string[]
  /**
   * Search domains for DNS names without a dot.
   */
  readonly searchDomains?: readonly string[]
}

/**
 * Describes one etcd cluster. Next to `apiVersion` and `kind`, only `name` and `nodes` are required; everything else has a default.
 */
export interface FilledSpec {
  /**
   * Version of the spec format.
   */
  readonly apiVersion: 'quorate/v1'
  /**
   * Kind of document.
   */
  readonly kind: 'EtcdCluster'
  /**
   * Name of the cluster. It is the name of the output folder, part of the names of the CAs, and the default of `etcd.token`.
   */
  readonly name: string
  /**
   * The machines that run the members, in any order. Use three or five in production: a fourth member does not let the cluster survive one more failure.
   */
  readonly nodes: readonly FilledNodeSpec[]
  /**
   * Whether the machines run other etcd clusters too. Then the default of each of these follows from the cluster's `name`: `systemd.unit`, `etcd.account`, and all directories and files under `etcd.paths` are named `etcd-<name>`, and etcd's programs are in `/opt/etcd-<name>/bin`. Set `etcd.ports` yourself.
   */
  readonly sharedMachines: boolean
  /**
   * Machines that run no member but hold client certificates, such as the hosts of a Kubernetes control plane.
   */
  readonly clientHosts: readonly FilledClientHostSpec[]
  readonly etcd: FilledEtcdSpec
  readonly tls: FilledTlsSpec
  readonly secrets: FilledSecretsSpec
  readonly ansible: FilledAnsibleSpec
  readonly systemd: FilledSystemdSpec
  readonly cloudInit: FilledCloudInitSpec
}
/**
 * One machine and the member that runs on it.
 */
export interface FilledNodeSpec {
  /**
   * Name of the host in Ansible's inventory, and a SAN in its certificates. It is also the name of the member in etcd, unless `memberName` says otherwise.
   */
  readonly name: string
  /**
   * Name of the member in etcd, as `etcdctl member list` prints it. Ansible, paths and certificates have `name`. site.yml renames a running member with a restart. Default: `name`.
   */
  readonly memberName?: string
  /**
   * IPv4 or IPv6 address of the machine. etcd listens on it, and peers and clients connect to it, unless `peer` or `client` says otherwise. Write IPv6 without brackets.
   */
  readonly address: string
  readonly peer?: FilledNodePeerSpec
  readonly client?: FilledNodeClientSpec
  readonly metrics?: FilledNodeMetricsSpec
  /**
   * More DNS names of the node, as SANs in its certificates. A wildcard stands for one label.
   */
  readonly dnsNames: readonly string[]
  /**
   * More IP addresses as SANs in the node's certificates, such as a translated or virtual address. etcd does not listen on them.
   */
  readonly ipAddresses: readonly string[]
  /**
   * MAC address of the interface that gets `address`. cloud-init then finds the interface by it; otherwise by `cloudInit.network.interface`.
   */
  readonly macAddress?: string
  /**
   * `absent` takes the node out of the cluster. site.yml moves the leadership away from it, removes its member, stops and disables its service, and moves its data aside. It refuses if that costs the quorum. Then delete the entry.
   */
  readonly state: 'present' | 'absent'
  /**
   * Whether site.yml deletes the data of an absent node. By default, it moves the data aside on the node.
   */
  readonly deleteData: boolean
  readonly ansible: FilledNodeAnsibleSpec
}
/**
 * Where etcd listens for other members, and where they reach it, if that is not `address`. The port is `etcd.ports.peer`.
 */
export interface FilledNodePeerSpec {
  /**
   * IP addresses of the machine. `0.0.0.0` or `::`, alone, is every address. Default: `address`.
   */
  readonly listen?: readonly string[]
  /**
   * IP address or DNS name in the member's peer URL, and a SAN in its certificates. The machine need not have it. Default: the first address of `listen`, or `address` if `listen` is every address.
   */
  readonly advertise?: string
}
/**
 * Where etcd listens for clients, and where they reach it, if that is not `address`. The port is `etcd.ports.client`.
 */
export interface FilledNodeClientSpec {
  /**
   * IP addresses of the machine. `0.0.0.0` or `::`, alone, is every address. Default: `address`.
   */
  readonly listen?: readonly string[]
  /**
   * IP address or DNS name in the member's client URL, and a SAN in its certificates. The machine need not have it. Default: the first address of `listen`, or `address` if `listen` is every address.
   */
  readonly advertise?: string
}
/**
 * Where etcd serves metrics on this node, if that is not what `etcd.metrics.listen` says. The port is `etcd.ports.metrics`.
 */
export interface FilledNodeMetricsSpec {
  /**
   * IP addresses of the machine. `0.0.0.0` or `::`, alone, is every address. With `etcd.metrics.tls`, they are SANs in the node's certificates.
   */
  readonly listen?: readonly string[]
}
/**
 * Overrides the `ansible` section for this node.
 */
export interface FilledNodeAnsibleSpec {
  /**
   * Address or DNS name that Ansible connects to. Default: the node's `address`.
   */
  readonly host?: string
  /**
   * SSH port of the node. Default: `ansible.port`.
   */
  readonly port?: number
  /**
   * User that Ansible logs in as. Default: `ansible.user`.
   */
  readonly user?: string
}
/**
 * One machine that holds client certificates.
 */
export interface FilledClientHostSpec {
  /**
   * Name of the host in Ansible's inventory. `tls.clients[].install.hosts` refers to it.
   */
  readonly name: string
  readonly ansible: FilledClientHostAnsibleSpec
}
/**
 * Overrides the `ansible` section for this host.
 */
export interface FilledClientHostAnsibleSpec {
  /**
   * Address or DNS name that Ansible connects to. Default: the host's `name`.
   */
  readonly host?: string
  /**
   * SSH port of the host. Default: `ansible.port`.
   */
  readonly port?: number
  /**
   * User that Ansible logs in as. Default: `ansible.user`.
   */
  readonly user?: string
}
/**
 * etcd's version, installation and configuration.
 */
export interface FilledEtcdSpec {
  /**
   * etcd release that every member runs. The default is the newest release whose digests quorate knows.
   */
  readonly version: string
  readonly install: FilledInstallSpec
  /**
   * How etcd gets its options; the effect is the same. `env`: variables in an environment file. `flags`: flags in the systemd unit. `file`: etcd's configuration file.
   */
  readonly style: 'env' | 'flags' | 'file'
  /**
   * Cluster token, which keeps members of different clusters apart. It must be unique, and cannot change once the cluster exists. Default: the cluster's `name`.
   */
  readonly token?: string
  readonly discovery?: FilledDiscoverySpec
  readonly ports: FilledPortsSpec
  readonly paths: FilledPathsSpec
  readonly account: FilledAccountSpec
  readonly tuning: FilledTuningSpec
  readonly logging: FilledLoggingSpec
  /**
   * IP addresses that move between the machines, such as those of keepalived, as SANs in the certificates of all members. Nodes may list them under `listen`; Linux then needs `net.ipv4.ip_nonlocal_bind`, or `net.ipv6.ip_nonlocal_bind`.
   */
  readonly virtualAddresses: readonly string[]
  /**
   * etcd also listens on 127.0.0.1 for clients, on the port `etcd.ports.client`. `false`: only on the addresses of `nodes[].client.listen`; etcdctl on the node and quorate's checks then use the first of these.
   */
  readonly localhostListener: boolean
  readonly metrics: FilledMetricsSpec
  /**
   * Other options of this etcd version, by flag name without the leading dashes; docs/options.md lists them. Options that have a field of their own are refused here.
   */
  readonly extraOptions: {
    readonly [k: string]: string | number | boolean
  }
}
/**
 * How the nodes get etcd's programs.
 */
export interface FilledInstallSpec {
  /**
   * `release`: each node downloads the release archive and checks its digest. `package`: apt installs the distribution's packages. `staged`: you put the archive or the programs into a directory, see `staging`.
   */
  readonly method: 'release' | 'package' | 'staged'
  /**
   * URL of the releases, for the method `release`. A node downloads `<mirror>/v<version>/etcd-v<version>-linux-<architecture>.tar.gz`, and `SHA256SUMS` next to it.
   */
  readonly mirror: string
  /**
   * PEM file with the CA that has signed the certificate of the mirror, for the method `release`. The path is relative to the spec. A node trusts this CA only while it downloads; the machine's own trust store stays as it is.
   */
  readonly mirrorAuthority?: string
  readonly proxy?: FilledProxySpec
  readonly sha256?: FilledSha256Spec
  /**
   * Packages that contain etcd and etcdctl, for the method `package`. Write `[etcd]` if one package contains both.
   */
  readonly packages: readonly string[]
  readonly staging?: FilledStagingSpec
}
/**
 * HTTP proxy through which a node downloads etcd, for the methods `release` and `package`. etcd and etcdctl do not use it.
 */
export interface FilledProxySpec {
  /**
   * Proxy for `http` URLs: an `http` URL with host and port, and without user and password.
   */
  readonly http?: string
  /**
   * Proxy for `https` URLs: an `http` URL with host and port, and without user and password. It is often the same as `http`.
   */
  readonly https?: string
  /**
   * Addresses, DNS names and domains that a node reaches without the proxy. `example.net` and `.example.net` cover all names below it, on every port.
   */
  readonly noProxy: readonly string[]
}
/**
 * SHA-256 digests of the archives, by architecture. They override the digests that quorate knows. Without both, a node uses SHA256SUMS next to the archive.
 */
export interface FilledSha256Spec {
  /**
   * Digest of the archive for x86-64.
   */
  readonly amd64?: string
  /**
   * Digest of the archive for 64-bit Arm.
   */
  readonly arm64?: string
  /**
   * Digest of the archive for POWER, little-endian.
   */
  readonly ppc64le?: string
  /**
   * Digest of the archive for IBM Z.
   */
  readonly s390x?: string
}
/**
 * Where the release is, for the method `staged`.
 */
export interface FilledStagingSpec {
  /**
   * Machine that has the directory. `control-node`: the machine that runs Ansible, which copies the files to the nodes. `node`: every node.
   */
  readonly place: 'control-node' | 'node'
  /**
   * Directory with the release archives, `etcd-v<version>-linux-<architecture>.tar.gz`, or with the programs if you set `programs`.
   */
  readonly directory: string
  readonly programs?: FilledProgramsSpec
}
/**
 * SHA-256 digests of the programs, if the directory contains programs instead of archives. All nodes must then have the same architecture.
 */
export interface FilledProgramsSpec {
  /**
   * Digest of `etcd`, the server.
   */
  readonly etcd: string
  /**
   * Digest of `etcdctl`, the client.
   */
  readonly etcdctl: string
  /**
   * Digest of `etcdutl`, the tool for snapshots and data directories (etcd 3.5 and later). Without it, etcdutl is not installed.
   */
  readonly etcdutl?: string
}
/**
 * Members that form the cluster find each other by the SRV records of a DNS domain, instead of `initial-cluster`. quorate writes the records to dns/zone.records. Every node needs a DNS name as `peer.advertise`.
 */
export interface FilledDiscoverySpec {
  /**
   * DNS domain whose SRV records `_etcd-server-ssl._tcp` name the members (etcd's option `discovery-srv`). It is a SAN in the members' certificates.
   */
  readonly srv: string
  /**
   * Suffix of the service in these records, for several clusters in one domain: with `k8s`, `_etcd-server-ssl-k8s._tcp` (etcd's option `discovery-srv-name`).
   */
  readonly name?: string
}
/**
 * Ports that etcd listens on.
 */
export interface FilledPortsSpec {
  /**
   * Port for clients.
   */
  readonly client: number
  /**
   * Port for peers (the other members).
   */
  readonly peer: number
  /**
   * Port for /metrics and /health over plain HTTP; see `etcd.metrics`.
   */
  readonly metrics: number
}
/**
 * Paths on the nodes.
 */
export interface FilledPathsSpec {
  /**
   * Directory of the member's database and WAL. Use a fast, separate disk.
   */
  readonly data: string
  /**
   * Directory for the WAL, if it has a separate disk: a mount point, or a directory on it. etcd writes to `wal` inside it. Default: inside the data directory.
   */
  readonly wal?: string
  /**
   * Directory of etcd's configuration files.
   */
  readonly configuration: string
  /**
   * Directory of certificates and keys. Default: `pki` inside the configuration directory.
   */
  readonly pki?: string
  /**
   * Environment file that the unit reads, for the style `env`.
   */
  readonly environmentFile: string
  /**
   * etcd's configuration file, for the style `file`. Default: `etcd.conf.yml` in the configuration directory.
   */
  readonly configurationFile?: string
  /**
   * Directory of etcd, etcdctl and etcdutl. It has no effect for the method `package`, which installs them in /usr/bin.
   */
  readonly binaries: string
  /**
   * Directory in which each release is unpacked into a directory of its own. The programs in `binaries` are links into it.
   */
  readonly releases: string
}
/**
 * System account that etcd runs as.
 */
export interface FilledAccountSpec {
  /**
   * User. It is created if missing.
   */
  readonly user: string
  /**
   * Group. It is created if missing.
   */
  readonly group: string
}
/**
 * Options that depend on your network and load.
 */
export interface FilledTuningSpec {
  /**
   * Interval of the leader's heartbeats. Use about the longest round-trip time between members.
   */
  readonly heartbeatInterval: string
  /**
   * Time without a heartbeat after which a follower starts an election. Use ten heartbeat intervals; at least five, at most 50s. etcd counts it in heartbeat intervals and ignores the rest.
   */
  readonly electionTimeout: string
  /**
   * Database size at which etcd raises the NOSPACE alarm and refuses writes. The default is the maximum that etcd suggests.
   */
  readonly quota: string
  /**
   * How etcd removes old revisions of keys. `periodic`: keeps the revisions of the last `compactionRetention`. `revision`: keeps the newest `compactionRevisions` revisions. `off`: another program compacts, as kube-apiserver does.
   */
  readonly compaction: 'periodic' | 'revision' | 'off'
  /**
   * How long `periodic` compaction keeps old revisions.
   */
  readonly compactionRetention: string
  /**
   * How many revisions `revision` compaction keeps.
   */
  readonly compactionRevisions: number
  /**
   * Number of committed transactions after which a member writes a snapshot to disk.
   */
  readonly snapshotCount: number
  /**
   * Largest request that a member accepts. Clients have their own limit, 2MiB by default.
   */
  readonly maxRequestSize: string
  /**
   * A member starts an election only if it can win it. So a member that comes back does not disturb the other members.
   */
  readonly preVote: boolean
  /**
   * Members compare their data at start and at compaction, if the etcd version can.
   */
  readonly corruptionChecks: boolean
  /**
   * Interval at which the leader compares all data of all members, which reads the whole database. Default: never.
   */
  readonly corruptionCheckInterval?: string
}
/**
 * etcd's log.
 */
export interface FilledLoggingSpec {
  /**
   * Lowest level of the messages that etcd logs.
   */
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  /**
   * `json`: one JSON object per line. `console`: readable text (etcd 3.6 and later).
   */
  readonly format: 'json' | 'console'
  /**
   * Where etcd logs. `stderr` and `stdout` go to the systemd journal. A path is a log file; its directory belongs to etcd's account and must hold nothing else.
   */
  readonly outputs: readonly string[]
}
/**
 * /metrics and /health, on the port `etcd.ports.metrics`.
 */
export interface FilledMetricsSpec {
  /**
   * Address that serves metrics. `loopback`: only the node itself can read them. `node`: the node's `address`, for everyone who reaches it. `both`: both addresses. `all`: every address of the machine. For other addresses, set `nodes[].metrics.listen`.
   */
  readonly listen: 'loopback' | 'node' | 'both' | 'all'
  /**
   * Serve metrics over HTTPS with the server certificate. etcd then asks for a client certificate, as it does on the client port. `false`: plain HTTP without authentication.
   */
  readonly tls: boolean
  /**
   * `extensive` adds latency histograms for each kind of request.
   */
  readonly level: 'basic' | 'extensive'
}
/**
 * The PKI: CAs, certificates and keys.
 */
export interface FilledTlsSpec {
  /**
   * Clients and peers use TLS with certificates. `false` is only for a single node on a loopback address: etcd then speaks plain HTTP without authentication, there are no certificates, and etcd's JSON gateway is off.
   */
  readonly enabled: boolean
  /**
   * CAs and certificates of the cluster. `separate-ca`: one CA for peers and one for clients and servers, so that no client can join as a peer. `single-ca`: one CA for all. `shared-certificate`: one CA, and one certificate and key on all members.
   */
  readonly layout: 'separate-ca' | 'single-ca' | 'shared-certificate'
  /**
   * `generated`: quorate makes the CAs in its first run. `provided`: you import your CAs with their keys (`quorate pki import`). `external`: quorate writes certificate requests (CSRs), your CA signs them, and you import the certificates.
   */
  readonly authority: 'generated' | 'provided' | 'external'
  /**
   * Key algorithm of the certificates. A change makes new keys and certificates; CAs keep their keys. The default is small and fast.
   */
  readonly algorithm: 'ecdsa-p256' | 'ecdsa-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'ed25519'
  /**
   * SHA-256 fingerprints of the certificates of the CAs that this cluster may have, as `openssl x509 -noout -fingerprint -sha256` prints them. Any other CA is then an error, also one that is imported, and quorate makes no new CA. Default: no check.
   */
  readonly authorityFingerprints?: readonly string[]
  /**
   * Time after which a new CA certificate expires.
   */
  readonly authorityLifetime: string
  /**
   * Time after which new server, peer and client certificates expire.
   */
  readonly certificateLifetime: string
  readonly files: FilledFilesSpec
  /**
   * Oldest TLS version that etcd accepts (etcd 3.4.25, 3.5.8 and later). Default: etcd's own.
   */
  readonly minVersion?: 'TLS1.2' | 'TLS1.3'
  /**
   * Newest TLS version that etcd accepts (etcd 3.4.25, 3.5.8 and later). Default: etcd's own.
   */
  readonly maxVersion?: 'TLS1.2' | 'TLS1.3'
  /**
   * Cipher suites for TLS 1.2, by their names in Go. Default: Go's choice. You cannot choose the suites of TLS 1.3.
   */
  readonly cipherSuites?: readonly string[]
  /**
   * Clients that get a client certificate. `root`, the operator's client certificate, always exists and is on every node.
   */
  readonly clients: readonly FilledClientSpec[]
}
/**
 * Names of the certificate and key files on the nodes, in the PKI directory. In the name of a certificate, `{node}` is the name of the node: `member-{node}`.
 */
export interface FilledFilesSpec {
  /**
   * `crt`: ca.crt, NAME.crt and NAME.key. `pem`: ca.pem, NAME.pem and NAME-key.pem.
   */
  readonly naming: 'crt' | 'pem'
  /**
   * File name, without extension, of the CA for clients and servers. For the layout `separate-ca`.
   */
  readonly clientAuthority: string
  /**
   * File name, without extension, of the CA for peers. For the layout `separate-ca`.
   */
  readonly peerAuthority: string
  /**
   * File name, without extension, of the CA. For the layouts `single-ca` and `shared-certificate`.
   */
  readonly authority: string
  /**
   * File name, without extension, of the server certificate. For the layouts `separate-ca` and `single-ca`.
   */
  readonly server: string
  /**
   * File name, without extension, of the peer certificate. For the layouts `separate-ca` and `single-ca`.
   */
  readonly peer: string
  /**
   * File name, without extension, of the certificate that all members share. For the layout `shared-certificate`.
   */
  readonly member: string
  /**
   * File name of the client certificate `root`, which etcdctl uses on the nodes.
   */
  readonly root: string
}
/**
 * One client.
 */
export interface FilledClientSpec {
  /**
   * Name of the client and of its files, and default of `commonName`.
   */
  readonly name: string
  /**
   * Common name (CN) of the certificate. It is the etcd user if authentication is on. `""` gives a certificate without a common name, for clients that log in with a password: of etcd's JSON gateway, such as Patroni, and of its gRPC proxy. Default: the client's `name`.
   */
  readonly commonName?: string
  /**
   * Organizations (O) in the certificate's subject.
   */
  readonly organizations: readonly string[]
  /**
   * Time after which a new certificate of this client expires. Default: `tls.certificateLifetime`.
   */
  readonly lifetime?: string
  readonly install?: FilledClientInstallSpec
  /**
   * The client is kube-apiserver. quorate then writes its flags and a block for kubeadm to `kubernetes/`.
   */
  readonly kubernetes: boolean
  /**
   * With `kubernetes`: this cluster holds these resources alone, each as group/resource, and another cluster holds all others. `kubernetes/` then has the flag `--etcd-servers-overrides`. See docs/shared-machines.md.
   */
  readonly etcdServersOverrides: readonly string[]
}
/**
 * Where site.yml installs the client certificate, its key, and the CA certificate to verify the servers.
 */
export interface FilledClientInstallSpec {
  /**
   * Names of the `nodes` or `clientHosts` that get the files.
   */
  readonly hosts: readonly string[]
  /**
   * Path of the certificate. Default: a file with the client's name in the PKI directory.
   */
  readonly certificate?: string
  /**
   * Path of the key. Default: next to the certificate.
   */
  readonly key?: string
  /**
   * Path of the CA certificate. Default: next to the client certificate.
   */
  readonly authority?: string
  /**
   * Owner of the key. Only the owner can read it.
   */
  readonly owner: string
  /**
   * Group of the key.
   */
  readonly group: string
}
/**
 * How quorate stores private keys in `secrets/`.
 */
export interface FilledSecretsSpec {
  /**
   * `none`: plain files that only their owner can read, ignored by Git. `ansible-vault`: encrypted with a password; Ansible reads them. `age`: encrypted to recipients (age-encryption.org). You can commit encrypted files.
   */
  readonly encryption: 'none' | 'ansible-vault' | 'age'
  /**
   * Vault ID label, by which Ansible selects one of several passwords (`--vault-id`).
   */
  readonly vaultId?: string
  /**
   * Public keys of the people who can decrypt, for `age`.
   */
  readonly recipients?: readonly string[]
}
/**
 * How Ansible connects to the nodes.
 */
export interface FilledAnsibleSpec {
  /**
   * User that Ansible logs in as.
   */
  readonly user: string
  /**
   * SSH port of the nodes.
   */
  readonly port: number
  /**
   * Ansible uses sudo to become root after login.
   */
  readonly become: boolean
  /**
   * `none`: sudo asks for no password on the nodes. `prompt`: it does, so Ansible asks you for it once, at the start of each command. quorate never stores it.
   */
  readonly becomePassword: 'none' | 'prompt'
  /**
   * File on the control node with the private key for the nodes. Default: the keys of ssh itself.
   */
  readonly privateKeyFile?: string
  /**
   * More options of ssh, by their names in ssh_config(5), for the nodes and the bastion. They take precedence over those that quorate gives Ansible. Options that have a field of their own are refused here.
   */
  readonly sshOptions: {
    readonly [k: string]: string | number | boolean
  }
  readonly bastion?: FilledBastionSpec
}
/**
 * SSH bastion (jump host) in front of the nodes.
 */
export interface FilledBastionSpec {
  /**
   * Address or DNS name of the bastion.
   */
  readonly host: string
  /**
   * SSH port of the bastion.
   */
  readonly port: number
  /**
   * User to log in as on the bastion. Default: `ansible.user`.
   */
  readonly user?: string
  /**
   * File on the control node with the private key for the bastion. Default: `ansible.privateKeyFile`.
   */
  readonly privateKeyFile?: string
}
/**
 * The systemd unit of etcd.
 */
export interface FilledSystemdSpec {
  /**
   * Name of etcd's systemd unit, without `.service`; `etcd` is part of it. The unit that waits for private keys is named after it, with `-keys`, and so are etcd's files in /run. It cannot change once the cluster exists.
   */
  readonly unit: string
  /**
   * Limit of open files and connections of etcd (LimitNOFILE). etcd needs at least 40000.
   */
  readonly limitNoFile: number
  /**
   * Time that systemd lets a start take (TimeoutStartSec). The default is long, since a large WAL takes minutes to read.
   */
  readonly startTimeout: string
  /**
   * Time that systemd waits before it restarts a failed etcd (RestartSec).
   */
  readonly restartDelay: string
  /**
   * CPU priority of etcd among all processes (Nice): -20 is the highest, 19 the lowest.
   */
  readonly nice?: number
  /**
   * Class in which the kernel schedules etcd's disk I/O (IOSchedulingClass). It has an effect only with an I/O scheduler that knows classes, such as `bfq`. There is no `idle`: etcd would miss heartbeats while other programs use the disk.
   */
  readonly ioSchedulingClass?: 'realtime' | 'best-effort'
  /**
   * Priority within the I/O scheduling class (IOSchedulingPriority): 0 is the highest, 7 the lowest.
   */
  readonly ioSchedulingPriority?: number
  /**
   * Share of CPU time that etcd gets when the machine is busy (CPUWeight). Other services have 100.
   */
  readonly cpuWeight?: number
  /**
   * CPU time that etcd may use at most, in percent of one CPU (CPUQuota): `200%` is two CPUs.
   */
  readonly cpuQuota?: string
  /**
   * Memory above which the kernel slows etcd down and takes memory back (MemoryHigh). It counts the pages of the database that the kernel keeps in memory too.
   */
  readonly memoryHigh?: string
  /**
   * Memory that etcd may use at most (MemoryMax). If it needs more, the kernel kills it, and systemd restarts it.
   */
  readonly memoryMax?: string
  /**
   * Slice in which etcd runs (Slice), for limits that several services share. systemd makes a slice that has no unit file.
   */
  readonly slice?: string
  /**
   * Paths whose file systems must be mounted before etcd starts (RequiresMountsFor). The data directory and the WAL directory always are among them.
   */
  readonly requiresMountsFor?: readonly string[]
  /**
   * Units that systemd starts before etcd, if it starts them (After). To have them started, also list them in `wants` or `requires`.
   */
  readonly after?: readonly string[]
  /**
   * Units that systemd starts together with etcd (Wants). etcd starts even if they are missing or fail.
   */
  readonly wants?: readonly string[]
  /**
   * Units without which etcd does not start, and with which it stops (Requires). List them in `after` too, so that etcd starts when they have started.
   */
  readonly requires?: readonly string[]
  /**
   * Environment variables of etcd's process (Environment), such as those of the Go runtime. Not for etcd's options, which have fields, and not for secrets: every user of the machine can read the unit.
   */
  readonly environment: {
    readonly [k: string]: string | number | boolean
  }
}
/**
 * cloud-init user-data, which sets up each node at its first boot.
 */
export interface FilledCloudInitSpec {
  /**
   * Provider of the machines. It decides the size limit of user-data and the commands in the runbook. `nocloud`: a disk image that you attach to the machine.
   */
  readonly provider: 'nocloud' | 'aws' | 'gcp' | 'azure' | 'openstack' | 'digitalocean' | 'hetzner'
  /**
   * `later`: the user-data holds no private keys; the node waits for them, and etcd starts when they arrive. `embed`: the user-data holds the node's private keys and is under `secrets/`; everyone who can read the provider's metadata service can read them.
   */
  readonly keys: 'later' | 'embed'
  /**
   * Your own cloud-config for the nodes: users, packages, commands and so on. Lists are merged with quorate's, and your `runcmd` runs after the setup of etcd.
   */
  readonly config: {
    readonly [k: string]: unknown
  }
  /**
   * File with your own cloud-config, instead of `config`. The path is relative to the spec.
   */
  readonly configFile?: string
  readonly network?: FilledNetworkSpec
}
/**
 * Network settings with which cloud-init sets each node's `address`, for `nocloud`. Without it, the machine must get the address in another way, such as DHCP.
 */
export interface FilledNetworkSpec {
  /**
   * Name of the interface that gets the node's `address`. If the node has a `macAddress`, that interface is renamed to this.
   */
  readonly interface: string
  /**
   * Length of the network prefix in bits, such as 24 for a netmask of 255.255.255.0.
   */
  readonly prefixLength: number
  /**
   * Address of the default gateway.
   */
  readonly gateway?: string
  /**
   * Addresses of DNS servers.
   */
  readonly nameservers: readonly string[]
  /**
   * Search domains for DNS names without a dot.
   */
  readonly searchDomains: readonly string[]
}
