import { at, report } from '../../diagnostics/report.ts'
import { nanoseconds } from '../../etcd/notation.ts'
import { EXTRA_OPTIONS, givenValue } from './extra-options.ts'
import type { Rule } from './rule.ts'

/** Why etcd refuses a value that it can read, and what to do. */
type Need = { readonly name: string; readonly reason: string; readonly advice: string }

type Get = (name: string) => string | undefined

/** etcd, auth/store.go, NewTokenProvider; auth/options.go. */
function authToken(get: Get): Need | undefined {
  const name = 'auth-token'
  const value = get(name)
  if (value === undefined) return undefined
  const [kind = '', ...parameters] = value.split(',')
  const advice =
    'Write simple, or one such as jwt,pub-key=/etc/etcd/jwt.pub,priv-key=/etc/etcd/jwt.key,sign-method=RS256.'
  if (kind !== 'simple' && kind !== 'jwt')
    return { name, reason: 'it begins neither with simple nor with jwt', advice }
  const names = parameters.map((parameter) => parameter.split('=')[0])
  if (parameters.some((parameter) => parameter.split('=').length !== 2) || new Set(names).size < names.length)
    return { name, reason: 'its parts have to be name=value, each name once', advice }
  if (kind === 'jwt' && !names.includes('sign-method'))
    return { name, reason: 'jwt needs a sign-method', advice }
  const hasKey = names.includes('pub-key') || names.includes('priv-key')
  return kind === 'jwt' && !hasKey ? { name, reason: 'jwt needs a pub-key or a priv-key', advice } : undefined
}

/** etcd, embed/config.go, Validate: the time between two checks of hashes is above zero. */
const hashCheckTime =
  (name: string) =>
  (get: Get): Need | undefined => {
    const value = get(name)
    if (value === undefined || nanoseconds(value) > 0) return undefined
    const advice = 'Write a time above zero, such as 1m; etcd.tuning.corruptionChecks turns the checks off.'
    return { name, reason: 'it has to be above zero', advice }
  }

const MOST_SAMPLES = 1_000_000

/** etcd, embed/config_tracing.go, validateTracingConfig; only looked at where tracing is on. */
const samplingRate =
  (prefix: string) =>
  (get: Get): Need | undefined => {
    const name = `${prefix}distributed-tracing-sampling-rate`
    const value = get(name)
    const isOn = get(`${prefix}enable-distributed-tracing`) === 'true'
    if (value === undefined || !isOn || Number(value) <= MOST_SAMPLES) return undefined
    return { name, reason: 'it is above a million', advice: 'Write how many of a million spans to keep.' }
  }

/** etcd 3.5, embed/config.go, Validate; 3.6 says the same of the feature gates. */
function leaseCheckpoints(get: Get): Need | undefined {
  const name = 'experimental-enable-lease-checkpoint-persist'
  const hasCheckpoints =
    get('experimental-enable-lease-checkpoint') === 'true' ||
    /\bLeaseCheckpoint=true/.test(get('feature-gates') ?? '')
  if (get(name) !== 'true' || hasCheckpoints) return undefined
  const advice = 'Set experimental-enable-lease-checkpoint to true as well, or remove it.'
  return { name, reason: 'there are no checkpoints to keep', advice }
}

/** etcd, client/pkg/transport/listener.go: a certificate and its key come together. */
const together =
  (name: string, other: string) =>
  (get: Get): Need | undefined =>
    get(name) === undefined || get(other) !== undefined
      ? undefined
      : { name, reason: `${other} is missing`, advice: `Set ${other} as well, or remove it.` }

const NEEDS: readonly ((get: Get) => Need | undefined)[] = [
  authToken,
  hashCheckTime('compact-hash-check-time'),
  hashCheckTime('experimental-compact-hash-check-time'),
  samplingRate(''),
  samplingRate('experimental-'),
  leaseCheckpoints,
  together('client-cert-file', 'client-key-file'),
  together('client-key-file', 'client-cert-file'),
  together('peer-client-cert-file', 'peer-client-key-file'),
  together('peer-client-key-file', 'peer-client-cert-file'),
]

/** Further options have values with which etcd starts. Each was tried with etcd 3.4.23, 3.5.35, 3.6.14 and 3.7.3. */
export const optionNeeds: Rule = ({ spec }) => {
  const needs = NEEDS.flatMap((need) => need((name) => givenValue(spec, name)) ?? [])
  return needs.map((need) => report('option-needs', at(`${EXTRA_OPTIONS}/${need.name}`), need))
}
