import { pinnedDigest } from '../etcd/digests.ts'
import { type Architecture, architecturesOf } from '../etcd/releases.ts'
import type { FilledSpec } from '../spec/spec.types.ts'
import type { Archive, Download, Install } from './cluster.ts'

type Etcd = FilledSpec['etcd']

/**
 * How etcd is installed: the archives, programs or packages, where they are, and how they are verified.
 *
 * @param mirrorAuthority the certificates of the mirror's CA, if the spec names a file
 */
export function resolveInstall(etcd: Etcd, mirrorAuthority: string | undefined): Install {
  const { install } = etcd
  const proxy = resolveProxy(install.proxy)
  if (install.method === 'package') return { method: 'package', packages: install.packages, proxy }
  if (install.method === 'release') {
    return { method: 'release', archives: resolveArchives(etcd), proxy, mirrorAuthority }
  }
  const { staging } = install
  if (!staging) throw new Error('a staged installation says where')
  const { place, directory, programs } = staging
  if (programs) {
    const given = Object.entries(programs).map(([program, sha256]) => ({ program, sha256 }))
    return { method: 'staged-programs', staging: { place, directory }, programs: given }
  }
  const archives = architectures(etcd).flatMap((architecture) => {
    const sha256 = digestOf(etcd, architecture)
    return sha256 === undefined ? [] : [{ architecture, file: archiveName(etcd, architecture), sha256 }]
  })
  return { method: 'staged-archives', staging: { place, directory }, archives }
}

/** The variables as curl, wget, Python and apt read them; curl takes `http_proxy` in lower case only (curl(1), ENVIRONMENT). */
function resolveProxy(proxy: Etcd['install']['proxy']): Download['proxy'] {
  if (proxy === undefined) return undefined
  const { http, https, noProxy } = proxy
  return {
    ...(http !== undefined && { http_proxy: http }),
    ...(https !== undefined && { https_proxy: https }),
    ...(noProxy.length > 0 && { no_proxy: noProxy.join(',') }),
  }
}

/**
 * The URL and digest of each architecture's archive. The digest is from the spec, or from quorate's table, or from
 * SHA256SUMS next to the archive, in this order.
 */
function resolveArchives(etcd: Etcd): Archive[] {
  const folder = `${etcd.install.mirror}/v${etcd.version}`
  return architectures(etcd).map((architecture) => ({
    architecture,
    url: `${folder}/${archiveName(etcd, architecture)}`,
    checksum: `sha256:${digestOf(etcd, architecture) ?? `${folder}/SHA256SUMS`}`,
  }))
}

/** A spec with digests supports only the architectures of these digests. */
function architectures({ version, install: { sha256 } }: Etcd): Architecture[] {
  return architecturesOf(version).filter((architecture) => !sha256 || sha256[architecture])
}

function archiveName({ version }: Etcd, architecture: Architecture): string {
  return `etcd-v${version}-linux-${architecture}.tar.gz`
}

function digestOf({ version, install }: Etcd, architecture: Architecture): string | undefined {
  return install.sha256?.[architecture] ?? pinnedDigest(version, architecture)
}
