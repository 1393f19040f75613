import type { Architecture } from '../etcd/releases.ts'
import type { PkiSubjects } from '../pki/plan.ts'
import type { Protection } from '../secrets/protection.ts'
import type { Endpoint, IpAddress } from './endpoint.ts'

/** How Ansible connects to a host with SSH. */
export type Connection = {
  readonly host: string
  readonly port: number
  readonly user: string
  /** A file on the control node; without one, ssh uses its own keys. */
  readonly privateKeyFile: string | undefined
}

/** The file names or paths of a certificate and its key. */
export type CertificateFiles = { readonly certificate: string; readonly key: string }

/** The absolute paths of a client certificate, its key and the client CA on a host. */
export type ClientInstall = CertificateFiles & {
  readonly client: string
  readonly authority: string
  /** The owner of the key. */
  readonly owner: string
  readonly group: string
}

/** A machine that is not a member and has client certificates. */
export type ClientHost = {
  readonly name: string
  readonly connection: Connection
  readonly installs: readonly ClientInstall[]
}

/** One member and all its addresses. */
export type Member = {
  /** The name of its node: in the inventory, in paths and in certificates. */
  readonly name: string
  /** Its name in etcd. */
  readonly memberName: string
  readonly address: IpAddress
  /** Where other members reach it. */
  readonly peer: Endpoint
  /** Where clients reach it. */
  readonly client: Endpoint
  /** Where etcd listens for other members and for clients; never empty. */
  readonly listeners: { readonly peer: readonly Endpoint[]; readonly client: readonly Endpoint[] }
  /** The addresses that the machine must have. */
  readonly ownAddresses: readonly string[]
  /** The addresses on which it listens and that the machine may not have at the moment. */
  readonly virtualAddresses: readonly string[]
  /** For clients on the node itself. */
  readonly localClient: Endpoint
  /** The listeners for metrics; never empty. */
  readonly metrics: readonly Endpoint[]
  readonly connection: Connection
  /** The names of its files in the PKI directory, if the cluster has TLS. In some layouts, two of them are the same file. */
  readonly certificates: {
    readonly server: CertificateFiles
    readonly peer: CertificateFiles
    readonly root: CertificateFiles
  }
  /** The clients whose certificates are on this node. */
  readonly installs: readonly ClientInstall[]
  /** The MAC address of the interface that cloud-init configures, in lower case. */
  readonly macAddress: string | undefined
}

/** A node that the spec takes out of the cluster. */
export type AbsentNode = Pick<Member, 'name' | 'memberName' | 'peer' | 'client' | 'connection'> & {
  /** Whether its data is deleted, or moved aside. */
  readonly deletesData: boolean
}

/** How etcd gets its options. */
export type Style = 'env' | 'flags' | 'file'

/** A release archive on a mirror: its URL, and its digest for Ansible's get_url. */
export type Archive = {
  readonly architecture: Architecture
  readonly url: string
  /** `sha256:` and the digest, or `sha256:` and the URL of a SHA256SUMS file. */
  readonly checksum: string
}

/** A file in a staging directory, and its SHA-256 digest in hexadecimal. */
export type StagedArchive = {
  readonly architecture: Architecture
  readonly file: string
  readonly sha256: string
}
export type StagedProgram = { readonly program: string; readonly sha256: string }

/** Whether the staging directory is on the control node or on each node. */
export type Staging = { readonly place: 'control-node' | 'node'; readonly directory: string }

/** How a node downloads etcd. */
export type Download = {
  /** The variables that name the proxy, such as `https_proxy`. */
  readonly proxy: Readonly<Record<string, string>> | undefined
  /** The certificates of the mirror's CA in PEM, if the machine's trust store does not have it. */
  readonly mirrorAuthority: string | undefined
}

/** How etcd is installed. */
export type Install =
  | ({ readonly method: 'release'; readonly archives: readonly Archive[] } & Download)
  | {
      readonly method: 'staged-archives'
      readonly staging: Staging
      readonly archives: readonly StagedArchive[]
    }
  | {
      readonly method: 'staged-programs'
      readonly staging: Staging
      readonly programs: readonly StagedProgram[]
    }
  | ({ readonly method: 'package'; readonly packages: readonly string[] } & Pick<Download, 'proxy'>)

