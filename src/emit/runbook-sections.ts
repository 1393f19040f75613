import type { Cluster } from '../cluster/cluster.ts'

/** What only some runbooks say. Each is a list that is empty where its section has no place, as templates do not compare. */
export function runbookSections({ protection, subjects, kubernetes, clientHosts }: Cluster) {
  const section = (holds: boolean) => (holds ? [{}] : [])
  const { method } = protection
  return {
    plainSecrets: section(method === 'none'),
    vaultSecrets: section(method === 'ansible-vault'),
    ageSecrets: section(method === 'age'),
    ownAuthorities: section(subjects.origin !== 'external'),
    externalAuthorities: section(subjects.origin === 'external'),
    kubernetesClients: kubernetes === undefined ? [] : [kubernetes],
    clientHosts: clientHosts.map(({ name, installs }) => ({
      name,
      clients: installs.map(({ client }) => client).join(', '),
    })),
    clientHostSections: section(clientHosts.length > 0),
  }
}
