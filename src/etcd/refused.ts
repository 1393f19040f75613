const DISCOVERY = 'quorate names all members itself, and etcd refuses to be told both'
const PROXY = 'every node of a spec is a member, not a proxy'
const OWN_CERTIFICATES = 'etcd would make certificates of its own, which nobody could check'
const ALLOWED =
  'members have an authority of their own, and each its own name in its certificate, which this would turn away'
const V2 = 'the v2 API is gone with 3.6, and what it stores keeps a member from upgrading'
const MLOCK = "etcd's unit may lock no memory, so that it would die at once"

/**
 * Options that no member of a cluster should run with, and why. By the beginning of the name where it ends in a hyphen.
 * Sources: etcd, server/embed/config.go (ErrConflictBootstrapFlags), server/etcdmain/config.go; etcd's website,
 * op-guide/configuration.md, "Unsafe flags"; the locked memory was tried with 3.5, 3.6 and 3.7.
 */
const REFUSED: Readonly<Record<string, string>> = {
  'force-new-cluster': 'it makes the member a cluster of its own at every start',
  'unsafe-': 'it gives up what keeps data safe when a node loses its power',
  discovery: DISCOVERY,
  'discovery-': DISCOVERY,
  proxy: PROXY,
  'proxy-': PROXY,
  'auto-tls': OWN_CERTIFICATES,
  'peer-auto-tls': OWN_CERTIFICATES,
  'self-signed-cert-validity': 'quorate makes the certificates, and etcd none of its own',
  'peer-cert-allowed-cn': ALLOWED,
  'peer-cert-allowed-hostname': ALLOWED,
  'client-cert-allowed-hostname':
    'the certificate that quorate gives the operator names no host, and would be turned away',
  'config-file':
    'with it etcd leaves everything else that it is told aside; etcd.style: file makes such a file',
  version: 'etcd would print its version and end',
  help: 'etcd would print its options and end',
  'enable-v2': V2,
  'experimental-enable-v2v3': V2,
  'memory-mlock': MLOCK,
  'experimental-memory-mlock': MLOCK,
}

/** Why an option is refused, if it is. */
export function refusedBecause(option: string): string | undefined {
  const known = Object.keys(REFUSED).find((name) =>
    name.endsWith('-') ? option.startsWith(name) : option === name,
  )
  return known === undefined ? undefined : REFUSED[known]
}
