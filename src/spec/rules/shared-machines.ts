import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import type { Subject } from '../lenient.ts'
import type { Rule } from './rule.ts'

/** useradd of Debian and of Red Hat takes no longer name (shadow, useradd(8), CAVEATS). */
const LONGEST_ACCOUNT = 32

/** What systemd adds to the name of a unit (systemd.unit(5)). */
const SUFFIX = /\.(?:service|socket|target|timer|mount|automount|path|slice|scope|swap|device)$/

/** What follows from the name of the cluster, or from another name of the unit, is possible on a machine. */
export const sharedMachines: Rule = (subject) => [...longAccounts(subject), ...unitProblems(subject)]

function longAccounts({ spec: { sharedMachines: isShared, name, etcd }, isWritten }: Subject): Diagnostic[] {
  const fields = (['user', 'group'] as const).filter((field) => !isWritten(`/etcd/account/${field}`))
  const [account] = fields.map((field) => etcd?.account?.[field])
  if (!isShared || name === undefined || account === undefined || account.length <= LONGEST_ACCOUNT) return []
  return [report('shared-account-long', at('/name', '/sharedMachines'), { account, fields })]
}

function unitProblems({ spec: { systemd, etcd }, isWritten }: Subject): Diagnostic[] {
  const unit = systemd?.unit
  if (unit === undefined || unit === 'etcd') return []
  const pointer = isWritten('/systemd/unit') ? '/systemd/unit' : '/sharedMachines'
  const suffix = SUFFIX.exec(unit)?.[0]
  if (suffix !== undefined) return [report('unit-suffix', at(pointer), { unit, suffix })]
  if (!unit.includes('etcd')) return [report('unit-not-etcd', at(pointer), { unit })]
  const isPackaged = etcd?.install?.method === 'package'
  return [
    ...(unit.endsWith('-keys') ? [report('unit-is-keys', at(pointer), { unit })] : []),
    ...(isPackaged ? [report('unit-packaged', at(pointer, '/etcd/install/method'), { unit })] : []),
  ]
}
