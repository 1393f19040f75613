import type { PkiSubjects } from '../pki/plan.ts'
import { byCodePoint } from '../render/order.ts'
import { caFileNames } from '../spec/certificate-files.ts'
import type { FilledSpec } from '../spec/spec.types.ts'
import { days } from '../spec/units.ts'
import type { Tls } from './cluster.ts'
import { LOOPBACK_4, LOOPBACK_6 } from './endpoint.ts'
import { presentNodes } from './presence.ts'
import { reachedAt } from './purposes.ts'

/** The cluster's TLS settings; undefined without TLS. */
export function resolveTls(spec: FilledSpec): Tls | undefined {
  const { tls } = spec
  if (!tls.enabled) return undefined
  return {
    minVersion: tls.minVersion,
    maxVersion: tls.maxVersion,
    cipherSuites: tls.cipherSuites ?? [],
    subjects: resolveSubjects(spec),
    directory: pkiDirectory(spec),
    authorities: caFileNames(tls.files, tls.layout),
  }
}

/** The directory of certificates and keys on the nodes. */
export function pkiDirectory({ etcd: { paths } }: FilledSpec): string {
  return paths.pki ?? `${paths.configuration}/pki`
}

function resolveSubjects({ name, nodes, tls, etcd }: FilledSpec): PkiSubjects {
  return {
    clusterName: name,
    layout: tls.layout,
    origin: tls.authority,
    algorithm: tls.algorithm,
    // As openssl prints them, and in one order: neither case nor order means anything.
    authorityFingerprints: (tls.authorityFingerprints ?? [])
      .map((fingerprint) => fingerprint.toUpperCase())
      .toSorted(byCodePoint),
    authorityLifetimeDays: days(tls.authorityLifetime),
    certificateLifetimeDays: days(tls.certificateLifetime),
    members: presentNodes(nodes)
      .map((node) => {
        const { dnsNames, ipAddresses } = reachedAt(node, etcd)
        return {
          name: node.name,
          // etcdctl 3.4 expects the domain (etcdctl --insecure-discovery=false); later ones expect the member's name.
          dnsNames: etcd.discovery ? [...dnsNames, etcd.discovery.srv] : dnsNames,
          ipAddresses: [...ipAddresses, LOOPBACK_4.text, LOOPBACK_6.text],
        }
      })
      .sort((one, other) => byCodePoint(one.name, other.name)),
    clients: tls.clients.map(({ name, commonName, organizations, lifetime }) => ({
      name,
      commonName: commonName ?? name,
      organizations,
      lifetimeDays: days(lifetime ?? tls.certificateLifetime),
    })),
  }
}
