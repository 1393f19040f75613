/** A TLS 1.2 cipher suite of Go (Go 1.26, crypto/tls/cipher_suites.go). etcd uses the same names (client/pkg/tlsutil). */
export type CipherSuite = {
  readonly name: string
  /** OpenSSL's name (openssl-ciphers(1)). */
  readonly openssl: string
  /** The type of the server's key. */
  readonly keys: 'ecdsa' | 'rsa'
  /** Why Go lists it as insecure, if it does. */
  readonly weakness?: string
}

const RC4 = 'RC4 is broken'
const TRIPLE_DES = 'the block size of 3DES is too small'
const NO_SECRECY = 'it has no forward secrecy: a stolen key also decrypts recorded traffic'
const PADDING = 'padding-oracle attacks can decrypt it'

/** All suites that a spec can choose. */
export const CIPHER_SUITES: readonly CipherSuite[] = [
  {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    openssl: 'ECDHE-ECDSA-AES128-GCM-SHA256',
    keys: 'ecdsa',
  },
  {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    openssl: 'ECDHE-ECDSA-AES256-GCM-SHA384',
    keys: 'ecdsa',
  },
  {
    name: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    openssl: 'ECDHE-ECDSA-CHACHA20-POLY1305',
    keys: 'ecdsa',
  },
  { name: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', openssl: 'ECDHE-ECDSA-AES128-SHA', keys: 'ecdsa' },
  { name: 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', openssl: 'ECDHE-ECDSA-AES256-SHA', keys: 'ecdsa' },
  { name: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', openssl: 'ECDHE-RSA-AES128-GCM-SHA256', keys: 'rsa' },
  { name: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', openssl: 'ECDHE-RSA-AES256-GCM-SHA384', keys: 'rsa' },
  {
    name: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    openssl: 'ECDHE-RSA-CHACHA20-POLY1305',
    keys: 'rsa',
  },
  { name: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA', openssl: 'ECDHE-RSA-AES128-SHA', keys: 'rsa' },
  { name: 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', openssl: 'ECDHE-RSA-AES256-SHA', keys: 'rsa' },
  {
    name: 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
    openssl: 'ECDHE-ECDSA-AES128-SHA256',
    keys: 'ecdsa',
    weakness: PADDING,
  },
  {
    name: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
    openssl: 'ECDHE-RSA-AES128-SHA256',
    keys: 'rsa',
    weakness: PADDING,
  },
  { name: 'TLS_ECDHE_ECDSA_WITH_RC4_128_SHA', openssl: 'ECDHE-ECDSA-RC4-SHA', keys: 'ecdsa', weakness: RC4 },
  { name: 'TLS_ECDHE_RSA_WITH_RC4_128_SHA', openssl: 'ECDHE-RSA-RC4-SHA', keys: 'rsa', weakness: RC4 },
  {
    name: 'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
    openssl: 'ECDHE-RSA-DES-CBC3-SHA',
    keys: 'rsa',
    weakness: TRIPLE_DES,
  },
  {
    name: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
    openssl: 'AES128-GCM-SHA256',
    keys: 'rsa',
    weakness: NO_SECRECY,
  },
  {
    name: 'TLS_RSA_WITH_AES_256_GCM_SHA384',
    openssl: 'AES256-GCM-SHA384',
    keys: 'rsa',
    weakness: NO_SECRECY,
  },
  { name: 'TLS_RSA_WITH_AES_128_CBC_SHA', openssl: 'AES128-SHA', keys: 'rsa', weakness: NO_SECRECY },
  { name: 'TLS_RSA_WITH_AES_256_CBC_SHA', openssl: 'AES256-SHA', keys: 'rsa', weakness: NO_SECRECY },
  { name: 'TLS_RSA_WITH_AES_128_CBC_SHA256', openssl: 'AES128-SHA256', keys: 'rsa', weakness: NO_SECRECY },
  { name: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA', openssl: 'DES-CBC3-SHA', keys: 'rsa', weakness: TRIPLE_DES },
  { name: 'TLS_RSA_WITH_RC4_128_SHA', openssl: 'RC4-SHA', keys: 'rsa', weakness: RC4 },
]

/** Names that etcd accepts in addition to Go's (etcd, client/pkg/tlsutil/cipher_suites.go). */
const ALIASES: Readonly<Record<string, string>> = {
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
}

/** The suites of TLS 1.3; Go always offers all of them. */
export const TLS13_SUITES: readonly string[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
]

/** The list must contain one of these (RFC 9113, section 9.2.2), or Go refuses to serve HTTP/2. */
export const HTTP2_SUITES: Readonly<Record<CipherSuite['keys'], string>> = {
  ecdsa: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  rsa: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
}

/** The suite with a name that etcd accepts. */
export function cipherSuite(name: string): CipherSuite | undefined {
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name
  return CIPHER_SUITES.find((suite) => suite.name === known)
}

/** Go's name for a suite, given OpenSSL's name. */
export function fromOpenssl(name: string): string | undefined {
  return CIPHER_SUITES.find(({ openssl }) => openssl === name.toUpperCase())?.name
}
