import type { Cluster } from '../cluster/cluster.ts'
import { srvRecords } from '../node/records.ts'
import { type Artifact, publicArtifact } from '../output/artifact.ts'
import { comment } from '../render/escape.ts'

/** The seconds for which resolvers keep a record. */
const TIME_TO_LIVE = 300

/** The SRV records of DNS discovery, as lines of a zone file (RFC 1035, section 5; RFC 2782). Nothing without DNS discovery. */
export function emitDns(cluster: Cluster): Artifact[] {
  if (!cluster.discovery) return []
  const lines = [
    `; The members of ${comment(cluster.name)}, for the zone of ${cluster.discovery.domain}. quorate wrote this.`,
    ...srvRecords(cluster).map(
      ({ name, target, port }) => `${name}. ${TIME_TO_LIVE} IN SRV 0 0 ${port} ${target}.`,
    ),
  ]
  return [publicArtifact('dns/zone.records', `${lines.join('\n')}\n`)]
}
