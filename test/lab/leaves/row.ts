import assert from 'node:assert/strict'
import { valueAt } from '../../unit/spec/fields/leaves.ts'
import type { ClusterName } from './clusters.ts'
import type { Seen } from './seen.ts'

/**
 * How a leaf of the schema is seen on a host that runs: in which cluster of scenario `leaves`, in what, and the check of it.
 * A leaf that another scenario sees names it, and what shows in its code, or in that of its steps, that it asserts the value.
 */
export type LeafRow =
  | {
      readonly leaf: string
      readonly on: ClusterName
      readonly seen: string
      // biome-ignore lint/suspicious/noExplicitAny: the value of any field
      readonly check: (value: any, seen: Seen) => void | Promise<void>
    }
  | { readonly leaf: string; readonly scenario: string; readonly shows: string }

type Notation = (value: never) => unknown
const same: Notation = (value: unknown) => value

/** etcd's own report of its configuration, as it started. */
export function reported(
  leaf: string,
  field: string,
  notation: Notation = same,
  on: ClusterName = 'members',
): LeafRow {
  return {
    leaf,
    on,
    seen: `etcd's report at its start: ${field}`,
    check: (value, { report }) => assert.deepEqual(report[field], notation(value as never)),
  }
}

/** How Ansible logs in. */
export function loggedIn(leaf: string, host: string, what: 'from' | 'to' | 'port' | 'user'): LeafRow {
  return {
    leaf,
    on: 'members',
    seen: `SSH_CONNECTION and USER of Ansible's login on ${host}: ${what}`,
    check: async (value, { login }) => assert.equal((await login(host))[what], String(value)),
  }
}

/** The first member of a spec. */
export const member = ({ spec }: Seen) => spec.nodes[0] as Seen['spec']['nodes'][number]

/** A port of the spec. */
export const portOf = ({ spec }: Seen, name: 'client' | 'peer' | 'metrics') =>
  valueAt(spec, `/etcd/ports/${name}`)

/** The PKI directory of `members`. */
export const pki = '/srv/pki-etcd'

/** Where the spec of `members` has what is installed of its client. */
export const install = '/tls/clients/0/install'
