/** A cipher suite that Go has for TLS 1.2 (Go 1.26, crypto/tls/cipher_suites.go; etcd takes it by this name, client/pkg/tlsutil). */
export type CipherSuite = {
  readonly name: string
  /** What OpenSSL calls it (openssl-ciphers(1)). */
  readonly openssl: string
  /** The keys that it works with. */
  readonly keys: 'ecdsa' | 'rsa'
  /** Why Go counts it among the insecure ones, if it does. */
  readonly weakness?: string
}

const RC4 = 'RC4 is broken'
const TRIPLE_DES = '3DES has blocks that are too short'
const NO_SECRECY = 'who gets the key later can read what was recorded before'
const PADDING = 'its padding can be made to tell what it protects'

/** Every suite that can be chosen. */
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

/** Names that etcd takes besides Go's (etcd, client/pkg/tlsutil/cipher_suites.go). */
const ALIASES: Readonly<Record<string, string>> = {
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305: 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
}

/** The suites of TLS 1.3, all of which Go always offers. */
export const TLS13_SUITES: readonly string[] = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
]

/** One of these has to be among those that are chosen (RFC 9113, section 9.2.2; Go refuses to serve HTTP/2 otherwise). */
export const HTTP2_SUITES: Readonly<Record<CipherSuite['keys'], string>> = {
  ecdsa: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  rsa: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
}

/** A suite by a name that etcd takes for it. */
export function cipherSuite(name: string): CipherSuite | undefined {
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name
  return CIPHER_SUITES.find((suite) => suite.name === known)
}

/** Go's name of a suite that somebody calls by OpenSSL's. */
export function fromOpenssl(name: string): string | undefined {
  return CIPHER_SUITES.find(({ openssl }) => openssl === name.toUpperCase())?.name
}
