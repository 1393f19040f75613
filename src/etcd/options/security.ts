import { option, renamedIn36, SINCE_3_5, SINCE_3_6, topLevel, UNTIL_3_6 } from './define.ts'
import type { EtcdOption, FileKey, Lines } from './option.ts'

type Place = (key: string, form?: FileKey['form']) => FileKey
const client: Place = (key, form = 'scalar') => ({ section: 'client-transport-security', key, form })
const peer: Place = (key, form = 'scalar') => ({ section: 'peer-transport-security', key, form })

// One value until 3.5.15; in the file not before 3.5.14 (CHANGELOG-3.5.md; etcd, server/embed/config.go).
const severalSince: Lines = { '3.5': 15, '3.6': 0, '3.7': 0 }
const allowed = (place: Place, key: string) =>
  ({ severalSince, file: { '3.4': false, '3.5.14': place(key), '3.5.15': place(key, 'list') } }) as const

// Its key in the file would be ClientTLSInfo.CRLFile or PeerTLSInfo.CRLFile, by the names of Go's fields: that works in
// 3.5.33, 3.6.14 and 3.7.1, but by accident, and nothing documents it.
const REVOKED = { file: false } as const

const TLS_VERSIONS: Lines = { '3.4': 25, '3.5': 8, '3.6': 0, '3.7': 0 }

/** Under "Security" of `etcd --help`. */
export const SECURITY: readonly EtcdOption[] = [
  option('cert-file', 'path', '', 'The certificate that clients are shown.', { file: client('cert-file') }),
  option('key-file', 'path', '', 'The private key of that certificate.', { file: client('key-file') }),
  option('client-cert-auth', 'boolean', 'false', 'Wants a certificate of each client.', {
    file: client('client-cert-auth'),
  }),
  option(
    'client-cert-file',
    'path',
    '',
    'The certificate that etcd shows as a client of itself; cert-file where there is none.',
    { lines: SINCE_3_5, file: client('client-cert-file') },
  ),
  option('client-key-file', 'path', '', 'The private key of client-cert-file.', {
    lines: SINCE_3_5,
    file: client('client-key-file'),
  }),
  option(
    'client-crl-file',
    'path',
    '',
    "The revoked ones among clients' certificates, a CRL in DER.",
    REVOKED,
  ),
  option(
    'client-cert-allowed-hostname',
    'list',
    '',
    "Names of which a client's certificate has to have one.",
    allowed(client, 'allowed-hostname'),
  ),
  option('trusted-ca-file', 'path', '', "The authorities that clients' certificates may come from.", {
    file: client('trusted-ca-file'),
  }),
  option('auto-tls', 'boolean', 'false', 'Shows clients a certificate that etcd makes itself.', {
    file: client('auto-tls'),
  }),
  option('peer-cert-file', 'path', '', 'The certificate that the other members are shown.', {
    file: peer('cert-file'),
  }),
  option('peer-key-file', 'path', '', 'The private key of that certificate.', { file: peer('key-file') }),
  option('peer-client-cert-auth', 'boolean', 'false', 'Wants a certificate of each other member.', {
    file: peer('client-cert-auth'),
  }),
  option(
    'peer-client-cert-file',
    'path',
    '',
    'The certificate for calling other members; peer-cert-file where there is none.',
    { lines: SINCE_3_5, file: peer('client-cert-file') },
  ),
  option('peer-client-key-file', 'path', '', 'The private key of peer-client-cert-file.', {
    lines: SINCE_3_5,
    file: peer('client-key-file'),
  }),
  option('peer-trusted-ca-file', 'path', '', "The authorities that members' certificates may come from.", {
    file: peer('trusted-ca-file'),
  }),
  option(
    'peer-cert-allowed-cn',
    'list',
    '',
    "Common names of which a member's certificate has to have one.",
    allowed(peer, 'allowed-cn'),
  ),
  option(
    'peer-cert-allowed-hostname',
    'list',
    '',
    "Names of which a member's certificate has to have one.",
    allowed(peer, 'allowed-hostname'),
  ),
  option(
    'peer-auto-tls',
    'boolean',
    'false',
    'Shows the other members a certificate that etcd makes itself.',
    {
      file: peer('auto-tls'),
    },
  ),
  option(
    'self-signed-cert-validity',
    'integer',
    '1',
    'For how many years the certificates that etcd makes itself are valid.',
    { lines: SINCE_3_5, file: { '3.5': false, '3.5.1': topLevel('self-signed-cert-validity') } },
  ),
  option('peer-crl-file', 'path', '', "The revoked ones among members' certificates, a CRL in DER.", REVOKED),
  option(
    'peer-skip-client-san-verification',
    'boolean',
    'false',
    'Does not compare the address of a member that calls with its certificate.',
    { lines: SINCE_3_6, file: peer('skip-client-san-verification') },
  ),
  option(
    'experimental-peer-skip-client-san-verification',
    'boolean',
    'false',
    'Does not compare the address of a member that calls with its certificate.',
    {
      lines: UNTIL_3_6,
      file: { '3.4': false, '3.6': topLevel('experimental-peer-skip-client-san-verification') },
      ...renamedIn36('peer-skip-client-san-verification'),
    },
  ),
  option(
    'cipher-suites',
    'list',
    '',
    'The TLS cipher suites that are used; Go chooses where there is none.',
    {
      file: topLevel('cipher-suites', 'list'),
    },
  ),
  option(
    'cors',
    'urls',
    '*',
    'The origins whose pages may call the HTTP API, with their ports; * stands for all.',
  ),
  option(
    'host-whitelist',
    'list',
    '*',
    'The host names that clients without TLS may ask for; * stands for all.',
  ),
  option('tls-min-version', 'choice', 'TLS1.2', 'The oldest TLS version that is spoken.', {
    choices: ['TLS1.2', 'TLS1.3'],
    lines: TLS_VERSIONS,
  }),
  option(
    'tls-max-version',
    'choice',
    '',
    'The newest TLS version that is spoken; Go chooses where it is empty.',
    {
      choices: ['', 'TLS1.2', 'TLS1.3'],
      lines: TLS_VERSIONS,
    },
  ),
]
