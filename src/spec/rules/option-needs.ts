import { at, report } from '../../diagnostics/report.ts'
import { nanoseconds } from '../../etcd/notation.ts'
import { EXTRA_OPTIONS, givenValue } from './extra-options.ts'
import type { Rule } from './rule.ts'

/** Why etcd refuses a value that it can parse, and what to do. */
type Need = { readonly name: string; readonly reason: string; readonly advice: string }

type Get = (name: string) => string | undefined

/** etcd, auth/store.go, NewTokenProvider; auth/options.go. */
function authToken(get: Get): Need | undefined {
  const name = 'auth-token'
  const value = get(name)
  if (value === undefined) return undefined
  const [kind = '', ...parameters] = value.split(',')
  const advice =
    'Write simple, or a value such as jwt,pub-key=/etc/etcd/jwt.pub,priv-key=/etc/etcd/jwt.key,sign-method=RS256.'
  if (kind !== 'simple' && kind !== 'jwt') return { name, reason: 'it must start with simple or jwt', advice }
  const names = parameters.map((parameter) => parameter.split('=')[0])
  if (parameters.some((parameter) => parameter.split('=').length !== 2) || new Set(names).size < names.length)
    return { name, reason: 'each part must be name=value, and each name may occur only once', advice }
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
    const advice =
      'Write a time above zero, such as 1m. To turn the checks off, use etcd.tuning.corruptionChecks.'
    return { name, reason: 'it must be above zero', advice }
  }

const MOST_SAMPLES = 1_000_000

/** etcd, embed/config_tracing.go, validateTracingConfig; etcd only checks it if tracing is on. */
const samplingRate =
  (prefix: string) =>
  (get: Get): Need | undefined => {
    const name = `${prefix}distributed-tracing-sampling-rate`
    const value = get(name)
    const isOn = get(`${prefix}enable-distributed-tracing`) === 'true'
    if (value === undefined || !isOn || Number(value) <= MOST_SAMPLES) return undefined
    return {
      name,
      reason: 'it is above 1000000',
      advice: 'Write how many of one million spans to keep, from 0 to 1000000.',
    }
  }

/** etcd 3.5, embed/config.go, Validate; 3.6 says the same of the feature gates. */
function leaseCheckpoints(get: Get): Need | undefined {
  const name = 'experimental-enable-lease-checkpoint-persist'
  const hasCheckpoints =
    get('experimental-enable-lease-checkpoint') === 'true' ||
    /\bLeaseCheckpoint=true/.test(get('feature-gates') ?? '')
  if (get(name) !== 'true' || hasCheckpoints) return undefined
  const advice = 'Set experimental-enable-lease-checkpoint to true as well, or remove it.'
  return { name, reason: 'lease checkpoints are off', advice }
}

/** etcd, client/pkg/transport/listener.go: a certificate needs its key. */
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

/** etcd starts with the values of etcd.extraOptions. Each was tried with etcd 3.4.23, 3.5.35, 3.6.14 and 3.7.3. */
export const optionNeeds: Rule = ({ spec }) => {
  const needs = NEEDS.flatMap((need) => need((name) => givenValue(spec, name)) ?? [])
  return needs.map((need) => report('option-needs', at(`${EXTRA_OPTIONS}/${need.name}`), need))
}
