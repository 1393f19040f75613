import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import { atKey, report } from '../../diagnostics/report.ts'
import type { Rule } from './rule.ts'

const SSH_OPTIONS = '/ansible/sshOptions'
const BASTION = '/ansible/bastion'

/** Options that follow from a field, in lower case: ssh does not mind capitals (ssh_config(5)). */
const FIELDS: Readonly<Record<string, string>> = {
  port: 'ansible.port',
  user: 'ansible.user',
  hostname: 'nodes[].ansible.host',
  identityfile: 'ansible.privateKeyFile',
}

/** Options that decide how ssh runs a command, or which connection it reuses. */
const OF_ANSIBLE: ReadonlySet<string> = new Set([
  ...['controlmaster', 'controlpath', 'controlpersist'],
  ...['remotecommand', 'requesttty', 'sessiontype', 'stdinnull', 'forkafterauthentication'],
])

/** What ssh takes in a file alone (ssh_config(5)). */
const IN_FILES: ReadonlySet<string> = new Set(['host', 'match', 'include'])

/** Options that say how to get to a machine, as the bastion does. */
const JUMPS: ReadonlySet<string> = new Set(['proxyjump', 'proxycommand'])

/** ansible.sshOptions has options of ssh that no field sets, each once. */
export const sshOptions: Rule = ({ spec, isWritten }) => {
  const names = Object.keys(spec.ansible?.sshOptions ?? {})
  return names.flatMap((name, index): Diagnostic[] => {
    const target = atKey(child(SSH_OPTIONS, name))
    const option = name.toLowerCase()
    const field = Object.hasOwn(FIELDS, option) ? FIELDS[option] : undefined
    if (!/^[a-z][a-z0-9]*$/.test(option)) return [report('ssh-option-malformed', target, { name })]
    if (field !== undefined) return [report('ssh-option-field', target, { name, field })]
    if (IN_FILES.has(option)) return [report('ssh-option-in-files', target, { name })]
    if (OF_ANSIBLE.has(option)) return [report('ssh-option-refused', target, { name })]
    if (JUMPS.has(option) && isWritten(BASTION)) {
      return [report('ssh-option-bastion', { ...target, related: [BASTION] }, { name })]
    }
    const earlier = names.slice(0, index).find((other) => other.toLowerCase() === option)
    return earlier === undefined
      ? []
      : [
          report(
            'ssh-option-repeated',
            { ...target, related: [child(SSH_OPTIONS, earlier)] },
            { name, other: earlier },
          ),
        ]
  })
}
