import type { Cluster } from '../../cluster/cluster.ts'
import type { Artifact } from '../../output/artifact.ts'
import { packLine, SET_UP } from '../bundle/pack.ts'
import { attaching } from './attach.ts'
import { PROVIDERS } from './providers.ts'
import { formOf, isUserData } from './size.ts'

/**
 * What the runbook says of the channels beside Ansible. Each section is a list that is empty where it has no place, as
 * templates do not compare.
 *
 * @param userData the user-data of the nodes, before they are encrypted
 */
export function channelSections(cluster: Cluster, userData: readonly Artifact[]) {
  const { install, members, become } = cluster
  const isOutOfReach = 'staging' in install && install.staging.place === 'control-node'
  return {
    outOfReach: section(isOutOfReach),
    cloudInit: isOutOfReach ? [] : [cloudInitSections(cluster, userData)],
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
    decryptions: block(decrypting),
    attachments: block(lines),
    images: section(!isCloud),
    chosenAddresses: section(provider === 'digitalocean'),
    compressions: form === 'gzip' ? [{ label, limit }] : [],
    // Where the provider's own program takes text alone.
    byTerraform: isCloud && lines.length === 0 ? [{ label }] : [],
    terraforms: terraform.map(({ resource, argument }) => ({
      resource,
      argument,
      names: cluster.members.map(({ name }) => JSON.stringify(name)).join(', '),
    })),
    terraformStates: section(embeds && terraform.length > 0),
    keysLater: section(!embeds),
    keysAtProvider: section(embeds && isCloud),
    keysInImages: section(embeds && !isCloud),
  }
}

const section = (holds: boolean) => (holds ? [{}] : [])

const block = (lines: readonly string[]) => (lines.length > 0 ? [{ lines }] : [])
