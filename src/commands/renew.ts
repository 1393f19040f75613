import type { PkiPlan } from '../pki/plan.ts'
import { pkiError } from '../pki/problem.ts'
import { type CertificateStatus, pkiStatus } from '../pki/status.ts'
import { nearest } from '../spec/nearest.ts'
import type { ExitCode } from './exit.ts'
import { completeFolder, type FolderOptions, type Preparation } from './folder.ts'
import { loadClusters } from './load.ts'
import type { Terminal } from './terminal.ts'

/** Which certificates are to be renewed: exactly one of the first three. */
export type RenewOptions = FolderOptions & {
  readonly names: readonly string[]
  readonly all: boolean
  readonly withinDays: number | undefined
  readonly newKeys: boolean
}

/**
 * `quorate pki renew SPEC [NAME…|--all|--within 30d] [--new-keys]`: issues certificates anew, whether they have ended or
 * not, and writes the tree with them.
 */
export async function renew(spec: string, options: RenewOptions, terminal: Terminal): Promise<ExitCode> {
  const { clusters, exitCode } = loadClusters([spec], terminal, { warnings: false })
  const [cluster] = clusters
  if (cluster === undefined) return exitCode
  return completeFolder(cluster, options, terminal, chooseFrom(options))
}

const chooseFrom =
  ({ names, all, withinDays, newKeys }: RenewOptions): Preparation =>
  (plan, stored, now) => {
    if (plan.certificates.length === 0) return failed(...NO_CERTIFICATES)
    if (plan.origin === 'external')
      return failed(
        'Another CA signs the certificates of this cluster (tls.authority: external).',
        newKeys
          ? 'To have a new key signed, remove secrets/NAME.key and pki/NAME.crt, and generate: the request is for a new key then.'
          : 'Have the requests under pki/requests/ signed again, then: quorate pki import SPEC FILE…',
      )
    if (stored.size === 0)
      return failed('There is no PKI in this folder yet.', 'Generate the cluster first, or look at --out.')
    const named = names.flatMap((name) => idsNamed(plan, name))
    const authority = plan.authorities.find(({ id }) => named.includes(id))?.id
    if (newKeys && authority !== undefined)
      return failed(
        `${authority} is an authority, which keeps its key when it is renewed (--new-keys).`,
        'With another key it is another authority: for that, move the whole folder aside, and every member and client gets new certificates.',
      )
    const known = pkiStatus(plan, stored, now)
    const unknown = names.filter((name) => idsNamed(plan, name).length === 0)
    if (unknown.length > 0) return unknownNames(plan, unknown)
    const isEnding = ({ kind, daysLeft }: CertificateStatus) =>
      kind !== 'authority' && withinDays !== undefined && daysLeft !== null && daysLeft < withinDays
    const ids = new Set([
      ...named,
      ...(all ? plan.certificates.map(({ id }) => id) : []),
      ...known.filter(isEnding).map(({ id }) => id),
    ])
    const nothing =
      ids.size === 0
        ? {
            nothing: `No certificate ends within ${withinDays === 1 ? 'a day' : `${withinDays} days`}: nothing is renewed.`,
          }
        : {}
    return { value: { stored, renewal: { ids, newKeys }, ...nothing }, problems: [] }
  }

/** A certificate by its id or its file, all of a node by the node's name, a client by its own. */
function idsNamed({ authorities, certificates }: PkiPlan, given: string): readonly string[] {
  const name = given.replace(/^pki\//, '').replace(/\.crt$/, '')
  const ids = [...authorities, ...certificates].map(({ id }) => id)
  if (ids.includes(name)) return [name]
  return ids.filter((id) => namesOf(id).includes(name) || id.startsWith(`${name}/`))
}

/** What a certificate can be called on the command line, besides its file. */
const namesOf = (id: string): readonly string[] => [
  id,
  id.replace(/^clients\//, ''),
  id.replace(/^(?:nodes\/)?([^/]*)\/[^/]*$/, '$1'),
]

function unknownNames(plan: PkiPlan, unknown: readonly string[]) {
  const ids = [...plan.authorities, ...plan.certificates].map(({ id }) => id)
  return {
    value: undefined,
    problems: unknown.map((name) => {
      const near = nearest(name, ids.flatMap(namesOf))
      return pkiError(
        'pki',
        `There is no certificate ${name} in this cluster.`,
        near ? `Did you mean ${near}?` : 'quorate pki status SPEC lists them all.',
      )
    }),
  }
}

/** What to say where a cluster speaks plain HTTP. */
const NO_CERTIFICATES = [
  'This cluster has no certificates: the spec turns TLS off (tls.enabled: false).',
  'There is nothing to renew.',
] as const

const failed = (message: string, hint: string) => ({
  value: undefined,
  problems: [pkiError('pki', message, hint)],
})
