import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { nearest } from '../nearest.ts'
import { isSshValue, SSH_KEYWORDS, type SshValue } from '../ssh-keywords.ts'
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

/** Options that decide how ssh runs a command, what it prints, or which connection it reuses. */
const OF_ANSIBLE: ReadonlySet<string> = new Set([
  ...['controlmaster', 'controlpath', 'controlpersist', 'localcommand', 'permitlocalcommand'],
  ...['remotecommand', 'requesttty', 'sessiontype', 'stdinnull', 'forkafterauthentication'],
])

/** What ssh takes in a file alone (ssh_config(5)). */
const IN_FILES: ReadonlySet<string> = new Set(['host', 'match', 'include'])

/** Options that fit one machine, and would reach all nodes and the bastion: names, ports and devices that two connections cannot share. */
const OF_ONE_MACHINE: ReadonlySet<string> = new Set([
  ...['hostkeyalias', 'localforward', 'remoteforward', 'dynamicforward', 'gatewayports', 'permitremoteopen'],
  ...['streamlocalbindmask', 'streamlocalbindunlink', 'tunnel', 'tunneldevice'],
])

/** Options that say how to get to a machine, as the bastion does. */
const JUMPS: ReadonlySet<string> = new Set(['proxyjump', 'proxycommand', 'proxyusefdpass'])

/** ansible.sshOptions has options of ssh that no field sets, each once. */
export const sshOptions: Rule = ({ spec, isWritten }) => {
  const given = spec.ansible?.sshOptions ?? {}
  const names = Object.keys(given)
  return names.flatMap((name, index): Diagnostic[] => {
    const target = atKey(child(SSH_OPTIONS, name))
    const option = name.toLowerCase()
    const field = Object.hasOwn(FIELDS, option) ? FIELDS[option] : undefined
    if (!/^[a-z][a-z0-9]*$/.test(option)) return [report('ssh-option-malformed', target, { name })]
    if (field !== undefined) return [report('ssh-option-field', target, { name, field })]
    if (IN_FILES.has(option)) return [report('ssh-option-in-files', target, { name })]
    if (OF_ANSIBLE.has(option)) return [report('ssh-option-refused', target, { name })]
    if (OF_ONE_MACHINE.has(option)) return [report('ssh-option-one-machine', target, { name })]
    if (JUMPS.has(option) && isWritten(BASTION)) {
      return [report('ssh-option-bastion', { ...target, related: [BASTION] }, { name })]
    }
    const earlier = names.slice(0, index).find((other) => other.toLowerCase() === option)
    return earlier === undefined
      ? checkValue(name, given[name])
      : [
          report(
            'ssh-option-repeated',
            { ...target, related: [child(SSH_OPTIONS, earlier)] },
            { name, other: earlier },
          ),
        ]
  })
}

/** ssh ends with "Bad configuration option" or "unsupported option", and Ansible reaches no node. */
function checkValue(name: string, given: string | number | boolean | undefined): Diagnostic[] {
  const pointer = child(SSH_OPTIONS, name)
  const known = KEYWORDS.get(name.toLowerCase())
  if (known === undefined) {
    return [
      report('ssh-option-unknown', atKey(pointer), { name, near: nearest(name, [...SSH_KEYWORDS.keys()]) }),
    ]
  }
  const [, kind] = known
  const value = given === true ? 'yes' : given === false ? 'no' : given
  if (value === undefined || isSshValue(kind, String(value))) return []
  return [report('ssh-option-value', at(pointer), { name, value: String(given), wanted: wantedBy(kind) })]
}

const KEYWORDS = new Map([...SSH_KEYWORDS].map((entry) => [entry[0].toLowerCase(), entry]))

function wantedBy(kind: SshValue): string {
  switch (kind) {
    case 'flag':
      return 'true or false'
    case 'number':
      return 'a number'
    case 'time':
      return 'a number of seconds, such as 30'
    case 'text':
      return 'a text'
    default:
      return `one of ${kind.join(', ')}`
  }
}
