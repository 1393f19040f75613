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
    ({ name }) =>
      `Ansible needs its own value of the option ${quote(name)} of ssh, and fails with another one.`,
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
  'ssh-option-one-machine': error<Option>(
    ({ name }) =>
      `The option ${quote(name)} of ssh fits one machine, and here it would be for all nodes and for the bastion.`,
    'Remove it. Write it into ~/.ssh/config of the control node, under the Host that it is for.',
  ),
  'ssh-option-unknown': error<Option & { readonly near: string | undefined }>(
    ({ name }) => `ssh has no option ${quote(name)} that quorate knows.`,
    ({ near }) =>
      near === undefined
        ? 'Write a name of ssh_config(5), such as ServerAliveInterval. If your ssh has this option, write it into ~/.ssh/config of the control node.'
        : `Did you mean ${quote(near)}?`,
  ),
  'ssh-option-value': error<Option & { readonly value: string; readonly wanted: string }>(
    ({ name, value }) => `${quote(value)} is not a value of the option ${quote(name)} of ssh.`,
    ({ wanted }) => `Write ${wanted}.`,
  ),
  'ssh-option-repeated': error<Option & { readonly other: string }>(
    ({ name, other }) => `${quote(name)} and ${quote(other)} are the same option of ssh.`,
    'Remove one of them.',
  ),
}
