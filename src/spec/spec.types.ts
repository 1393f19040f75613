// Made by `npm run derive` from schema/cluster.schema.json, which is the place to change. Do not edit.

/**
 * One etcd cluster, as quorate is asked to set it up. Besides `apiVersion` and `kind`, only `name` and `nodes` have to be said; everything else has a default.
 */
export interface Spec {
  /**
   * The version of this format.
   */
  readonly apiVersion: 'quorate/v1'
  /**
   * What the document describes.
   */
  readonly kind: 'EtcdCluster'
  /**
   * Names the cluster: its folder under the output directory, its certificate authorities and, unless `etcd.token` says otherwise, its cluster token. Lower-case letters, digits and hyphens.
   */
  readonly name: string
  /**
   * The machines that are to be members, in any order. Three or five in production: an even number adds a machine to lose without adding a failure that the cluster survives.
   */
  readonly nodes: readonly NodeSpec[]
  /**
   * Machines that are no members and hold certificates of clients, such as control-plane hosts.
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
   * The member's name in etcd, the host's name in Ansible's inventory, and a DNS name in its certificates.
   */
  readonly name: string
  /**
   * The IPv4 or IPv6 address at which peers and clients reach the member. IPv6 without brackets.
   */
  readonly address: string
  /**
   * Names by which clients or peers also reach the node. They go into its certificates; a wildcard stands for one label.
   */
  readonly dnsNames?: readonly string[]
  /**
   * Addresses at which clients or peers also reach the node: a second network, a translated or a virtual address. They go into its certificates.
   */
  readonly ipAddresses?: readonly string[]
  /**
   * The hardware address of the interface that gets `address`, for cloud-init's network-config: without it, the interface is known by its name alone.
   */
  readonly macAddress?: string
  readonly ansible?: NodeAnsibleSpec
}
/**
 * What differs from the cluster's `ansible` section for this node.
 */
export interface NodeAnsibleSpec {
  /**
   * Where Ansible reaches the node, when that is not its `address`.
   */
  readonly host?: string
  /**
   * The node's SSH port, when it is not the cluster's.
   */
  readonly port?: number
  /**
   * Whom Ansible logs in as, when it is not the cluster's.
   */
  readonly user?: string
}
/**
 * One machine.
 */
export interface ClientHostSpec {
  /**
   * The host's name in Ansible's inventory; `tls.clients[].install.hosts` refers to it.
   */
  readonly name: string
  readonly ansible?: ClientHostAnsibleSpec
}
/**
 * What differs from the cluster's `ansible` section for this host.
 */
export interface ClientHostAnsibleSpec {
  /**
   * Where Ansible reaches the host, when that is not its name.
   */
  readonly host?: string
  /**
   * The host's SSH port, when it is not the cluster's.
   */
  readonly port?: number
  /**
   * Whom Ansible logs in as, when it is not the cluster's.
   */
  readonly user?: string
}
/**
 * Which etcd runs, how it gets onto the nodes and how it is set up there.
 */
export interface EtcdSpec {
  /**
   * The etcd release that every member runs.
   */
  readonly version?: string
  readonly install?: InstallSpec
  /**
   * How etcd is configured; all three mean the same. `env`: variables in an environment file that the unit reads. `flags`: flags in the unit. `file`: etcd's own configuration file.
   */
  readonly style?: 'env' | 'flags' | 'file'
  /**
   * Sets this cluster apart from every other, so that members of two never meet. Must be unique; the default is the cluster's name.
   */
  readonly token?: string
  readonly ports?: PortsSpec
  readonly paths?: PathsSpec
  readonly account?: AccountSpec
  readonly tuning?: TuningSpec
  readonly logging?: LoggingSpec
  readonly metrics?: MetricsSpec
  /**
   * Any other option that this version of etcd has, by the name of its flag without dashes; docs/options.md lists them. An option that another field sets is refused here.
   */
  readonly extraOptions?: {
    readonly [k: string]: string | number | boolean
  }
}
/**
 * How etcd's binaries get onto the nodes.
 */
export interface InstallSpec {
  /**
   * `release`: each node downloads the release's archive and checks its digest. `package`: the distribution's own packages, by apt. `staged`: the release's archive, or its programs, lie in a directory already, see `staging`.
   */
  readonly method?: 'release' | 'package' | 'staged'
  /**
   * Where releases lie: `<mirror>/v<version>/etcd-v<version>-linux-<architecture>.tar.gz` is what a node downloads, with `SHA256SUMS` beside it. For the method `release`.
   */
  readonly mirror?: string
  readonly sha256?: Sha256Spec
  /**
   * The packages that hold etcd and etcdctl. For the method `package`; `[etcd]` where the distribution has both in one.
   */
  readonly packages?: readonly string[]
  readonly staging?: StagingSpec
}
/**
 * SHA-256 digests of the archives, by architecture. They go before the digests that quorate knows. Without either, a node takes the digest from SHA256SUMS beside the archive.
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
 * Where the release lies, for the method `staged`.
 */
