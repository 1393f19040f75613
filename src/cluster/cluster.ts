import type { Architecture } from '../etcd/releases.ts'
import type { PkiSubjects } from '../pki/plan.ts'
import type { Protection } from '../secrets/protection.ts'
import type { Endpoint, IpAddress } from './endpoint.ts'

/** How Ansible reaches a node by SSH. */
export type Connection = { readonly host: string; readonly port: number; readonly user: string }

/** A certificate's file and its key's, by name or by path. */
export type CertificateFiles = { readonly certificate: string; readonly key: string }

/** Where a client's certificate goes on a host, with its key and the servers' authority: absolute paths. */
export type ClientInstall = CertificateFiles & {
  readonly client: string
  readonly authority: string
  /** Who owns the key. */
  readonly owner: string
  readonly group: string
}

/** A machine that is no member and holds certificates of clients. */
export type ClientHost = {
  readonly name: string
  readonly connection: Connection
  readonly installs: readonly ClientInstall[]
}

/** One member, with every address under which it is reached. */
export type Member = {
  readonly name: string
  readonly address: IpAddress
  readonly peer: Endpoint
  readonly client: Endpoint
  /** Where clients on the node itself reach it. */
  readonly localClient: Endpoint
  /** Where metrics are served over plain HTTP; never empty. */
  readonly metrics: readonly Endpoint[]
  readonly connection: Connection
  /** The clients whose certificates lie on the member's node. */
  readonly installs: readonly ClientInstall[]
  /** The interface that gets the address, where cloud-init sets it; lower case. */
  readonly macAddress: string | undefined
}

/** How etcd is configured. */
export type Style = 'env' | 'flags' | 'file'

/** One release archive of a mirror: where it lies and how Ansible's get_url is told its digest. */
export type Archive = {
  readonly architecture: Architecture
  readonly url: string
  /** `sha256:` and the digest, or `sha256:` and the address of a SHA256SUMS file. */
  readonly checksum: string
}

/** A file that lies in a staging directory, and its SHA-256 digest in hexadecimal. */
export type StagedArchive = {
  readonly architecture: Architecture
  readonly file: string
  readonly sha256: string
}
export type StagedProgram = { readonly program: string; readonly sha256: string }

/** Where a staging directory is: on the machine that runs Ansible, or on each node. */
export type Staging = { readonly place: 'control-node' | 'node'; readonly directory: string }

/** How etcd gets onto the nodes. */
export type Install =
  | { readonly method: 'release'; readonly archives: readonly Archive[] }
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
  | { readonly method: 'package'; readonly packages: readonly string[] }

/** How clients and peers speak TLS, and with which certificates. */
export type Tls = {
  /** What of it the spec chooses; the rest is Go's choice. */
  readonly minVersion: string | undefined
  readonly maxVersion: string | undefined
  readonly cipherSuites: readonly string[]
  readonly subjects: PkiSubjects
  /** Where certificates and keys lie on the nodes. */
  readonly directory: string
  /** How they are called there; some are one file, by the layout. */
  readonly files: {
    readonly clientAuthority: string
    readonly peerAuthority: string
    readonly server: CertificateFiles
    readonly peer: CertificateFiles
    readonly root: CertificateFiles
  }
}

/** The user-data of the nodes. */
export type CloudInit = {
  readonly provider: 'nocloud' | 'aws' | 'gcp' | 'azure' | 'openstack' | 'digitalocean' | 'hetzner'
  /** Whether it holds the node's private keys, these arrive later, or there are none. */
  readonly keys: 'later' | 'embed' | 'none'
  /** The user's own cloud-config, which ours is put together with. */
  readonly config: Readonly<Record<string, unknown>>
  /** How the nodes' addresses are set, where that is ours to say. */
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

/** The spec with every default and every derived value filled in. Nothing is optional from here on. */
export type Cluster = {
  readonly name: string
  readonly token: string
  /** Sorted by name. */
  readonly members: readonly Member[]
  /** Sorted by name; only those that something is installed on. */
  readonly clientHosts: readonly ClientHost[]
  /** What kube-apiserver is told about etcd's certificates, where the spec has it as a client. */
  readonly kubernetes: Omit<ClientInstall, 'owner' | 'group'> | undefined
  readonly version: string
  readonly install: Install
  readonly style: Style
  readonly paths: {
    readonly data: string
    /** Where the WAL lies, if not within the data. */
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
    /** As etcd's own options take it: the retention is a duration, a number of revisions, or `0` for none. */
    readonly compaction: { readonly mode: 'periodic' | 'revision'; readonly retention: string }
    readonly snapshotCount: number
    readonly maxRequestBytes: number
    readonly preVote: boolean
    readonly corruptionChecks: boolean
    /** In etcd's own notation, such as `12h`. */
    readonly corruptionCheckInterval: string | undefined
  }
  readonly logging: { readonly level: string; readonly format: string; readonly outputs: readonly string[] }
  readonly metricsLevel: string
  /** Undefined for plain HTTP, which only a single member on loopback speaks. */
  readonly tls: Tls | undefined
  /** Options beyond those, sorted by name, their values as the flags take them. */
  readonly extraOptions: readonly { readonly option: string; readonly value: string }[]
  readonly protection: Protection
  readonly become: boolean
  readonly bastion: Connection | undefined
  readonly systemd: {
    readonly limitNoFile: number
    readonly startTimeoutSeconds: number
    readonly restartDelaySeconds: number
  }
  readonly cloudInit: CloudInit
}
