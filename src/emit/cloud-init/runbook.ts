import type { Cluster } from '../../cluster/cluster.ts'
import { isLoopback } from '../../cluster/endpoint.ts'
import type { Artifact } from '../../output/artifact.ts'
import { packLine, SET_UP } from '../bundle/pack.ts'
import { attaching } from './attach.ts'
import { isOutOfReach } from './cloud-init.ts'
import { PROGRAMS } from './programs.ts'
import { PROVIDERS } from './providers.ts'
import { formOf, isUserData } from './size.ts'

/**
 * What the runbook says of the channels beside Ansible. Each section is a list that is empty where it has no place, as
 * templates do not compare.
 *
 * @param userData the user-data of the nodes, before they are encrypted
 */
export function channelSections(cluster: Cluster, userData: readonly Artifact[]) {
  const { members, become } = cluster
  return {
    outOfReach: section(isOutOfReach(cluster)),
    cloudInit: isOutOfReach(cluster) ? [] : [cloudInitSections(cluster, userData)],
    setUp: SET_UP,
    packLines: members.map((member) => packLine(cluster, member)),
    sudo: section(become && members.some(({ connection }) => connection.user !== 'root')),
  }
}

function cloudInitSections(cluster: Cluster, userData: readonly Artifact[]) {
  const { provider, keys } = cluster.cloudInit
  const { label, limit } = PROVIDERS[provider]
  const texts = userData.filter(({ path }) => isUserData(path)).map(({ text }) => text)
  const form = formOf(texts, provider)
  const { decrypting, lines, terraform } = attaching(cluster, form)
  const isCloud = provider !== 'nocloud'
  const embeds = keys === 'embed'
  return {
    userDataPlace: `${embeds ? 'secrets/' : ''}cloud-init/<node>/user-data`,
    ...neededVariable(cluster),
    decryptions: block(decrypting),
    attachments: block(lines),
    images: section(!isCloud),
    chosenAddresses: section(provider === 'digitalocean'),
    compressions: form === 'gzip' ? [{ label, limit }] : [],
    // Where the provider's own program takes text alone.
    byTerraform: isCloud && lines.length === 0 ? [{ label }] : [],
    terraforms: terraform.map((told) => ({
      ...told,
      addresses: cluster.members.map(({ name, address }) => `${JSON.stringify(name)} = "${address.text}"`),
    })),
    terraformStates: section(embeds && terraform.length > 0),
    ipv6: ipv6Of(cluster),
    ...firewall(cluster),
    startsByItself: section(keys !== 'later'),
    keysLater: section(keys === 'later'),
    keysAtProvider: section(embeds && isCloud),
    keysInImages: section(embeds && !isCloud),
  }
}

/** The variable that the lines read which decrypt the user-data. */
function neededVariable({ cloudInit, protection: { method } }: Cluster) {
  const isSealed = (by: typeof method) => section(cloudInit.keys === 'embed' && method === by)
  return { vaultUserData: isSealed('ansible-vault'), ageUserData: isSealed('age') }
}

/** What is to be known of IPv6 at the provider, where members have such an address. */
function ipv6Of({ cloudInit: { provider }, members }: Cluster): { readonly note: string }[] {
  const note = provider === 'nocloud' ? undefined : PROGRAMS[provider].ipv6
  return note !== undefined && members.some(({ address }) => address.family === 6) ? [{ note }] : []
}

/** What a provider's firewall has to let through; nothing where nobody else is to reach the member. */
function firewall({ members, install }: Cluster) {
  const list = (ports: readonly number[]) => [...new Set(ports)].join(', ')
  const reached = members.filter(({ address }) => !isLoopback(address))
  const ports = {
    clientPorts: list(reached.map(({ client }) => client.port)),
    peerPorts: list(reached.map(({ peer }) => peer.port)),
  }
  const places = install.method === 'release' ? install.archives.map(({ url }) => new URL(url).origin) : []
  return {
    firewalls: reached.length > 0 ? [ports] : [],
    downloads: [...new Set(places)].map((origin) => ({ origin })),
  }
}

const section = (holds: boolean) => (holds ? [{}] : [])

const block = (lines: readonly string[]) => (lines.length > 0 ? [{ lines }] : [])
