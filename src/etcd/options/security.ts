import { option, renamedIn36, SINCE_3_5, SINCE_3_6, topLevel, UNTIL_3_6 } from './define.ts'
import type { EtcdOption, FileKey, Lines } from './option.ts'

type KeyIn = (key: string, form?: FileKey['form']) => FileKey
const client: KeyIn = (key, form = 'scalar') => ({ section: 'client-transport-security', key, form })
const peer: KeyIn = (key, form = 'scalar') => ({ section: 'peer-transport-security', key, form })

// A single value before 3.5.15, and not in the file before 3.5.14 (CHANGELOG-3.5.md; etcd, server/embed/config.go).
const severalSince: Lines = { '3.5': 15, ...SINCE_3_6 }
const allowed = (keyIn: KeyIn, key: string) =>
  ({ severalSince, file: { '3.4': false, '3.5.14': keyIn(key), '3.5.15': keyIn(key, 'list') } }) as const

// The keys ClientTLSInfo.CRLFile and PeerTLSInfo.CRLFile (Go's field names) work in 3.5.33, 3.6.14 and 3.7.1, but only by
// accident: they are not documented.
const REVOKED = { file: false } as const

const TLS_VERSIONS: Lines = { '3.4': 25, '3.5': 8, ...SINCE_3_6 }

/** Under "Security" of `etcd --help`. */
export const SECURITY: readonly EtcdOption[] = [
  option('cert-file', 'path', '', 'Server certificate for clients.', { file: client('cert-file') }),
  option('key-file', 'path', '', 'Private key of that certificate.', { file: client('key-file') }),
  option('client-cert-auth', 'boolean', 'false', 'Requires a client certificate.', {
    file: client('client-cert-auth'),
  }),
  option(
    'client-cert-file',
    'path',
    '',
    'Client certificate that etcd uses to connect to itself. Default: cert-file.',
    { lines: SINCE_3_5, file: client('client-cert-file') },
  ),
  option('client-key-file', 'path', '', 'Private key of client-cert-file.', {
    lines: SINCE_3_5,
    file: client('client-key-file'),
  }),
  option('client-crl-file', 'path', '', 'List of revoked client certificates (CRL), in DER.', REVOKED),
  option(
    'client-cert-allowed-hostname',
    'list',
    '',
    'Names of which a client certificate must have one.',
    allowed(client, 'allowed-hostname'),
  ),
  option('trusted-ca-file', 'path', '', 'CA certificates that verify client certificates.', {
    file: client('trusted-ca-file'),
  }),
  option('auto-tls', 'boolean', 'false', 'Uses a self-signed server certificate that etcd makes.', {
    file: client('auto-tls'),
  }),
  option('peer-cert-file', 'path', '', 'Peer certificate for the other members.', {
    file: peer('cert-file'),
  }),
  option('peer-key-file', 'path', '', 'Private key of that certificate.', { file: peer('key-file') }),
  option('peer-client-cert-auth', 'boolean', 'false', 'Requires a certificate from the other members.', {
    file: peer('client-cert-auth'),
  }),
  option(
    'peer-client-cert-file',
    'path',
    '',
    'Certificate for connections to other members. Default: peer-cert-file.',
    { lines: SINCE_3_5, file: peer('client-cert-file') },
  ),
  option('peer-client-key-file', 'path', '', 'Private key of peer-client-cert-file.', {
    lines: SINCE_3_5,
    file: peer('client-key-file'),
  }),
  option('peer-trusted-ca-file', 'path', '', 'CA certificates that verify peer certificates.', {
    file: peer('trusted-ca-file'),
  }),
  option(
    'peer-cert-allowed-cn',
    'list',
    '',
    'Common names (CN) of which a peer certificate must have one.',
    allowed(peer, 'allowed-cn'),
  ),
  option(
    'peer-cert-allowed-hostname',
    'list',
    '',
    'Names of which a peer certificate must have one.',
    allowed(peer, 'allowed-hostname'),
  ),
  option('peer-auto-tls', 'boolean', 'false', 'Uses a self-signed peer certificate that etcd makes.', {
    file: peer('auto-tls'),
  }),
  option(
    'self-signed-cert-validity',
    'integer',
    '1',
    'Years after which these self-signed certificates expire.',
    { lines: SINCE_3_5, file: { '3.5': false, '3.5.1': topLevel('self-signed-cert-validity') } },
  ),
  option('peer-crl-file', 'path', '', 'List of revoked peer certificates (CRL), in DER.', REVOKED),
  option(
    'peer-skip-client-san-verification',
    'boolean',
    'false',
    'Does not compare the address of a connecting member with the SANs of its certificate.',
    { lines: SINCE_3_6, file: peer('skip-client-san-verification') },
  ),
  option(
    'experimental-peer-skip-client-san-verification',
    'boolean',
    'false',
    'Does not compare the address of a connecting member with the SANs of its certificate.',
    {
      lines: UNTIL_3_6,
      file: { '3.4': false, '3.6': topLevel('experimental-peer-skip-client-san-verification') },
      ...renamedIn36('peer-skip-client-san-verification'),
    },
  ),
  option('cipher-suites', 'list', '', "TLS cipher suites. Default: Go's choice.", {
    file: topLevel('cipher-suites', 'list'),
  }),
  option(
    'cors',
    'urls',
    '*',
    'Origins, with ports, whose web pages may call the HTTP API (CORS); * means all.',
  ),
  option(
    'host-whitelist',
    'list',
    '*',
    'Host names that clients without TLS may use in requests; * means all.',
  ),
  option('tls-min-version', 'choice', 'TLS1.2', 'Minimum TLS version.', {
    choices: ['TLS1.2', 'TLS1.3'],
    lines: TLS_VERSIONS,
  }),
  option('tls-max-version', 'choice', '', "Maximum TLS version. Default: Go's choice.", {
    choices: ['', 'TLS1.2', 'TLS1.3'],
    lines: TLS_VERSIONS,
  }),
]