export interface StagingSpec {
  /**
   * Whose directory it is: `control-node` is the machine that runs Ansible, which then pushes what lies there; `node` is every node itself.
   */
  readonly place?: 'control-node' | 'node'
  /**
   * The directory. It holds the archives as they were released, `etcd-v<version>-linux-<architecture>.tar.gz`, or, where `programs` is given, the programs.
   */
  readonly directory: string
  readonly programs?: ProgramsSpec
}
/**
 * SHA-256 digests of the programs that lie in the directory, instead of archives. The nodes then are of one architecture.
 */
export interface ProgramsSpec {
  /**
   * Digest of the server.
   */
  readonly etcd: string
  /**
   * Digest of the client.
   */
  readonly etcdctl: string
  /**
   * Digest of the tool for data directories, which releases have since 3.5; left out, it is not installed.
   */
  readonly etcdutl?: string
}
/**
 * The ports that etcd listens on.
 */
export interface PortsSpec {
  /**
   * Where clients reach a member.
   */
  readonly client?: number
  /**
   * Where members reach each other.
   */
  readonly peer?: number
  /**
   * Where /metrics and /health answer plain HTTP; see `etcd.metrics`.
   */
  readonly metrics?: number
}
/**
 * Where things lie on the nodes.
 */
export interface PathsSpec {
  /**
   * What the member stores: its WAL and its database. Best on a fast disk of its own.
   */
  readonly data?: string
  /**
   * Where the member writes its WAL, when that is to have a disk of its own; a part of the data directory by default.
   */
  readonly wal?: string
  /**
   * Holds etcd's own configuration files and, unless `pki` says otherwise, the certificates.
   */
  readonly configuration?: string
  /**
   * Holds certificates and keys; `pki` under the configuration directory by default.
   */
  readonly pki?: string
  /**
   * The file of variables that the unit reads, for the style `env`.
   */
  readonly environmentFile?: string
  /**
   * etcd's configuration file, for the style `file`; `etcd.conf.yml` in the configuration directory by default.
   */
  readonly configurationFile?: string
  /**
   * Where etcd, etcdctl and etcdutl are found. Packages put them into /usr/bin, whatever this says.
   */
  readonly binaries?: string
  /**
   * Where downloaded releases are unpacked, each in a directory of its own; the binaries are links into it.
   */
  readonly releases?: string
}
/**
 * The system account that etcd runs as.
 */
export interface AccountSpec {
  /**
   * The user; made when missing.
   */
  readonly user?: string
  /**
   * The group; made when missing.
   */
  readonly group?: string
}
/**
 * What operators set to suit their network and their load.
 */
export interface TuningSpec {
  /**
   * How often a leader tells its followers that it lives: about the longest round trip between members.
   */
  readonly heartbeatInterval?: string
  /**
   * How long a follower waits for the leader before it stands for election: at least five, better ten heartbeats, and at most 50s.
   */
  readonly electionTimeout?: string
  /**
   * The size of the database at which etcd refuses writes. etcd suggests at most 8GiB.
   */
  readonly quota?: string
  /**
   * How etcd compacts the history of keys by itself. `periodic`: it keeps that of the time that `compactionRetention` says. `revision`: it keeps the newest `compactionRevisions` revisions. `off`: somebody else compacts, as kube-apiserver does.
   */
  readonly compaction?: 'periodic' | 'revision' | 'off'
  /**
   * How much history of keys periodic compaction keeps.
   */
  readonly compactionRetention?: string
  /**
   * How many revisions compaction by revision keeps.
   */
  readonly compactionRevisions?: number
  /**
   * How many committed transactions until a member writes a snapshot to disk.
   */
  readonly snapshotCount?: number
  /**
   * The largest request that a member takes. Clients have a limit of their own of 2MiB.
   */
  readonly maxRequestSize?: string
  /**
   * Whether a member asks whether it would win before it calls an election, so that one which comes back does not disturb the others.
   */
  readonly preVote?: boolean
  /**
   * Whether members compare their data at start, and as they compact, where the version can.
   */
  readonly corruptionChecks?: boolean
  /**
   * How often the leader also compares the members' whole data, which costs a read of it all; never, unless this says so.
   */
  readonly corruptionCheckInterval?: string
}
/**
 * What etcd logs, and where to.
 */
