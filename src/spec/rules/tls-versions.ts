import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { optionNamed } from '../../etcd/options/index.ts'
import { titleAt } from '../fields.ts'
import { checkAvailable } from './available.ts'
import type { Rule } from './rule.ts'

const OPTIONS = { minVersion: 'tls-min-version', maxVersion: 'tls-max-version' } as const

/** minVersion is not above maxVersion, and the etcd version has both settings (embed/config.go, Validate). */
export const tlsVersions: Rule = ({ spec }) => {
  const { minVersion: least, maxVersion: greatest } = spec.tls ?? {}
  const version = spec.etcd?.version
  const unavailable = (['minVersion', 'maxVersion'] as const).flatMap((name): Diagnostic[] => {
    const pointer = `/tls/${name}`
    if (spec.tls?.[name] === undefined) return []
    return checkAvailable(titleAt(pointer), pointer, version, optionNamed(OPTIONS[name])?.lines ?? {})
  })
  if (least !== 'TLS1.3' || greatest !== 'TLS1.2') return unavailable
  return [...unavailable, report('tls-range', at('/tls/minVersion', '/tls/maxVersion'), { least, greatest })]
}
