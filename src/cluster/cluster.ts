import type { Architecture } from '../etcd/releases.ts'
import type { PkiSubjects } from '../pki/plan.ts'
import type { Endpoint, IpAddress } from './endpoint.ts'

/** How Ansible reaches a node by SSH. */
export type Connection = { readonly host: string; readonly port: number; readonly user: string }

/** One member, with every address under which it is reached. */
export type Member = {
  readonly name: string
  readonly address: IpAddress
  readonly peer: Endpoint
  readonly client: Endpoint
  /** Where clients on the node itself reach it. */
  readonly localClient: Endpoint
  readonly metrics: Endpoint
  readonly connection: Connection
}

/** One release archive: where it lies and how Ansible's get_url is told its digest. */
export type Archive = {
  readonly architecture: Architecture
  readonly url: string
  /** `sha256:` and the digest, or `sha256:` and the address of a SHA256SUMS file. */
  readonly checksum: string
}

/** The spec with every default and every derived value filled in. Nothing is optional from here on. */
export type Cluster = {
  readonly name: string
  readonly token: string
  /** Sorted by name. */
  readonly members: readonly Member[]
  readonly version: string
  readonly archives: readonly Archive[]
  readonly paths: {
    readonly data: string
    readonly configuration: string
    readonly pki: string
    readonly environmentFile: string
    readonly binaries: string
    readonly releases: string
  }
  readonly account: { readonly user: string; readonly group: string }
  readonly tuning: {
    readonly heartbeatMilliseconds: number
    readonly electionMilliseconds: number
    readonly quotaBytes: number
    /** In etcd's own notation, such as `1h`. */
    readonly compactionRetention: string
    readonly snapshotCount: number
    readonly corruptionChecks: boolean
    readonly logLevel: string
  }
  readonly subjects: PkiSubjects
  readonly become: boolean
  readonly bastion: Connection | undefined
  readonly systemd: {
    readonly limitNoFile: number
    readonly startTimeoutSeconds: number
    readonly restartDelaySeconds: number
  }
}