/** TLS of clients and peers, and the certificates for it. */
export type Tls = {
  /** Settings that the spec chooses. For all others, Go's defaults apply. */
  readonly minVersion: string | undefined
  readonly maxVersion: string | undefined
  readonly cipherSuites: readonly string[]
  readonly subjects: PkiSubjects
  /** The directory of certificates and keys on the nodes. */
  readonly directory: string
  /** The file names of the CAs. In some layouts, both are the same file. */
  readonly authorities: { readonly client: string; readonly peer: string }
}

/** The user-data of the nodes. */
export type CloudInit = {
  /** Whether the spec has a section cloudInit. User-data is generated without one, too; the runbook then leaves it out. */
  readonly isAskedFor: boolean
  readonly provider: 'nocloud' | 'aws' | 'gcp' | 'azure' | 'openstack' | 'digitalocean' | 'hetzner'
  /** Whether it contains the node's private keys, they are delivered after boot, or there are none. */
  readonly keys: 'later' | 'embed' | 'none'
  /** The user's own cloud-config, which quorate merges with its own. */
  readonly config: Readonly<Record<string, unknown>>
  /** The network configuration, if cloud-init sets the nodes' addresses. */
  readonly network:
    | {
        readonly interface: string
        readonly prefixLength: number
        readonly gateway: IpAddress | undefined
        readonly nameservers: readonly string[]
        readonly searchDomains: readonly string[]
      }
    | undefined
}

/** The spec with all defaults and derived values. Nothing is optional from here on. */
export type Cluster = {
  readonly name: string
  readonly token: string
  /** Sorted by name. */
  readonly members: readonly Member[]
  /** Sorted by name. */
  readonly absent: readonly AbsentNode[]
  /** Sorted by name; only hosts with client certificates. */
  readonly clientHosts: readonly ClientHost[]
  /** The paths for kube-apiserver's etcd flags, if the spec has it as a client, and whether site.yml installs the files. */
  readonly kubernetes:
    | (Omit<ClientInstall, 'owner' | 'group'> & {
        readonly isInstalled: boolean
        /** The resources that it keeps here, if another cluster is its main one; none if this one is. */
        readonly overrides: readonly string[]
      })
    | undefined
  /** The DNS domain whose SRV records name the members, and the suffix of the service; undefined for `initial-cluster`. */
  readonly discovery: { readonly domain: string; readonly suffix: string | undefined } | undefined
  readonly version: string
  readonly install: Install
  readonly style: Style
  readonly paths: {
    readonly data: string
    /** The WAL directory, if it is not in the data directory. */
    readonly wal: string | undefined
    readonly configuration: string
    readonly environmentFile: string
    readonly configurationFile: string
    readonly binaries: string
    readonly releases: string
  }
  readonly account: { readonly user: string; readonly group: string }
  readonly tuning: {
    readonly heartbeatMilliseconds: number
    readonly electionMilliseconds: number
    readonly quotaBytes: number
    /** In etcd's notation: the retention is a duration, a number of revisions, or `0` for none. */
    readonly compaction: { readonly mode: 'periodic' | 'revision'; readonly retention: string }
    readonly snapshotCount: number
    readonly maxRequestBytes: number
    readonly preVote: boolean
    readonly corruptionChecks: boolean
    /** In etcd's notation, such as `12h`. */
    readonly corruptionCheckInterval: string | undefined
  }
  readonly logging: { readonly level: string; readonly format: string; readonly outputs: readonly string[] }
  readonly metricsLevel: string
  /** Undefined for plain HTTP, which only a single member on a loopback address uses. */
  readonly tls: Tls | undefined
  /** etcd.extraOptions, sorted by name, with values in the notation of flags. */
  readonly extraOptions: readonly { readonly option: string; readonly value: string }[]
  readonly protection: Protection
  readonly become: boolean
  /** Where the password of sudo comes from, if it asks for one on the nodes. */
  readonly becomePassword: 'prompt' | undefined
  readonly bastion: Connection | undefined
  /** Options of ssh for the nodes and the bastion, as `Name=value` (ssh_config(5)). */
  readonly sshOptions: readonly string[] | undefined
  readonly systemd: {
    /** Its name without `.service`. */
    readonly unit: string
    readonly limitNoFile: number
    readonly startTimeoutSeconds: number
    readonly restartDelaySeconds: number
    /** Scheduling and limits that the spec sets, as the unit has them. */
    readonly limits: readonly { readonly directive: string; readonly value: string }[]
    readonly requiresMountsFor: readonly string[]
    readonly after: readonly string[]
    readonly wants: readonly string[]
    readonly requires: readonly string[]
    /** Variables of the process, `NAME=value`, sorted. */
    readonly environment: readonly string[]
  }
  readonly cloudInit: CloudInit
}
