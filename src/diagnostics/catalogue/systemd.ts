import { quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Unit = { readonly unit: string }
type Variable = { readonly name: string }
type Limit = { readonly field: string; readonly size: string; readonly quota: string }

/** Problems with the unit of etcd: its limits, its dependencies and its environment. */
export const systemdCatalogue = {
  'memory-too-small': error<Omit<Limit, 'quota'>>(
    ({ field, size }) =>
      `etcd cannot run with ${field} ${quote(size)}: a member without data already needs about 60 MiB.`,
    'Write the quota of the database (etcd.tuning.quota) and 2GiB more. 128MiB is the least that quorate takes.',
  ),
  'memory-below-quota': warning<Limit>(
    ({ field, size, quota }) =>
      `${field} ${quote(size)} is less than the database may have (quota ${quote(quota)}). etcd maps the whole database into memory: when it is larger than the limit, etcd reads from the disk again and again, and misses heartbeats.`,
    'Write the quota and 2GiB more, or make etcd.tuning.quota smaller.',
  ),
  'memory-high-above-max': error<{ readonly high: string; readonly max: string }>(
    ({ high, max }) =>
      `memoryHigh ${quote(high)} is above memoryMax ${quote(max)}: the kernel would kill etcd before it slows it down.`,
    'Write a smaller memoryHigh, or a larger memoryMax.',
  ),
  'cpu-quota-small': warning<{ readonly quota: string }>(
    ({ quota }) =>
      `With less than one CPU (cpuQuota ${quote(quota)}), the kernel stops etcd for a part of every 100 ms, and heartbeats are late.`,
    'Write 100% or more. To let other services go first, set cpuWeight or nice.',
  ),
  'unit-of-quorate': error<Unit>(
    ({ unit }) => `${quote(unit)} is a unit of quorate, and etcd cannot depend on it.`,
    'Remove it.',
  ),
  'unit-starts-later': error<Unit & { readonly field: string; readonly reason: string }>(
    ({ unit, field, reason }) =>
      `etcd cannot have ${quote(unit)} under ${field}: ${reason}. systemd would leave one of them out.`,
    'Name a unit that starts earlier, such as network-online.target.',
  ),
  'unit-unordered': warning<Unit>(
    ({ unit }) =>
      `etcd requires ${quote(unit)} and does not wait for it: systemd starts both at the same time.`,
    ({ unit }) => `Add it to systemd.after: after: [${unit}].`,
  ),
  'variable-name': error<Variable>(
    ({ name }) => `${quote(name)} cannot be the name of an environment variable.`,
    'Write letters, digits and _, not a digit first, such as GOMEMLIMIT.',
  ),
  'variable-of-etcd': error<Variable & { readonly option: string; readonly field: string }>(
    ({ name, option }) => `${quote(name)} sets etcd's option ${option}, and the spec has a field for it.`,
    ({ field }) => `Remove it, and set ${field} instead.`,
  ),
  'variable-refused': error<Variable & { readonly reason: string }>(
    ({ name, reason }) => `The variable ${quote(name)} cannot be set: ${reason}.`,
    'Remove it.',
  ),
  'variable-secret': error<Variable>(
    ({ name }) =>
      `The variable ${quote(name)} looks like a secret, and every user of the machine can read the unit.`,
    'Remove it. etcd needs no secret from its environment.',
  ),
  'variable-value': error<Variable>(
    ({ name }) => `The value of the variable ${quote(name)} must be on one line, without control characters.`,
    'Write it on one line.',
  ),
}
