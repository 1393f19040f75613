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
 * What a file holds: a text, a certificate and when it ends, or the copy of a secret (a path under
 * secrets/), which is never in here itself, but its digest is.
 */
export type NodeContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'certificate'; readonly text: string; readonly notAfter: string }
  | { readonly kind: 'secret'; readonly secret: string; readonly sha256: string }

/** A program on a node: a link in the directory of the binaries to where its release is unpacked. */
export type NodeLink = { readonly path: string; readonly target: string }

/** How etcd's release gets onto a node. */
export type Release = {
  readonly version: string
  /** Where this release is unpacked: `/opt/etcd/v3.6.14`. */
  readonly directory: string
  readonly archives: readonly {
    /** As the kernel names it (`uname -m`): `x86_64`. */
    readonly machine: string
    readonly url: string
    /** `sha256:` and the digest, or `sha256:` and the address of a SHA256SUMS file. */
    readonly checksum: string
    /** The archive's top folder. */
    readonly folder: string
  }[]
}

/** Everything that one node has to be. Every channel prints this value, and none adds to it. */
export type NodeState = {
  readonly name: string
  readonly account: { readonly user: string; readonly group: string; readonly home: string }
  readonly release: Release
  readonly directories: readonly NodeDirectory[]
  readonly files: readonly NodeFile[]
  readonly links: readonly NodeLink[]
  readonly unit: string
  readonly member: {
    readonly dataDirectory: string
    /** The file that says that the member has joined its cluster; while it lies there, etcd never starts without data. */
    readonly joinedFile: string
    /** The file that etcd is configured by, and the line of it that names the cluster's token. */
    readonly configurationFile: string
    readonly tokenLine: string
    /** The digests of what the running etcd was started from. */
    readonly startedFile: string
    readonly ports: readonly number[]
    readonly token: string
    readonly peerUrl: string
    /** The path of etcdctl. */
    readonly etcdctl: string
  }
  /** What etcdctl is told on the node, as environment variables. */
  readonly etcdctl: Readonly<Record<string, string>>
}
