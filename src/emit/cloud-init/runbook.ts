import type { Cluster } from '../../cluster/cluster.ts'
import { isLoopback } from '../../ip-address.ts'
import type { Artifact } from '../../output/artifact.ts'
import { attachCommands } from './attach.ts'
import { isOutOfReach } from './cloud-init.ts'
import { PROGRAMS } from './programs.ts'
import { PROVIDERS } from './providers.ts'
import { formOf, isUserData } from './size.ts'

/**
 * What the runbook says about cloud-init: nothing but that user-data exists, unless the spec asks for cloud-init.
 *
 * @param userData the user-data of the nodes, before they are encrypted
 */
export function cloudInitFacts(cluster: Cluster, userData: readonly Artifact[]) {
  const { isAskedFor } = cluster.cloudInit
  const outOfReach = isOutOfReach(cluster)
  return {
    asksForCloudInit: isAskedFor,
    hasAskedUserData: isAskedFor && !outOfReach,
    hasUnaskedUserData: !isAskedFor && !outOfReach,
    isOutOfReach: outOfReach,
    cloudInit: isAskedFor && !outOfReach ? [attachingFacts(cluster, userData)] : [],
  }
}

function attachingFacts(cluster: Cluster, userData: readonly Artifact[]) {
  const { provider, keys } = cluster.cloudInit
  const { method } = cluster.protection
  const { label, limit } = PROVIDERS[provider]
  const texts = userData.filter(({ path }) => isUserData(path)).map(({ text }) => text)
  const form = formOf(texts, provider)
  const { decrypting, lines, terraform } = attachCommands(cluster, form)
  const isCloud = provider !== 'nocloud'
  const embeds = keys === 'embed'
  return {
    service: cluster.systemd.unit,
    userDataPath: `${embeds ? 'secrets/' : ''}cloud-init/NAME/user-data`,
    isVaultUserData: embeds && method === 'ansible-vault',
    isAgeUserData: embeds && method === 'age',
    decryptions: block(decrypting),
    attachments: block(lines),
    makesImages: !isCloud,
    isAddressAssigned: provider === 'digitalocean',
    compressions: form === 'gzip' ? [{ label, limit }] : [],
    // The provider's own program takes only plain text.
    byTerraform: isCloud && lines.length === 0 ? [{ label }] : [],
    terraforms: terraform.map((block) => ({
      ...block,
      addresses: cluster.members.map(({ name, address }) => `${JSON.stringify(name)} = "${address.text}"`),
    })),
    keepsKeysInTerraform: embeds && terraform.length > 0,
    ipv6: ipv6Notes(cluster),
    ...networkFacts(cluster),
    waitsForKeys: keys === 'later',
    sharesKeysWithProvider: embeds && isCloud,
    hasKeysInImages: embeds && !isCloud,
  }
}

/** What to know about IPv6 at the provider, if members have IPv6 addresses. */
function ipv6Notes({ cloudInit: { provider }, members }: Cluster): { readonly note: string }[] {
  const note = provider === 'nocloud' ? undefined : PROGRAMS[provider].ipv6
  return note !== undefined && members.some(({ address }) => address.family === 6) ? [{ note }] : []
}

/** The ports to open in a provider's firewall, unless no other machine is to reach the member, and where etcd comes from. */
function networkFacts({ members, install }: Cluster) {
  const list = (ports: readonly number[]) => [...new Set(ports)].join(', ')
  const reached = members.filter(({ address }) => !isLoopback(address.text))
  const ports = {
    clientPorts: list(reached.map(({ client }) => client.port)),
    peerPorts: list(reached.map(({ peer }) => peer.port)),
  }
  const origins = install.method === 'release' ? install.archives.map(({ url }) => new URL(url).origin) : []
  return {
    firewalls: reached.length > 0 ? [ports] : [],
    downloads: [...new Set(origins)].map((origin) => ({ origin })),
  }
}

const block = (lines: readonly string[]) => (lines.length > 0 ? [{ lines }] : [])