export interface LoggingSpec {
  /**
   * What etcd logs.
   */
  readonly level?: 'debug' | 'info' | 'warn' | 'error'
  /**
   * How a line of the log looks: one JSON object, or text for people (etcd 3.6 and later).
   */
  readonly format?: 'json' | 'console'
  /**
   * Where the log goes: `stderr` and `stdout` end up in systemd's journal; a path is a file in a directory of its own, which etcd's account owns.
   */
  readonly outputs?: readonly string[]
}
/**
 * Who can read /metrics and /health over plain HTTP, at the port `etcd.ports.metrics`.
 */
export interface MetricsSpec {
  /**
   * `loopback`: the node itself. `node`: everyone who reaches the node's address, without a password. `both`: the two.
   */
  readonly listen?: 'loopback' | 'node' | 'both'
  /**
   * `extensive` adds histograms of the latency of every kind of request.
   */
  readonly level?: 'basic' | 'extensive'
}
/**
 * The certificates that quorate makes.
 */
export interface TlsSpec {
  /**
   * Whether clients and peers speak TLS, each with a certificate. Without it etcd speaks plain HTTP and asks nobody who they are, so it is for a single node whose address is one of loopback; no certificate is made then, and etcd's JSON gateway is off, which any web page in a browser there could ask.
   */
  readonly enabled?: boolean
  /**
   * How the PKI shares its authorities and certificates. `separate-ca`: one authority for peers, one for clients and servers, so that no client's certificate can join as a peer. `single-ca`: one authority for all, with a server and a peer certificate for each member. `shared-certificate`: one authority, and one certificate with its key for servers and peers on all members.
   */
  readonly layout?: 'separate-ca' | 'single-ca' | 'shared-certificate'
  /**
   * `generated`: quorate makes them in its first run. `provided`: you bring them with their keys (`quorate pki import`), and quorate never makes one. `external`: another CA signs; quorate has no key of it, writes certificate requests, and takes what comes back (`quorate pki import`).
   */
  readonly authority?: 'generated' | 'provided' | 'external'
  /**
   * The kind of key that certificates get; an authority keeps the one that it has.
   */
  readonly algorithm?: 'ecdsa-p256' | 'ecdsa-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'ed25519'
  /**
   * How long a new certificate authority is valid.
   */
  readonly authorityLifetime?: string
  /**
   * How long new server, peer and client certificates are valid.
   */
  readonly certificateLifetime?: string
  readonly files?: FilesSpec
  /**
   * The oldest TLS that members and clients may speak (etcd 3.4.25, 3.5.8 and later).
   */
  readonly minVersion?: 'TLS1.2' | 'TLS1.3'
  /**
   * The newest TLS that members and clients may speak (etcd 3.4.25, 3.5.8 and later).
   */
  readonly maxVersion?: 'TLS1.2' | 'TLS1.3'
  /**
   * The cipher suites of TLS 1.2 that etcd offers, by Go's names; Go's own choice unless this says otherwise. TLS 1.3 has its own, which cannot be chosen.
   */
  readonly cipherSuites?: readonly string[]
  /**
   * Clients that get a certificate besides `root`, the operator's own, which is always made and lies on every node.
   */
  readonly clients?: readonly ClientSpec[]
}
/**
 * How certificates and keys are called in the PKI directory of the nodes.
 */
export interface FilesSpec {
  /**
   * `crt`: ca.crt, NAME.crt and NAME.key. `pem`: ca.pem, NAME.pem and NAME-key.pem.
   */
  readonly naming?: 'crt' | 'pem'
  /**
   * For the layout `separate-ca`.
   */
  readonly clientAuthority?: string
  /**
   * For the layout `separate-ca`.
   */
  readonly peerAuthority?: string
  /**
   * For the layouts `single-ca` and `shared-certificate`.
   */
  readonly authority?: string
  /**
   * For the layouts `separate-ca` and `single-ca`.
   */
  readonly server?: string
  /**
   * For the layouts `separate-ca` and `single-ca`.
   */
  readonly peer?: string
  /**
   * For the layout `shared-certificate`.
   */
  readonly member?: string
  /**
   * The client certificate of `root`, with which etcdctl runs on the nodes.
   */
  readonly root?: string
}
/**
 * One client.
 */
