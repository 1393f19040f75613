import { listed, quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Name = { readonly name: string }

/** What is wrong with the names of nodes, and with how many there are. */
export const nodeCatalogue = {
  'node-name-shared': error<Name>(
    ({ name }) => `Two nodes are named ${quote(name)}.`,
    'Give each node its own name.',
  ),
  'node-name-reserved': error<Name & { readonly meaning: string }>(
    ({ name, meaning }) => `No node can be named ${quote(name)}: ${meaning}.`,
    'Choose another name, such as etcd-1.',
  ),
  'name-is-number': error<Name>(
    ({ name }) => `${quote(name)} ends in a number like an IP address and is no DNS name.`,
    'Let its last part hold a letter, as in etcd-1; addresses go under address or ipAddresses.',
  ),
  'dns-name-of-other': error<Name & { readonly node: string }>(
    ({ name, node }) => `${quote(name)} is a DNS name of ${quote(node)}, and also the name of another node.`,
    'Remove it here: a certificate for it would let one node pass for the other.',
  ),
  'dns-name-shared': warning<Name & { readonly nodes: readonly string[] }>(
    ({ name, nodes }) => `${quote(name)} is a DNS name of ${listed(nodes)}, but not of every node.`,
    'A name for one node goes to that node alone, a name for the whole cluster to all of them.',
  ),
  'dns-wildcard-covers': warning<{
    readonly wildcard: string
    readonly holder: string
    readonly name: string
    readonly owner: string
  }>(
    ({ wildcard, holder, name, owner }) =>
      `${quote(wildcard)} of ${quote(holder)} covers ${quote(name)}, a name of ${quote(owner)}: its certificate would pass for that node's.`,
    ({ holder }) => `Write the names of ${quote(holder)} itself, or give the wildcard to every node.`,
  ),
  'members-even': warning<{ readonly members: number; readonly survives: number }>(
    ({ members, survives }) => `${members} members survive ${failures(survives)}, as ${members - 1} would.`,
    ({ members, survives }) =>
      `Use ${members + 1} members to survive ${failures(survives + 1)}, or ${members - 1} for the same with less.`,
  ),
}

function failures(number: number): string {
  if (number === 0) return 'no failure'
  return number === 1 ? 'the failure of 1' : `the failure of ${number}`
}
