import { quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Version = { readonly version: string }

/** The version to use instead. quorate knows its digests. */
type Suggested = { readonly suggested: string }

/** The version to use instead, and whether the spec installs a distribution's packages, which have one version only. */
type Instead = Suggested & { readonly packaged: boolean }

const instead = ({ suggested, packaged }: Instead, what: string) =>
  packaged
    ? `Set etcd.install.method to release, and etcd.version to ${suggested}${what}.`
    : `Choose ${suggested}${what}.`

const addDigests = 'If the release is newer than this quorate, add its digests under etcd.install.sha256.'

/** Problems with the etcd version of a spec. */
export const versionCatalogue = {
  'version-malformed': error<Suggested & { readonly value: string; readonly near: string | undefined }>(
    ({ value }) => `${quote(value)} is not an etcd version.`,
    ({ near, suggested }) => (near ? `Write ${near}.` : `Write three numbers, such as ${suggested}.`),
  ),
  'version-unknown': error<Version & Suggested & { readonly newest: string; readonly line: string }>(
    ({ version, newest, line }) =>
      `quorate does not know etcd ${quote(version)}; the newest ${line} that it knows is ${newest}.`,
    ({ suggested }) => `Write ${suggested}. ${addDigests}`,
  ),
  'version-line-unknown': error<Version & Suggested & { readonly lines: string; readonly isNewer: boolean }>(
    ({ version, lines }) => `quorate does not support etcd ${quote(version)}, only ${lines}.`,
    ({ suggested, isNewer }) => `Write ${suggested}.${isNewer ? ` ${addDigests}` : ''}`,
  ),
  'version-line-newer': warning<Version & Suggested & { readonly minor: string; readonly like: string }>(
    ({ version, minor, like }) =>
      `This quorate does not know etcd ${minor}. It configures etcd ${version} like ${like}, and checks options by the table of ${like}.`,
    ({ minor, suggested }) =>
      `Look for a newer quorate. Or read which options etcd ${minor} has removed, and try it on a test cluster. Or choose ${suggested}.`,
  ),
  'version-end-of-life': warning<Version & Instead & { readonly line: string; readonly ended: string }>(
    ({ version, line, ended }) => `etcd ${version} is end of life: ${line} has had no fixes since ${ended}.`,
    (parameters) => instead(parameters, ' for a new cluster'),
  ),
  'version-unsafe': warning<Version & Instead & { readonly reason: string }>(
    ({ version, reason }) => `etcd ${version} ${reason}.`,
    (parameters) => instead(parameters, ''),
  ),
  'version-unpinned': warning<Version & { readonly pinned: string; readonly plain: boolean }>(
    ({ version, plain }) =>
      `quorate does not know the digests of etcd ${version}. Nodes use SHA256SUMS from the same server as the archive${plain ? ', over plain HTTP' : ''}, so a compromised server would go unnoticed.`,
    ({ pinned }) =>
      `Copy the digests from the release page to etcd.install.sha256. quorate knows the digests of ${pinned}.`,
  ),
  'architecture-unavailable': error<Version & { readonly architecture: string; readonly since: string }>(
    ({ version, architecture }) => `There is no etcd ${version} for ${architecture}.`,
    ({ architecture, since }) => `Remove the digest. Only etcd ${since} and later support ${architecture}.`,
  ),
}
