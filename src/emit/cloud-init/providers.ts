import type { CloudInit } from '../../cluster/cluster.ts'
import { ARCHITECTURES, type Architecture } from '../../etcd/releases.ts'

export type Provider = CloudInit['provider']

/** How much user-data a provider takes. */
export type ProviderTraits = {
  /** Its usual name. */
  readonly label: string
  /** In bytes; Infinity if there is no limit. */
  readonly limit: number
  /** What the limit counts: the bytes of the user-data, or the bytes of its base64. */
  readonly counts: 'bytes' | 'base64'
  /**
   * How to give compressed user-data: as bytes, in base64 that cloud-init decodes, or not at all. cloud-init decompresses it
   * (cloud-init, User-data formats, Gzip compressed content).
   */
  readonly compressed: 'bytes' | 'base64' | 'none'
  /** The architectures of its machines: user-data needs no digests of others. */
  readonly architectures: readonly Architecture[]
  /** Source. */
  readonly source: string
}

/** As the providers' pages about machine types have it. */
const X86_AND_ARM: readonly Architecture[] = ['amd64', 'arm64']

export const PROVIDERS: Readonly<Record<Provider, ProviderTraits>> = {
  nocloud: {
    label: 'NoCloud',
    limit: Number.POSITIVE_INFINITY,
    counts: 'bytes',
    compressed: 'none',
    architectures: ARCHITECTURES,
    source: 'cloud-init, Datasources, NoCloud: files on a disk, of any size',
  },
  aws: {
    label: 'AWS',
    limit: 16 * 1024,
    counts: 'bytes',
    compressed: 'bytes',
    architectures: X86_AND_ARM,
    source: 'Amazon EC2 User Guide, Work with instance user data: 16 KB, before it is encoded as base64',
  },
  gcp: {
    label: 'Google Cloud',
    limit: 256 * 1024,
    counts: 'bytes',
    compressed: 'base64',
    architectures: X86_AND_ARM,
    source:
      'Compute Engine API, Metadata, items[].value: 262144 bytes; cloud-init, Datasources, GCE: user-data-encoding',
  },
  azure: {
    label: 'Azure',
    limit: 65_535,
    counts: 'bytes',
    compressed: 'bytes',
    architectures: X86_AND_ARM,
    source: 'Azure Compute API, OSProfile, customData: 65535 bytes once base64 is decoded',
  },
  openstack: {
    label: 'OpenStack',
    limit: 65_535,
    counts: 'base64',
    compressed: 'bytes',
    architectures: ARCHITECTURES,
    source: 'OpenStack Compute API, Create server, user_data: maxLength 65535, in base64',
  },
  digitalocean: {
    label: 'DigitalOcean',
    limit: 64 * 1024,
    counts: 'bytes',
    compressed: 'none',
    architectures: ['amd64'],
    source: 'DigitalOcean API, Create a new droplet, user_data: plain text, 64 KiB',
  },
  hetzner: {
    label: 'Hetzner Cloud',
    limit: 32 * 1024,
    counts: 'bytes',
    compressed: 'base64',
    architectures: X86_AND_ARM,
    source:
      'Hetzner Cloud API, Create a server, user_data: 32 KiB; cloud-init, DataSourceHetzner.py, which decodes base64',
  },
}
