import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

/** The method as the spec has it: `release`, `package` or `staged`. */
type Method = { readonly method: string }

/** Which etcd the packages of which distribution hold: `Debian 12 (bookworm) has 3.4.23`. */
type Packaged = { readonly distributions: readonly string[]; readonly asOf: string }

/** What is wrong with how etcd is to get onto the nodes. */
export const installCatalogue = {
  'install-field-unused': error<Method & { readonly name: string; readonly reason: string }>(
    ({ name, method, reason }) => `${quote(name)} has no effect with the method ${quote(method)}: ${reason}.`,
    ({ name }) => `Remove ${quote(name)}, or choose the method that takes it.`,
  ),
  'staging-missing': error<Method>(
    ({ method }) => `With the method ${quote(method)} the spec has to say where the release lies.`,
    'Add etcd.install.staging with its directory, such as "staging: { directory: /srv/etcd }".',
  ),
  'staging-ambiguous': error<Nothing>(
    'The staging directory cannot hold both archives, whose digests are under sha256, and programs.',
    'Remove sha256 if the programs lie there, or programs if the archives do.',
  ),
  'staging-unproven': error<{ readonly version: string; readonly pinned: string }>(
    ({ version }) =>
      `quorate knows no digests of etcd ${version}, so nothing proves the archives in the staging directory.`,
    ({ pinned }) =>
      `Write them under etcd.install.sha256, from SHA256SUMS of the release; quorate knows those of ${pinned}.`,
  ),
  'program-unavailable': error<{
    readonly program: string
    readonly version: string
    readonly since: string
  }>(
    ({ program, version }) => `etcd ${version} was released without ${program}.`,
    ({ program, since }) => `Remove its digest; ${program} needs etcd ${since} or later.`,
  ),
  'package-version-missing': error<Packaged>(
    'A distribution decides which etcd its packages hold, so the spec has to say which that is.',
    ({ distributions, asOf }) =>
      `Write what "apt-cache policy etcd-server" shows on a node under etcd.version. As of ${asOf}, ${listed(distributions)}.`,
  ),
  'package-version-unknown': warning<Packaged & { readonly version: string }>(
    ({ version }) => `No distribution that quorate knows has packages of etcd ${version}.`,
    ({ distributions, asOf }) =>
      `Check it by "apt-cache policy etcd-server" on a node. As of ${asOf}, ${listed(distributions)}.`,
  ),
}
