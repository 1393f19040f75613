import { quote } from '../visible.ts'
import { error, type Nothing } from './entry.ts'

type Option = { readonly name: string }

/** Problems with how Ansible connects to the nodes. */
export const sshCatalogue = {
  'become-password-unused': error<Nothing>(
    'becomePassword has no effect, because become is false: Ansible does not call sudo.',
    'Remove ansible.becomePassword, or set ansible.become to true.',
  ),
  'ssh-option-malformed': error<Option>(
    ({ name }) => `${quote(name)} is not the name of an option of ssh.`,
    'Write a name of ssh_config(5), such as ServerAliveInterval, without "-o" and "=".',
  ),
  'ssh-option-field': error<Option & { readonly field: string }>(
    ({ name, field }) => `The option ${quote(name)} of ssh has a field of its own: ${field}.`,
    ({ field }) => `Remove it here, and set ${field}.`,
  ),
  'ssh-option-refused': error<Option>(
    ({ name }) => `Ansible sets the option ${quote(name)} of ssh itself, and fails with another value.`,
    'Remove it.',
  ),
  'ssh-option-in-files': error<Option>(
    ({ name }) => `ssh takes ${quote(name)} in a configuration file, but not as an option.`,
    'Remove it. Write it into ~/.ssh/config of the control node, which ssh reads too.',
  ),
  'ssh-option-bastion': error<Option>(
    ({ name }) => `The option ${quote(name)} of ssh and ansible.bastion both say how to reach the nodes.`,
    'Remove one of them.',
  ),
  'ssh-option-repeated': error<Option & { readonly other: string }>(
    ({ name, other }) => `${quote(name)} and ${quote(other)} are the same option of ssh.`,
    'Remove one of them.',
  ),
}