export interface ClientSpec {
  /**
   * Names the client and its files; the common name of the certificate unless `commonName` says otherwise.
   */
  readonly name: string
  /**
   * The common name of the certificate: the user, once etcd's authentication is on.
   */
  readonly commonName?: string
  /**
   * The organizations in the certificate's subject.
   */
  readonly organizations?: readonly string[]
  /**
   * How long a new certificate of this client is valid; `tls.certificateLifetime` by default.
   */
  readonly lifetime?: string
  readonly install?: ClientInstallSpec
  /**
   * Whether this is the client that kube-apiserver is: `kubernetes/` then holds its flags, and a block for kubeadm.
   */
  readonly kubernetes?: boolean
}
/**
 * Where the client's certificate, its key and the authority of the servers go.
 */
export interface ClientInstallSpec {
  /**
   * Names of `nodes` or of `clientHosts`.
   */
  readonly hosts: readonly string[]
  /**
   * Where the certificate lies; in the PKI directory, named after the client, by default.
   */
  readonly certificate?: string
  /**
   * Where the key lies; beside the certificate by default.
   */
  readonly key?: string
  /**
   * Where the certificate of the servers' authority lies; beside the client's certificate by default.
   */
  readonly authority?: string
  /**
   * Who owns the key, and alone may read it.
   */
  readonly owner?: string
  /**
   * The group of the key.
   */
  readonly group?: string
}
/**
 * How the private keys under `secrets/` are kept.
 */
export interface SecretsSpec {
  /**
   * `none`: plain files that only their owner may read, kept out of Git. `ansible-vault`: encrypted with a password, as Ansible reads them. `age`: encrypted to recipients (age-encryption.org). Encrypted files may be committed.
   */
  readonly encryption?: 'none' | 'ansible-vault' | 'age'
  /**
   * The label that Ansible finds the password by, where there are several (`--vault-id`).
   */
  readonly vaultId?: string
  /**
   * The public keys of those who may decrypt, for `age`.
   */
  readonly recipients?: readonly string[]
}
/**
 * How Ansible reaches the nodes.
 */
export interface AnsibleSpec {
  /**
   * Whom Ansible logs in as.
   */
  readonly user?: string
  /**
   * The nodes' SSH port.
   */
  readonly port?: number
  /**
   * Whether Ansible uses sudo to become root after the login.
   */
  readonly become?: boolean
  readonly bastion?: BastionSpec
}
/**
 * The host through which the nodes are reached by SSH.
 */
export interface BastionSpec {
  /**
   * The bastion's address or DNS name.
   */
  readonly host: string
  /**
   * The bastion's SSH port.
   */
  readonly port?: number
  /**
   * Whom to log in as on the bastion; the nodes' SSH user by default.
   */
  readonly user?: string
}
/**
 * How systemd runs etcd.
 */
export interface SystemdSpec {
  /**
   * How many files and connections etcd may hold open.
   */
  readonly limitNoFile?: number
  /**
   * How long a start may take before systemd gives up: a large WAL takes minutes to read.
   */
  readonly startTimeout?: string
  /**
   * How long systemd waits before it starts a failed member again.
   */
  readonly restartDelay?: string
}
/**
 * The user-data with which each node comes up as its member by itself, at its first boot.
 */
export interface CloudInitSpec {
  /**
   * Who hands the user-data to the nodes. Its limit is kept to, and the runbook says how to attach them there. `nocloud`: an image or a directory that is attached to the machine.
   */
  readonly provider?: 'nocloud' | 'aws' | 'gcp' | 'azure' | 'openstack' | 'digitalocean' | 'hetzner'
  /**
   * `later`: the user-data holds no private key; the node comes up ready, waits for its keys, and starts etcd when they arrive. `embed`: it holds the node's own keys, and lies under `secrets/`; whoever can ask the provider's metadata service can read them.
   */
  readonly keys?: 'later' | 'embed'
  /**
   * What the user-data is to hold besides, as cloud-init takes it: users, packages, commands and so on. Lists are put together, and your runcmd runs after etcd is set up.
   */
  readonly config?: {
    readonly [k: string]: unknown
  }
  /**
   * The same from a file, in place of `config`: its path, from where the spec lies.
   */
  readonly configFile?: string
  readonly network?: NetworkSpec
}
/**
 * How cloud-init sets each node's `address`, for `nocloud`. Without it, the address has to be there some other way, such as DHCP.
 */
export interface NetworkSpec {
  /**
   * The name of the interface that gets the node's `address`. One that is known by its `macAddress` gets this name.
   */
  readonly interface: string
  /**
   * How many bits of the address are the network's.
   */
  readonly prefixLength: number
  /**
   * Where the default route leads.
   */
  readonly gateway?: string
  /**
   * The addresses of DNS servers.
   */
  readonly nameservers?: readonly string[]
  /**
   * Domains in which names are looked up that are not complete.
   */
  readonly searchDomains?: readonly string[]
}

