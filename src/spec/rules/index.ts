import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Subject } from '../lenient.ts'
import { accounts } from './accounts.ts'
import { address } from './address.ts'
import { addressFamilies } from './address-families.ts'
import { clientNames } from './client-names.ts'
import { dnsNames } from './dns-names.ts'
import { lifetimes } from './lifetimes.ts'
import { members } from './members.ts'
import { nodeNames } from './node-names.ts'
import { paths } from './paths.ts'
import { ports } from './ports.ts'
import { quota } from './quota.ts'
import type { Rule } from './rule.ts'
import { sharedAddress } from './shared-address.ts'
import { sshHosts } from './ssh-hosts.ts'
import { timing } from './timing.ts'
import { version } from './version.ts'

/** Everything that a spec has to keep to beyond its schema. */
const RULES: readonly Rule[] = [
  address,
  sharedAddress,
  addressFamilies,
  nodeNames,
  dnsNames,
  members,
  clientNames,
  sshHosts,
  ports,
  paths,
  accounts,
  timing,
  quota,
  lifetimes,
  version,
]

/** Runs all rules, each on as much of the spec as is sound. */
export function checkRules(subject: Subject): Diagnostic[] {
  return RULES.flatMap((rule) => rule(subject))
}
