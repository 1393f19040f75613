import type { Download, Staging } from '../cluster/cluster.ts'
import type { Asking } from './asking.ts'
import type { RunFiles } from './paths.ts'

/** A directory on a node. */
export type NodeDirectory = {
  readonly path: string
  readonly owner: string
  readonly group: string
  readonly mode: number
}

/** A file on a node. */
export type NodeFile = NodeDirectory & { readonly content: NodeContent }

/**
 * What a file holds: a text, the certificate of a CA or a leaf certificate with its expiry, or a copy of a secret. Of a secret,
 * only its path under secrets/ and its digest are here.
 */
export type NodeContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'authority' | 'certificate'
      readonly text: string
      readonly notAfter: string
      /** The same certificate with old names too, while the cluster moves. */
      readonly moving?: string | undefined
    }
  | { readonly kind: 'secret'; readonly secret: string; readonly sha256: string }

/** A program on a node: a link in the directory of programs to the unpacked release. */
export type NodeLink = { readonly path: string; readonly target: string }

/** An archive of a release, for one architecture. */
type ForMachine = {
  /** As the kernel names it (`uname -m`): `x86_64`. */
  readonly machine: string
  /** The archive's top folder. */
  readonly folder: string
}

/** How etcd gets onto a node: packages of the distribution, or a release in a directory of its own. */
export type Installation =
  | ({
      readonly method: 'package'
      readonly version: string
      readonly packages: readonly string[]
    } & Pick<Download, 'proxy'>)
  | ({
      readonly version: string
      /** Where this release is unpacked: `/opt/etcd/v3.6.15`. */
      readonly directory: string
      readonly links: readonly NodeLink[]
    } & (
      | (Download & {
          readonly method: 'release'
          /** `checksum`: `sha256:` and the digest, or `sha256:` and the address of a SHA256SUMS file. */
          readonly archives: readonly (ForMachine & { readonly url: string; readonly checksum: string })[]
        })
      | {
          readonly method: 'staged-archives'
          readonly staging: Staging
          readonly archives: readonly (ForMachine & { readonly file: string; readonly sha256: string })[]
        }
      | {
          readonly method: 'staged-programs'
          readonly staging: Staging
          readonly programs: readonly { readonly file: string; readonly sha256: string }[]
        }
    ))

/** How a member's settings reach etcd. */
export type Configuration = {
  /** The file that holds them, if they are not in the unit itself. */
  readonly file: NodeFile | undefined
  /** The environment files that the unit reads; none or one. */
  readonly environmentFiles: readonly string[]
  /** What follows the program on the unit's command line, word for word. */
  readonly arguments: readonly string[]
  /** Files under /run that make the next start join a running cluster instead of forming one. They name `OTHER_MEMBERS`. */
  readonly joining: readonly NodeFile[]
  /** The same, with the members of the spec: there is no room in user-data to write down those of the cluster. */
  readonly joiningAtFirstBoot: readonly NodeFile[]
}

/** A node that the spec takes out of the cluster: what has to stop there, and how it is known. */
export type AbsentState = {
  readonly name: string
  readonly memberName: string
  readonly clusterName: string
  readonly peerUrl: string
  readonly deletesData: boolean
} & Pick<NodeState, 'unit'> &
  Pick<
    NodeState['member'],
    'keysUnit' | 'run' | 'joinedFile' | 'dataDirectory' | 'walDirectory' | 'tokenFiles' | 'tokenLines'
  >

/** What a machine that is not a member has to hold: client certificates. */
export type ClientHostState = Pick<NodeState, 'name' | 'parents' | 'files'>

/** Everything that one node has to be. Every channel prints this value, and none adds to it. */
export type NodeState = {
  readonly name: string
  readonly account: { readonly user: string; readonly group: string; readonly home: string }
  readonly installation: Installation
  readonly directories: readonly NodeDirectory[]
  /** Directories that must exist. Other programs use them too, so their owner and mode stay. */
  readonly parents: readonly string[]
  readonly files: readonly NodeFile[]
  /** Files of another configuration style. They are removed if quorate wrote them. */
  readonly leftovers: readonly string[]
  readonly unit: string
  readonly member: {
    /** Its name in etcd. */
    readonly name: string
    /** The name of the cluster. */
    readonly clusterName: string
    /** The addresses that the machine must have. */
    readonly addresses: readonly string[]
    /** The DNS names in the members' URLs, by `nameLines`; empty if there are none. */
    readonly names: readonly string[]
    /** The SRV records of DNS discovery, by `recordLines`; empty without it. */
    readonly records: readonly string[]
    /** The addresses on which etcd listens although the machine may not have them. */
    readonly virtualAddresses: readonly string[]
    readonly dataDirectory: string
    /** A member with a WAL in this directory has been initialised. */
    readonly walDirectory: string
    /** The unit that waits for private keys. */
    readonly keysUnit: string
    readonly run: RunFiles
    /** The file that says that the member has joined its cluster. While it exists, etcd never starts without data. */
    readonly joinedFile: string
    /** The files that can configure etcd, one for each style, and their lines with the cluster's token. */
    readonly tokenFiles: readonly string[]
    readonly tokenLines: readonly string[]
    readonly joining: readonly NodeFile[]
    readonly joiningAtFirstBoot: readonly NodeFile[]
    /** The digests of what the running etcd was started from. */
    readonly startedFile: string
    readonly ports: readonly number[]
    readonly token: string
    /** The keys without which it cannot start. */
    readonly keys: readonly string[]
    readonly asking: Asking
    /** Paths for which systemd must know a mount, and units that it must be able to load. */
    readonly mountedPaths: readonly string[]
    readonly requiredUnits: readonly string[]
    /** The certificates of the CAs that members and clients trust: PEM. */
    readonly trustedCas: string
    /** The environment file that people read before they call etcdctl. */
    readonly etcdctlFile: string
  }
  /** What etcdctl is told on the node, as environment variables. */
  readonly etcdctl: Readonly<Record<string, string>>
}
