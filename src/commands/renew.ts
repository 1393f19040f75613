import type { Code, ParametersOf } from '../diagnostics/catalogue/catalogue.ts'
import { failed, inFile, report } from '../diagnostics/report.ts'
import type { PkiPlan } from '../pki/plan.ts'
import { type CertificateStatus, pkiStatus } from '../pki/status.ts'
import { nearest } from '../spec/nearest.ts'
import type { ExitCode } from './exit.ts'
import { completeFolder, type FolderOptions, type Preparation } from './folder.ts'
import { loadClusters } from './load.ts'
import type { Terminal } from './terminal.ts'
import { withSpec } from './with-spec.ts'

/** Which certificates are to be renewed: exactly one of the first three. */
export type RenewOptions = FolderOptions & {
  readonly names: readonly string[]
  readonly all: boolean
  readonly withinDays: number | undefined
  readonly newKeys: boolean
}

/**
 * `quorate pki renew SPEC [NAME…|--all|--within 30d] [--new-keys]`: renews certificates, whether or not they have expired,
 * and writes the tree with them.
 */
export async function renew(spec: string, options: RenewOptions, terminal: Terminal): Promise<ExitCode> {
  const { clusters, exitCode } = loadClusters([spec], terminal, { warnings: false })
  const [cluster] = clusters
  if (cluster === undefined) return exitCode
  return completeFolder(cluster, options, withSpec(terminal, spec, options.out), chooseFrom(options))
}

const chooseFrom =
  ({ names, all, withinDays, newKeys }: RenewOptions): Preparation =>
  (plan, stored, now) => {
    if (plan.certificates.length === 0) return refused('renew-tls-off', {})
    if (plan.origin === 'external') return refused('renew-external', { newKeys })
    if (stored.size === 0) return refused('renew-no-pki', {})
    const named = names.flatMap((name) => idsNamed(plan, name))
    const authority = plan.authorities.find(({ id }) => named.includes(id))?.id
    if (newKeys && authority !== undefined) return refused('renew-ca-keeps-key', { id: authority })
    const known = pkiStatus(plan, stored, now)
    const unknown = names.filter((name) => idsNamed(plan, name).length === 0)
    if (unknown.length > 0) return unknownNames(plan, unknown)
    const expiresSoon = ({ kind, daysLeft }: CertificateStatus) =>
      kind !== 'authority' && withinDays !== undefined && daysLeft !== null && daysLeft < withinDays
    const ids = new Set([
      ...named,
      ...(all ? plan.certificates.map(({ id }) => id) : []),
      ...known.filter(expiresSoon).map(({ id }) => id),
    ])
    const nothing =
      ids.size === 0
        ? {
            nothing: `No certificate expires within ${withinDays === 1 ? 'a day' : `${withinDays} days`}: nothing is renewed.`,
          }
        : {}
    return { value: { stored, renewal: { ids, newKeys }, ...nothing }, diagnostics: [] }
  }

/** A certificate by its id or its file, all of a node by the node's name, a client by its own. */
function idsNamed({ authorities, certificates }: PkiPlan, given: string): readonly string[] {
  const name = given.replace(/^pki\//, '').replace(/\.crt$/, '')
  const ids = [...authorities, ...certificates].map(({ id }) => id)
  if (ids.includes(name)) return [name]
  return ids.filter((id) => namesOf(id).includes(name) || id.startsWith(`${name}/`))
}

/** The names of a certificate on the command line, besides its file. */
const namesOf = (id: string): readonly string[] => [
  id,
  id.replace(/^clients\//, ''),
  id.replace(/^(?:nodes\/)?([^/]*)\/[^/]*$/, '$1'),
]

function unknownNames(plan: PkiPlan, unknown: readonly string[]) {
  const ids = [...plan.authorities, ...plan.certificates].map(({ id }) => id)
  return failed(
    ...unknown.map((name) =>
      report('renew-unknown-name', inFile('pki'), { name, near: nearest(name, ids.flatMap(namesOf)) }),
    ),
  )
}

/** Why nothing is renewed. */
const refused = <Known extends Code>(code: Known, parameters: ParametersOf<Known>) =>
  failed(report(code, inFile('pki'), parameters))