/**
 * One etcd cluster, as quorate is asked to set it up. Besides `apiVersion` and `kind`, only `name` and `nodes` have to be said; everything else has a default.
 */
export interface FilledSpec {
  /**
   * The version of this format.
   */
  readonly apiVersion: 'quorate/v1'
  /**
   * What the document describes.
   */
  readonly kind: 'EtcdCluster'
  /**
   * Names the cluster: its folder under the output directory, its certificate authorities and, unless `etcd.token` says otherwise, its cluster token. Lower-case letters, digits and hyphens.
   */
  readonly name: string
  /**
   * The machines that are to be members, in any order. Three or five in production: an even number adds a machine to lose without adding a failure that the cluster survives.
   */
  readonly nodes: readonly FilledNodeSpec[]
  /**
   * Machines that are no members and hold certificates of clients, such as control-plane hosts.
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
   * The member's name in etcd, the host's name in Ansible's inventory, and a DNS name in its certificates.
   */
  readonly name: string
  /**
   * The IPv4 or IPv6 address at which peers and clients reach the member. IPv6 without brackets.
   */
  readonly address: string
  /**
   * Names by which clients or peers also reach the node. They go into its certificates; a wildcard stands for one label.
   */
  readonly dnsNames: readonly string[]
  /**
   * Addresses at which clients or peers also reach the node: a second network, a translated or a virtual address. They go into its certificates.
   */
  readonly ipAddresses: readonly string[]
  /**
   * The hardware address of the interface that gets `address`, for cloud-init's network-config: without it, the interface is known by its name alone.
   */
  readonly macAddress?: string
  readonly ansible: FilledNodeAnsibleSpec
}
/**
 * What differs from the cluster's `ansible` section for this node.
 */
export interface FilledNodeAnsibleSpec {
  /**
   * Where Ansible reaches the node, when that is not its `address`.
   */
  readonly host?: string
  /**
   * The node's SSH port, when it is not the cluster's.
   */
  readonly port?: number
  /**
   * Whom Ansible logs in as, when it is not the cluster's.
   */
  readonly user?: string
}
/**
 * One machine.
 */
export interface FilledClientHostSpec {
  /**
   * The host's name in Ansible's inventory; `tls.clients[].install.hosts` refers to it.
   */
  readonly name: string
  readonly ansible: FilledClientHostAnsibleSpec
}
/**
 * What differs from the cluster's `ansible` section for this host.
 */
export interface FilledClientHostAnsibleSpec {
  /**
   * Where Ansible reaches the host, when that is not its name.
   */
  readonly host?: string
  /**
   * The host's SSH port, when it is not the cluster's.
   */
  readonly port?: number
  /**
   * Whom Ansible logs in as, when it is not the cluster's.
   */
  readonly user?: string
}
/**
 * Which etcd runs, how it gets onto the nodes and how it is set up there.
 */
export interface FilledEtcdSpec {
  /**
   * The etcd release that every member runs.
   */
  readonly version: string
  readonly install: FilledInstallSpec
  /**
   * How etcd is configured; all three mean the same. `env`: variables in an environment file that the unit reads. `flags`: flags in the unit. `file`: etcd's own configuration file.
   */
  readonly style: 'env' | 'flags' | 'file'
  /**
   * Sets this cluster apart from every other, so that members of two never meet. Must be unique; the default is the cluster's name.
   */
  readonly token?: string
  readonly ports: FilledPortsSpec
  readonly paths: FilledPathsSpec
  readonly account: FilledAccountSpec
  readonly tuning: FilledTuningSpec
  readonly logging: FilledLoggingSpec
  readonly metrics: FilledMetricsSpec
  /**
   * Any other option that this version of etcd has, by the name of its flag without dashes; docs/options.md lists them. An option that another field sets is refused here.
   */
  readonly extraOptions: {
    readonly [k: string]: string | number | boolean
  }
}
/**
 * How etcd's binaries get onto the nodes.
 */
export interface FilledInstallSpec {
  /**
   * `release`: each node downloads the release's archive and checks its digest. `package`: the distribution's own packages, by apt. `staged`: the release's archive, or its programs, lie in a directory already, see `staging`.
   */
  readonly method: 'release' | 'package' | 'staged'
  /**
   * Where releases lie: `<mirror>/v<version>/etcd-v<version>-linux-<architecture>.tar.gz` is what a node downloads, with `SHA256SUMS` beside it. For the method `release`.
   */
  readonly mirror: string
  readonly sha256?: FilledSha256Spec
  /**
   * The packages that hold etcd and etcdctl. For the method `package`; `[etcd]` where the distribution has both in one.
   */
  readonly packages: readonly string[]
  readonly staging?: FilledStagingSpec
}
/**
 * SHA-256 digests of the archives, by architecture. They go before the digests that quorate knows. Without either, a node takes the digest from SHA256SUMS beside the archive.
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
 * Where the release lies, for the method `staged`.
 */
