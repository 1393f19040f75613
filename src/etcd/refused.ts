const DISCOVERY =
  'quorate forms the cluster by initial-cluster or, with etcd.discovery, by DNS, and etcd does not accept both'
const PROXY = 'every node of a spec is a member, not a proxy'
const OWN_CERTIFICATES = 'etcd would use self-signed certificates, which nobody can verify'
const ALLOWED = 'each member has its own name in its certificate, so members would refuse each other'
const V2 = 'etcd 3.6 removed the v2 API, and a member with v2 data cannot be upgraded'
const MLOCK = "etcd's systemd unit does not allow locked memory, so etcd would exit at once"

/**
 * Options that no member should run with, and why. A name that ends in a hyphen stands for all options that start with it.
 * Sources: etcd, server/embed/config.go (ErrConflictBootstrapFlags), server/etcdmain/config.go; etcd's website,
 * op-guide/configuration.md, "Unsafe flags"; the locked memory was tried with 3.5, 3.6 and 3.7.
 */
const REFUSED: Readonly<Record<string, string>> = {
  'force-new-cluster': 'it turns the member into a new single-member cluster at every start',
  'unsafe-': 'with it, a power failure can lose data',
  discovery: DISCOVERY,
  'discovery-': DISCOVERY,
  proxy: PROXY,
  'proxy-': PROXY,
  'auto-tls': OWN_CERTIFICATES,
  'peer-auto-tls': OWN_CERTIFICATES,
  'self-signed-cert-validity': 'quorate creates the certificates, so etcd creates none itself',
  'peer-cert-allowed-cn': ALLOWED,
  'peer-cert-allowed-hostname': ALLOWED,
  'client-cert-allowed-hostname': "etcd would refuse the operator's certificate, which has no host name",
  'config-file':
    'with it, etcd ignores all other settings. To get a configuration file, set etcd.style to file',
  version: 'etcd would only print its version and exit',
  help: 'etcd would only print its options and exit',
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
