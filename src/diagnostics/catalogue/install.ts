import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

/** etcd.install.method: `release`, `package` or `staged`. */
type Method = { readonly method: string }

/** The etcd version in each distribution's packages: `Debian 12 (bookworm) has 3.4.23`. */
type Packaged = { readonly distributions: readonly string[]; readonly asOf: string }

/** Problems with how etcd is installed. */
export const installCatalogue = {
  'install-field-unused': error<Method & { readonly name: string; readonly reason: string }>(
    ({ name, method, reason }) => `${quote(name)} has no effect with the method ${quote(method)}: ${reason}.`,
    ({ name }) => `Remove ${quote(name)}, or choose the method that uses it.`,
  ),
  'staging-missing': error<Method>(
    ({ method }) => `With the method ${quote(method)}, the spec must say where the etcd release is.`,
    'Add etcd.install.staging with the directory of the release, such as "staging: { directory: /srv/etcd }".',
  ),
  'staging-ambiguous': error<Nothing>(
    'The spec has digests of archives (sha256) and of programs (staging.programs), but a staging directory holds one kind only.',
    'Remove sha256 if the directory holds programs, or remove programs if it holds archives.',
  ),
  'staging-unverified': error<{ readonly version: string; readonly pinned: string }>(
    ({ version }) =>
      `quorate does not know the digests of etcd ${version}, so it cannot verify the archives in the staging directory.`,
    ({ pinned }) =>
      `Copy the digests from the release's SHA256SUMS to etcd.install.sha256. quorate knows the digests of ${pinned}.`,
  ),
  'program-unavailable': error<{
    readonly program: string
    readonly version: string
    readonly since: string
  }>(
    ({ program, version }) => `The release of etcd ${version} does not contain ${program}.`,
    ({ program, since }) => `Remove its digest. Only etcd ${since} and later have ${program}.`,
  ),
  'package-version-missing': error<Packaged>(
    'With packages, the distribution decides the version of etcd, so the spec must name that version.',
    ({ distributions, asOf }) =>
      `Set etcd.version to the version that "apt-cache policy etcd-server" prints on a node. As of ${asOf}, ${listed(distributions)}.`,
  ),
  'package-version-unknown': warning<Packaged & { readonly version: string }>(
    ({ version }) => `No distribution that quorate knows has etcd ${version} as a package.`,
    ({ distributions, asOf }) =>
      `Check the version: run "apt-cache policy etcd-server" on a node. As of ${asOf}, ${listed(distributions)}.`,
  ),
}