export interface FilledStagingSpec {
  /**
   * Whose directory it is: `control-node` is the machine that runs Ansible, which then pushes what lies there; `node` is every node itself.
   */
  readonly place: 'control-node' | 'node'
  /**
   * The directory. It holds the archives as they were released, `etcd-v<version>-linux-<architecture>.tar.gz`, or, where `programs` is given, the programs.
   */
  readonly directory: string
  readonly programs?: FilledProgramsSpec
}
/**
 * SHA-256 digests of the programs that lie in the directory, instead of archives. The nodes then are of one architecture.
 */
export interface FilledProgramsSpec {
  /**
   * Digest of the server.
   */
  readonly etcd: string
  /**
   * Digest of the client.
   */
  readonly etcdctl: string
  /**
   * Digest of the tool for data directories, which releases have since 3.5; left out, it is not installed.
   */
  readonly etcdutl?: string
}
/**
 * The ports that etcd listens on.
 */
export interface FilledPortsSpec {
  /**
   * Where clients reach a member.
   */
  readonly client: number
  /**
   * Where members reach each other.
   */
  readonly peer: number
  /**
   * Where /metrics and /health answer plain HTTP; see `etcd.metrics`.
   */
  readonly metrics: number
}
/**
 * Where things lie on the nodes.
 */
export interface FilledPathsSpec {
  /**
   * What the member stores: its WAL and its database. Best on a fast disk of its own.
   */
  readonly data: string
  /**
   * Where the member writes its WAL, when that is to have a disk of its own; a part of the data directory by default.
   */
  readonly wal?: string
  /**
   * Holds etcd's own configuration files and, unless `pki` says otherwise, the certificates.
   */
  readonly configuration: string
  /**
   * Holds certificates and keys; `pki` under the configuration directory by default.
   */
  readonly pki?: string
  /**
   * The file of variables that the unit reads, for the style `env`.
   */
  readonly environmentFile: string
  /**
   * etcd's configuration file, for the style `file`; `etcd.conf.yml` in the configuration directory by default.
   */
  readonly configurationFile?: string
  /**
   * Where etcd, etcdctl and etcdutl are found. Packages put them into /usr/bin, whatever this says.
   */
  readonly binaries: string
  /**
   * Where downloaded releases are unpacked, each in a directory of its own; the binaries are links into it.
   */
  readonly releases: string
}
/**
 * The system account that etcd runs as.
 */
export interface FilledAccountSpec {
  /**
   * The user; made when missing.
   */
  readonly user: string
  /**
   * The group; made when missing.
   */
  readonly group: string
}
/**
 * What operators set to suit their network and their load.
 */
export interface FilledTuningSpec {
  /**
   * How often a leader tells its followers that it lives: about the longest round trip between members.
   */
  readonly heartbeatInterval: string
  /**
   * How long a follower waits for the leader before it stands for election: at least five, better ten heartbeats, and at most 50s.
   */
  readonly electionTimeout: string
  /**
   * The size of the database at which etcd refuses writes. etcd suggests at most 8GiB.
   */
  readonly quota: string
  /**
   * How etcd compacts the history of keys by itself. `periodic`: it keeps that of the time that `compactionRetention` says. `revision`: it keeps the newest `compactionRevisions` revisions. `off`: somebody else compacts, as kube-apiserver does.
   */
  readonly compaction: 'periodic' | 'revision' | 'off'
  /**
   * How much history of keys periodic compaction keeps.
   */
  readonly compactionRetention: string
  /**
   * How many revisions compaction by revision keeps.
   */
  readonly compactionRevisions: number
  /**
   * How many committed transactions until a member writes a snapshot to disk.
   */
  readonly snapshotCount: number
  /**
   * The largest request that a member takes. Clients have a limit of their own of 2MiB.
   */
  readonly maxRequestSize: string
  /**
   * Whether a member asks whether it would win before it calls an election, so that one which comes back does not disturb the others.
   */
  readonly preVote: boolean
  /**
   * Whether members compare their data at start, and as they compact, where the version can.
   */
  readonly corruptionChecks: boolean
  /**
   * How often the leader also compares the members' whole data, which costs a read of it all; never, unless this says so.
   */
  readonly corruptionCheckInterval?: string
}
/**
 * What etcd logs, and where to.
 */
