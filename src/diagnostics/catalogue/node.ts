import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Name = { readonly name: string }

/** Problems with the names and the number of nodes. */
export const nodeCatalogue = {
  'node-name-shared': error<Name>(
    ({ name }) => `Two nodes are named ${quote(name)}.`,
    'Give each node its own name.',
  ),
  'member-name-shared': error<Name & { readonly node: string; readonly other: string }>(
    ({ name, node, other }) =>
      `The members of ${quote(other)} and ${quote(node)} are both named ${quote(name)}.`,
    'Give each member its own name with memberName. Its default is the name of the node.',
  ),
  'member-name-alike': error<Name & { readonly node: string; readonly other: string }>(
    ({ name, node, other }) =>
      `The member names of ${quote(other)} and ${quote(node)} look the same, ${quote(name)}, but are other characters: a letter with an accent is one character or two.`,
    'Give each member a name that people can tell apart (memberName).',
  ),
  'member-name-hyphen': error<Name>(
    ({ name }) => `${quote(name)} begins with a hyphen, so "etcdctl member add" would take it for an option.`,
    'Write a name that begins with another character.',
  ),
  'node-name-reserved': error<Name & { readonly meaning: string }>(
    ({ name, meaning }) => `A node cannot be named ${quote(name)}: ${meaning}.`,
    'Choose another name, such as etcd-1.',
  ),
  'name-is-number': error<Name>(
    ({ name }) => `${quote(name)} is not a DNS name: it ends in a number, like an IP address.`,
    'Put a letter in its last part, as in etcd-1. Write addresses under address or ipAddresses.',
  ),
  'dns-name-of-other': error<Name & { readonly node: string }>(
    ({ name, node }) =>
      `${quote(name)} is under dnsNames of ${quote(node)}, but it is the name of another node.`,
    'Remove it here: with this SAN in its certificate, one node could impersonate the other.',
  ),
  'dns-name-shared': warning<Name & { readonly nodes: readonly string[] }>(
    ({ name, nodes }) => `${quote(name)} is under dnsNames of ${listed(nodes)}, but not of all nodes.`,
    'Write the name of one node under that node only. Write a name for the whole cluster under all nodes.',
  ),
  'dns-wildcard-covers': warning<{
    readonly wildcard: string
    readonly holder: string
    readonly name: string
    readonly owner: string
  }>(
    ({ wildcard, holder, name, owner }) =>
      `The wildcard ${quote(wildcard)} of ${quote(holder)} also matches ${quote(name)} of ${quote(owner)}, so ${quote(holder)} could impersonate that node.`,
    ({ holder }) => `List the exact names of ${quote(holder)}, or add the wildcard to all nodes.`,
  ),
  'members-none': error<Nothing>(
    'All nodes have state: absent, so the cluster would have no member.',
    'Delete state: absent from the nodes that stay.',
  ),
  'delete-data-unused': warning<{ readonly node: string }>(
    ({ node }) => `deleteData has no effect: ${quote(node)} is not absent.`,
    ({ node }) =>
      `To remove ${quote(node)} from the cluster, add state: absent. Otherwise, delete deleteData.`,
  ),
  'members-even': warning<{ readonly members: number; readonly survives: number }>(
    ({ members, survives }) =>
      `A cluster of ${members} members tolerates ${failures(survives)}, the same as a cluster of ${members - 1}.`,
    ({ members, survives }) =>
      `Use ${members + 1} members to tolerate ${failures(survives + 1)}, or ${members - 1} to save a machine.`,
  ),
}

function failures(number: number): string {
  if (number === 0) return 'no failed member'
  return number === 1 ? '1 failed member' : `${number} failed members`
}
