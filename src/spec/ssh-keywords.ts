/** What ssh takes as the value of an option: `yes` or `no`, a number, a time such as `30` or `5m`, one of these words, or a text. */
export type SshValue = 'flag' | 'number' | 'time' | 'text' | readonly string[]

const named = (names: string, value: SshValue): [string, SshValue][] =>
  names.split(' ').map((name) => [name, value])

const ASKED = ['yes', 'no', 'ask']

/**
 * The options of ssh that may be set for all machines at once (OpenSSH 8.4 to 10.0, ssh_config(5); the values: readconf.c). The
 * scenario `way-out` of the lab tries them with the real ssh.
 */
export const SSH_KEYWORDS: ReadonlyMap<string, SshValue> = new Map([
  ...named(
    'BatchMode CanonicalizeFallbackLocal CheckHostIP ClearAllForwardings EnableEscapeCommandline EnableSSHKeysign',
    'flag',
  ),
  ...named(
    'ExitOnForwardFailure ForwardX11 ForwardX11Trusted GSSAPIAuthentication GSSAPIDelegateCredentials GSSAPIKeyExchange',
    'flag',
  ),
  ...named('GSSAPIRenewalForcesRekey GSSAPITrustDns HashKnownHosts HostbasedAuthentication', 'flag'),
  ...named('IdentitiesOnly KbdInteractiveAuthentication NoHostAuthenticationForLocalhost', 'flag'),
  ...named(
    'ChallengeResponseAuthentication PasswordAuthentication ProxyUseFdpass TCPKeepAlive VisualHostKey',
    'flag',
  ),
  ...named('CanonicalizeMaxDots ConnectionAttempts NumberOfPasswordPrompts RequiredRSASize', 'number'),
  ...named('ServerAliveCountMax', 'number'),
  ...named('ConnectTimeout ForwardX11Timeout ServerAliveInterval', 'time'),
  ...named('AddressFamily', ['any', 'inet', 'inet6']),
  ...named('CanonicalizeHostname', ['yes', 'no', 'always']),
  ...named('Compression', ['yes', 'no']),
  ...named('FingerprintHash', ['md5', 'sha256']),
  ...named('LogLevel', ['QUIET', 'FATAL', 'ERROR', 'INFO', 'VERBOSE', 'DEBUG', 'DEBUG1', 'DEBUG2', 'DEBUG3']),
  ...named('PubkeyAuthentication', ['yes', 'no', 'unbound', 'host-bound']),
  ...named('StrictHostKeyChecking', ['yes', 'no', 'ask', 'accept-new', 'off']),
  ...named('UpdateHostKeys VerifyHostKeyDNS', ASKED),
  ...named('AddKeysToAgent BindAddress BindInterface CanonicalDomains CanonicalizePermittedCNAMEs', 'text'),
  ...named('CASignatureAlgorithms CertificateFile ChannelTimeout Ciphers EscapeChar ForwardAgent', 'text'),
  ...named('GlobalKnownHostsFile GSSAPIClientIdentity GSSAPIKexAlgorithms GSSAPIServerIdentity', 'text'),
  ...named(
    'HostbasedAcceptedAlgorithms HostbasedKeyTypes HostKeyAlgorithms IdentityAgent IgnoreUnknown IPQoS',
    'text',
  ),
  ...named(
    'KbdInteractiveDevices KexAlgorithms KnownHostsCommand LogVerbose MACs ObscureKeystrokeTiming',
    'text',
  ),
  ...named('PKCS11Provider PreferredAuthentications ProxyCommand ProxyJump PubkeyAcceptedAlgorithms', 'text'),
  ...named('PubkeyAcceptedKeyTypes RekeyLimit RevokedHostKeys SecurityKeyProvider SendEnv SetEnv', 'text'),
  ...named('SyslogFacility Tag UserKnownHostsFile WarnWeakCrypto XAuthLocation', 'text'),
])

/** Whether ssh takes a value; words in any capitals, as ssh does. */
export function isSshValue(kind: SshValue, value: string): boolean {
  switch (kind) {
    case 'text':
      return true
    case 'flag':
      return /^(?:yes|no|true|false)$/i.test(value)
    case 'number':
      return /^\d{1,9}$/.test(value)
    case 'time':
      return /^(?:none|(?:\d{1,9}[smhdw]?)+)$/i.test(value)
    default:
      return kind.some((word) => word.toLowerCase() === value.toLowerCase())
  }
}
