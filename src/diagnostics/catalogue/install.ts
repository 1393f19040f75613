import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

/** etcd.install.method: `release`, `package` or `staged`. */
type Method = { readonly method: string }

/** The etcd version in each distribution's packages: `Debian 12 (bookworm) has 3.4.23`. */
type Packaged = { readonly distributions: readonly string[]; readonly asOf: string }

/** The file of etcd.install.mirrorAuthority, and the subject of a certificate in it. */
type Authority = { readonly path: string }
type Subject = { readonly subject: string }

/** Problems with how etcd is installed. */
export const installCatalogue = {
  'install-field-unused': error<Method & { readonly name: string; readonly reason: string }>(
    ({ name, method, reason }) => `${quote(name)} has no effect with the method ${quote(method)}: ${reason}.`,
    ({ name }) => `Remove ${quote(name)}, or choose the method that uses it.`,
  ),
  'mirror-of-release': error<{ readonly mirror: string; readonly fixed: string }>(
    ({ mirror }) =>
      `The mirror ${quote(mirror)} is the URL of one release; quorate adds the version and the file.`,
    ({ fixed }) => `Write ${fixed}.`,
  ),
  'proxy-password': error<Nothing>(
    'The URL of a proxy must not contain a user or a password: quorate writes it to files that everyone may read.',
    'Remove user and password. For a proxy that needs them, read "A proxy with a password" in docs/installation.md.',
  ),
  'proxy-malformed': error<{ readonly value: string }>(
    ({ value }) => `${quote(value)} is not the URL of an HTTP proxy.`,
    'Write http://, its host and its port, such as http://proxy.example.net:3128. Write http:// in proxy.https too.',
  ),
  'proxy-missing': error<{ readonly wanted: string }>(
    'The proxy has no URL, so noProxy has no effect.',
    ({ wanted }) => `Set etcd.install.proxy.${wanted}, or remove etcd.install.proxy.`,
  ),
  'proxy-unused': error<{ readonly mirror: string; readonly scheme: string }>(
    ({ mirror, scheme }) => `The mirror is ${quote(mirror)}, but the proxy has no URL for ${scheme}.`,
    ({ scheme }) => `Set etcd.install.proxy.${scheme}, or remove etcd.install.proxy.`,
  ),
  'proxy-bypassed': warning<{ readonly mirror: string; readonly entry: string }>(
    ({ mirror, entry }) =>
      `The proxy is not used: noProxy has ${quote(entry)}, which covers the mirror ${quote(mirror)}.`,
    'Remove it from noProxy, or remove etcd.install.proxy. If the mirror redirects to a host that needs the proxy, ignore this.',
  ),
  'no-proxy-port': error<{ readonly value: string; readonly host: string }>(
    ({ value }) =>
      `${quote(value)} has a port, which curl, wget and apt do not know in noProxy: they would use the proxy for this host.`,
    ({ host }) => `Write ${quote(host)}, which covers all ports.`,
  ),
  'no-proxy-malformed': error<{ readonly value: string }>(
    ({ value }) => `${quote(value)} is neither an IP address nor a DNS name or domain.`,
    'Write an address such as 10.0.0.5, a name such as mirror.example.net, or a domain such as .example.net.',
  ),
  'mirror-authority-unused': error<{ readonly mirror: string }>(
    ({ mirror }) => `mirrorAuthority has no effect, because the mirror ${quote(mirror)} does not use TLS.`,
    'Remove etcd.install.mirrorAuthority, or write https in etcd.install.mirror.',
  ),
  'mirror-authority-not-pem': error<Authority>(
    ({ path }) => `${quote(path)} does not contain certificates in PEM.`,
    'Write the path of the CA certificate. If it is in DER, convert it: openssl x509 -inform der -in FILE -out mirror-ca.pem.',
  ),
  'mirror-authority-private-key': error<Authority>(
    ({ path }) => `${quote(path)} contains a private key.`,
    'Write the path of a file with the CA certificate alone. The nodes never need the key.',
  ),
  'mirror-authority-not-ca': error<Authority & Subject>(
    ({ path, subject }) => `The certificate ${quote(subject)} in ${quote(path)} is not a CA certificate.`,
    "Write the path of the certificate of the CA that has signed the mirror's certificate.",
  ),
  'mirror-authority-expired': error<Authority & Subject & { readonly time: string }>(
    ({ path, subject, time }) => `The certificate ${quote(subject)} in ${quote(path)} expired on ${time}.`,
    'Put the CA certificate there that the mirror uses now. If no node has to download etcd, remove etcd.install.mirrorAuthority.',
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
