import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { clientHostsOf, nodesOf, type Rule } from './rule.ts'

/** Users that etcd should not run as, and why. */
const UNSAFE: Readonly<Record<string, string>> = {
  root: 'which has full control of the node',
  nobody: "which other programs use too: they could read etcd's keys and data",
}

/** etcd should run as its own user, and Ansible must be able to become root. */
export const accounts: Rule = ({ spec }) => {
  const name = spec.etcd?.account?.user ?? ''
  const reason = Object.hasOwn(UNSAFE, name) ? UNSAFE[name] : undefined
  const unsafe: Diagnostic[] = reason
    ? [report('account-unsafe', at('/etcd/account/user'), { name, reason })]
    : []
  if (spec.ansible?.become !== false) return unsafe
  if (spec.ansible.becomePassword === 'prompt') {
    const target = { ...atKey('/ansible/becomePassword'), related: ['/ansible/become'] }
    unsafe.push(report('become-password-unused', target, {}))
  }
  const hosts = [...nodesOf(spec).map(({ node }) => node), ...clientHostsOf(spec).map(({ host }) => host)]
  const users = hosts.map(({ ansible }) => ansible?.user ?? spec.ansible?.user)
  const user = users.find((candidate) => candidate !== undefined && candidate !== 'root')
  return user === undefined ? unsafe : [...unsafe, report('become-needed', at('/ansible/become'), { user })]
}
