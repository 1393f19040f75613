import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { CIPHER_SUITES, cipherSuite, HTTP2_SUITES, TLS13_SUITES } from '../../etcd/cipher-suites.ts'
import { nearest } from '../nearest.ts'
import type { Rule } from './rule.ts'

const POINTER = '/tls/cipherSuites'
const NAMES = CIPHER_SUITES.map(({ name }) => name)

/** etcd knows the chosen cipher suites, and they work with the keys' algorithm and with HTTP/2. */
export const cipherSuites: Rule = ({ spec }) => {
  const { cipherSuites: suites, minVersion } = spec.tls ?? {}
  if (suites === undefined) return []
  const each = suites.flatMap((suite, index) =>
    suite === undefined ? [] : checkSuite(suite, `${POINTER}/${index}`),
  )
  if (minVersion === 'TLS1.3') {
    return [
      ...each,
      report('cipher-suites-without-use', { ...atKey(POINTER), related: ['/tls/minVersion'] }, {}),
    ]
  }
  // With an unknown name in the list, nobody knows what is missing.
  const isClear = suites.every((suite) => suite !== undefined && cipherSuite(suite) !== undefined)
  return isClear ? [...each, ...checkList(suites, spec.tls?.algorithm)] : each
}

function checkSuite(suite: string, pointer: string): Diagnostic[] {
  if (TLS13_SUITES.includes(suite)) return [report('cipher-suite-of-tls13', at(pointer), { suite })]
  const known = cipherSuite(suite)
  if (!known) {
    return [report('cipher-suite-unknown', at(pointer), { suite, near: nearest(suite, NAMES) })]
  }
  const { weakness: reason } = known
  return reason ? [report('cipher-suite-insecure', at(pointer), { suite, reason })] : []
}

function checkList(suites: readonly (string | undefined)[], algorithm: string | undefined): Diagnostic[] {
  if (algorithm === undefined) return []
  const keys = algorithm.startsWith('rsa') ? 'rsa' : 'ecdsa'
  const needed = HTTP2_SUITES[keys]
  if (Object.values(HTTP2_SUITES).every((suite) => !suites.includes(suite))) {
    return [report('cipher-suites-http2', atKey(POINTER), { needed })]
  }
  const suited = suites.some((suite) => suite !== undefined && cipherSuite(suite)?.keys === keys)
  return suited ? [] : [report('cipher-suites-unsuited', atKey(POINTER), { algorithm, needed })]
}