export interface FilledLoggingSpec {
  /**
   * What etcd logs.
   */
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  /**
   * How a line of the log looks: one JSON object, or text for people (etcd 3.6 and later).
   */
  readonly format: 'json' | 'console'
  /**
   * Where the log goes: `stderr` and `stdout` end up in systemd's journal; a path is a file in a directory of its own, which etcd's account owns.
   */
  readonly outputs: readonly string[]
}
/**
 * Who can read /metrics and /health over plain HTTP, at the port `etcd.ports.metrics`.
 */
export interface FilledMetricsSpec {
  /**
   * `loopback`: the node itself. `node`: everyone who reaches the node's address, without a password. `both`: the two.
   */
  readonly listen: 'loopback' | 'node' | 'both'
  /**
   * `extensive` adds histograms of the latency of every kind of request.
   */
  readonly level: 'basic' | 'extensive'
}
/**
 * The certificates that quorate makes.
 */
export interface FilledTlsSpec {
  /**
   * Whether clients and peers speak TLS, each with a certificate. Without it etcd speaks plain HTTP and asks nobody who they are, so it is for a single node whose address is one of loopback; no certificate is made then, and etcd's JSON gateway is off, which any web page in a browser there could ask.
   */
  readonly enabled: boolean
  /**
   * How the PKI shares its authorities and certificates. `separate-ca`: one authority for peers, one for clients and servers, so that no client's certificate can join as a peer. `single-ca`: one authority for all, with a server and a peer certificate for each member. `shared-certificate`: one authority, and one certificate with its key for servers and peers on all members.
   */
  readonly layout: 'separate-ca' | 'single-ca' | 'shared-certificate'
  /**
   * `generated`: quorate makes them in its first run. `provided`: you bring them with their keys (`quorate pki import`), and quorate never makes one. `external`: another CA signs; quorate has no key of it, writes certificate requests, and takes what comes back (`quorate pki import`).
   */
  readonly authority: 'generated' | 'provided' | 'external'
  /**
   * The kind of key that certificates get; an authority keeps the one that it has.
   */
  readonly algorithm: 'ecdsa-p256' | 'ecdsa-p384' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'ed25519'
  /**
   * How long a new certificate authority is valid.
   */
  readonly authorityLifetime: string
  /**
   * How long new server, peer and client certificates are valid.
   */
  readonly certificateLifetime: string
  readonly files: FilledFilesSpec
  /**
   * The oldest TLS that members and clients may speak (etcd 3.4.25, 3.5.8 and later).
   */
  readonly minVersion?: 'TLS1.2' | 'TLS1.3'
  /**
   * The newest TLS that members and clients may speak (etcd 3.4.25, 3.5.8 and later).
   */
  readonly maxVersion?: 'TLS1.2' | 'TLS1.3'
  /**
   * The cipher suites of TLS 1.2 that etcd offers, by Go's names; Go's own choice unless this says otherwise. TLS 1.3 has its own, which cannot be chosen.
   */
  readonly cipherSuites?: readonly string[]
  /**
   * Clients that get a certificate besides `root`, the operator's own, which is always made and lies on every node.
   */
  readonly clients: readonly FilledClientSpec[]
}
/**
 * How certificates and keys are called in the PKI directory of the nodes.
 */
export interface FilledFilesSpec {
  /**
   * `crt`: ca.crt, NAME.crt and NAME.key. `pem`: ca.pem, NAME.pem and NAME-key.pem.
   */
  readonly naming: 'crt' | 'pem'
  /**
   * For the layout `separate-ca`.
   */
  readonly clientAuthority: string
  /**
   * For the layout `separate-ca`.
   */
  readonly peerAuthority: string
  /**
   * For the layouts `single-ca` and `shared-certificate`.
   */
  readonly authority: string
  /**
   * For the layouts `separate-ca` and `single-ca`.
   */
  readonly server: string
  /**
   * For the layouts `separate-ca` and `single-ca`.
   */
  readonly peer: string
  /**
   * For the layout `shared-certificate`.
   */
  readonly member: string
  /**
   * The client certificate of `root`, with which etcdctl runs on the nodes.
   */
  readonly root: string
}
/**
 * One client.
 */
