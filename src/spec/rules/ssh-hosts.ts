import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress } from '../../ip-address.ts'
import { isName } from './address-form.ts'
import { clientHostsOf, nodesOf, type Rule } from './rule.ts'

/** An SSH host is an IP address or a DNS name, not something like 10.0.0.256. */
export const sshHosts: Rule = ({ spec }) => {
  const hosts = [
    ...nodesOf(spec).map(({ node, pointer }) => ({
      value: node.ansible?.host,
      pointer: `${pointer}/ansible/host`,
    })),
    ...clientHostsOf(spec).map(({ host, pointer }) => ({
      value: host.ansible?.host,
      pointer: `${pointer}/ansible/host`,
    })),
    { value: spec.ansible?.bastion?.host, pointer: '/ansible/bastion/host' },
  ]
  return hosts.flatMap(({ value, pointer }) =>
    value === undefined || canonicalAddress(value) || isName(value)
      ? []
      : [report('ssh-host-invalid', at(pointer), { value })],
  )
}
