import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { MANAGED_OPTIONS, managedBy } from '../../etcd/managed.ts'
import { variableOf } from '../../etcd/notation.ts'
import { OPTIONS } from '../../etcd/options/index.ts'
import { refusedBecause } from '../../etcd/refused.ts'
import type { Rule } from './rule.ts'

const ENVIRONMENT = '/systemd/environment'

const BY_SYSTEMD = 'systemd and the commands of the unit depend on it'
const PROXY = 'etcd would send what it tells the other members through the proxy (Go, ProxyFromEnvironment)'

const UNKNOWN = 'variables ETCD_… set options of etcd, and docs/options.md has no such option'

/** Variables that would break the unit, and why. */
const REFUSED: readonly (readonly [name: RegExp, reason: string])[] = [
  [
    /^(?:PATH|NOTIFY_SOCKET|MAINPID|EXIT_CODE|EXIT_STATUS|SERVICE_RESULT|(?:LISTEN|WATCHDOG)_.*)$/,
    BY_SYSTEMD,
  ],
  [/^(?:HTTPS?|ALL)_PROXY$/i, PROXY],
  [/^ETCDCTL_/, 'etcd does not read it, and the unit asks the other members with etcdctl'],
]

const SECRET =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRETS?|TOKEN|CREDENTIALS?|(?:API|ACCESS|PRIVATE)_?KEY)(?:_|$)/i
/** A URL with a password. */
const WITH_PASSWORD = /:\/\/[^/@\s]*:[^/@\s]+@/

/** The environment has no options of etcd, which have fields, no secrets, and nothing that breaks the unit. */
export const environment: Rule = ({ spec }) =>
  Object.entries(spec.systemd?.environment ?? {}).flatMap(([name, value]): Diagnostic[] => {
    const pointer = child(ENVIRONMENT, name)
    const key = atKey(pointer)
    if (!/^[A-Za-z_]\w*$/.test(name)) return [report('variable-name', key, { name })]
    if (name.startsWith('ETCD_')) return [ofEtcd(name, pointer)]
    const reason = REFUSED.find(([pattern]) => pattern.test(name))?.[1]
    if (reason) return [report('variable-refused', key, { name, reason })]
    if (SECRET.test(name) || WITH_PASSWORD.test(String(value)))
      return [report('variable-secret', key, { name })]
    return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(String(value))
      ? [report('variable-value', at(pointer), { name })]
      : []
  })

/** Where an option of etcd belongs, or why it is not the user's. */
function ofEtcd(name: string, pointer: string): Diagnostic {
  const key = atKey(pointer)
  const option = [...MANAGED_OPTIONS, ...OPTIONS.map((known) => known.name)].find(
    (known) => variableOf(known) === name,
  )
  if (option === undefined) return report('variable-refused', key, { name, reason: UNKNOWN })
  const { field = undefined, reason = refusedBecause(option) } = managedBy(option) ?? {}
  return reason !== undefined && field === undefined
    ? report('variable-refused', key, { name, reason })
    : report('variable-of-etcd', key, { name, option, field: field ?? `etcd.extraOptions.${option}` })
}