export interface FilledClientSpec {
  /**
   * Names the client and its files; the common name of the certificate unless `commonName` says otherwise.
   */
  readonly name: string
  /**
   * The common name of the certificate: the user, once etcd's authentication is on.
   */
  readonly commonName?: string
  /**
   * The organizations in the certificate's subject.
   */
  readonly organizations: readonly string[]
  /**
   * How long a new certificate of this client is valid; `tls.certificateLifetime` by default.
   */
  readonly lifetime?: string
  readonly install?: FilledClientInstallSpec
  /**
   * Whether this is the client that kube-apiserver is: `kubernetes/` then holds its flags, and a block for kubeadm.
   */
  readonly kubernetes: boolean
}
/**
 * Where the client's certificate, its key and the authority of the servers go.
 */
export interface FilledClientInstallSpec {
  /**
   * Names of `nodes` or of `clientHosts`.
   */
  readonly hosts: readonly string[]
  /**
   * Where the certificate lies; in the PKI directory, named after the client, by default.
   */
  readonly certificate?: string
  /**
   * Where the key lies; beside the certificate by default.
   */
  readonly key?: string
  /**
   * Where the certificate of the servers' authority lies; beside the client's certificate by default.
   */
  readonly authority?: string
  /**
   * Who owns the key, and alone may read it.
   */
  readonly owner: string
  /**
   * The group of the key.
   */
  readonly group: string
}
/**
 * How the private keys under `secrets/` are kept.
 */
export interface FilledSecretsSpec {
  /**
   * `none`: plain files that only their owner may read, kept out of Git. `ansible-vault`: encrypted with a password, as Ansible reads them. `age`: encrypted to recipients (age-encryption.org). Encrypted files may be committed.
   */
  readonly encryption: 'none' | 'ansible-vault' | 'age'
  /**
   * The label that Ansible finds the password by, where there are several (`--vault-id`).
   */
  readonly vaultId?: string
  /**
   * The public keys of those who may decrypt, for `age`.
   */
  readonly recipients?: readonly string[]
}
/**
 * How Ansible reaches the nodes.
 */
export interface FilledAnsibleSpec {
  /**
   * Whom Ansible logs in as.
   */
  readonly user: string
  /**
   * The nodes' SSH port.
   */
  readonly port: number
  /**
   * Whether Ansible uses sudo to become root after the login.
   */
  readonly become: boolean
  readonly bastion?: FilledBastionSpec
}
/**
 * The host through which the nodes are reached by SSH.
 */
export interface FilledBastionSpec {
  /**
   * The bastion's address or DNS name.
   */
  readonly host: string
  /**
   * The bastion's SSH port.
   */
  readonly port: number
  /**
   * Whom to log in as on the bastion; the nodes' SSH user by default.
   */
  readonly user?: string
}
/**
 * How systemd runs etcd.
 */
export interface FilledSystemdSpec {
  /**
   * How many files and connections etcd may hold open.
   */
  readonly limitNoFile: number
  /**
   * How long a start may take before systemd gives up: a large WAL takes minutes to read.
   */
  readonly startTimeout: string
  /**
   * How long systemd waits before it starts a failed member again.
   */
  readonly restartDelay: string
}
/**
 * The user-data with which each node comes up as its member by itself, at its first boot.
 */
export interface FilledCloudInitSpec {
  /**
   * Who hands the user-data to the nodes. Its limit is kept to, and the runbook says how to attach them there. `nocloud`: an image or a directory that is attached to the machine.
   */
  readonly provider: 'nocloud' | 'aws' | 'gcp' | 'azure' | 'openstack' | 'digitalocean' | 'hetzner'
  /**
   * `later`: the user-data holds no private key; the node comes up ready, waits for its keys, and starts etcd when they arrive. `embed`: it holds the node's own keys, and lies under `secrets/`; whoever can ask the provider's metadata service can read them.
   */
  readonly keys: 'later' | 'embed'
  /**
   * What the user-data is to hold besides, as cloud-init takes it: users, packages, commands and so on. Lists are put together, and your runcmd runs after etcd is set up.
   */
  readonly config: {
    readonly [k: string]: unknown
  }
  /**
   * The same from a file, in place of `config`: its path, from where the spec lies.
   */
  readonly configFile?: string
  readonly network?: FilledNetworkSpec
}
/**
 * How cloud-init sets each node's `address`, for `nocloud`. Without it, the address has to be there some other way, such as DHCP.
 */
export interface FilledNetworkSpec {
  /**
   * The name of the interface that gets the node's `address`. One that is known by its `macAddress` gets this name.
   */
  readonly interface: string
  /**
   * How many bits of the address are the network's.
   */
  readonly prefixLength: number
  /**
   * Where the default route leads.
   */
  readonly gateway?: string
  /**
   * The addresses of DNS servers.
   */
  readonly nameservers: readonly string[]
  /**
   * Domains in which names are looked up that are not complete.
   */
  readonly searchDomains: readonly string[]
}
