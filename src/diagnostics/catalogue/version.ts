import { quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Version = { readonly version: string }

/** What to take instead, and whether the spec asks for a distribution's packages, which have no other version. */
type Instead = { readonly newest: string; readonly packaged: boolean }

const instead = ({ newest, packaged }: Instead, what: string) =>
  packaged ? `Choose the method release, with etcd ${newest}${what}.` : `Choose ${newest}${what}.`

/** What is wrong with the release of etcd that a spec asks for. */
export const versionCatalogue = {
  'version-malformed': error<{
    readonly value: string
    readonly near: string | undefined
    readonly newest: string
  }>(
    ({ value }) => `${quote(value)} is not a version of etcd.`,
    ({ near, newest }) => (near ? `Write ${near}.` : `Write three numbers, such as ${newest}.`),
  ),
  'version-unknown': error<Version & { readonly newest: string; readonly line: string }>(
    ({ version, newest, line }) =>
      `quorate knows no etcd ${quote(version)}; the newest ${line} is ${newest}.`,
    ({ newest }) =>
      `Write ${newest}, or, if the release is newer than this quorate, its digests under etcd.install.sha256.`,
  ),
  'version-line-unknown': error<
    Version & { readonly lines: string; readonly newest: string; readonly nearest: string }
  >(
    ({ version, lines }) => `quorate does not set up etcd ${quote(version)}, only ${lines}.`,
    ({ newest, nearest }) =>
      nearest === newest ? `Write ${newest}.` : `Write ${newest}, or ${nearest}, which is the newest.`,
  ),
  'version-ended': warning<Version & Instead & { readonly line: string; readonly ended: string }>(
    ({ version, line, ended }) =>
      `etcd ${version} is of the line ${line}, which has had no fixes since ${ended}.`,
    (parameters) => instead(parameters, ' for a new cluster'),
  ),
  'version-unsafe': warning<Version & Instead & { readonly reason: string }>(
    ({ version, reason }) => `etcd ${version} ${reason}.`,
    (parameters) => instead(parameters, ''),
  ),
  'version-unpinned': warning<Version & { readonly pinned: string; readonly plain: boolean }>(
    ({ version, plain }) =>
      `quorate knows no digests of etcd ${version}, so each node takes them from SHA256SUMS beside the archive${plain ? ', over plain HTTP' : ''}.`,
    ({ pinned }) =>
      `Write them under etcd.install.sha256, as the release's page has them; quorate knows those of ${pinned}.`,
  ),
  'architecture-unavailable': error<Version & { readonly architecture: string; readonly since: string }>(
    ({ version, architecture }) => `etcd ${version} was not released for ${architecture}.`,
    ({ architecture, since }) => `Remove the digest; ${architecture} needs etcd ${since} or later.`,
  ),
}
