import { quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Name = { readonly name: string }
/** By field: what kubeadm's own documents call the file of kube-apiserver as a client of etcd, under /etc/kubernetes/pki. */
const FOR_KUBERNETES: Readonly<Record<string, string>> = {
  certificate: 'apiserver-etcd-client.crt',
  key: 'apiserver-etcd-client.key',
  authority: 'etcd/ca.crt',
}

type File = { readonly client: string; readonly path: string; readonly title: string }

/** What is wrong with clients, their hosts, and what lies there. */
export const clientCatalogue = {
  'client-name-shared': error<Name>(
    ({ name }) => `Two clients are named ${quote(name)}.`,
    'Give each client its own name: its files are called by it.',
  ),
  'client-name-reserved': error<Name>(
    ({ name }) => `The client ${quote(name)} is always made: it is etcd's superuser.`,
    'Remove it from the list; its certificate lies on every node.',
  ),
  'common-name-superuser': warning<{ readonly commonName: string }>(
    ({ commonName }) =>
      `The common name ${quote(commonName)} makes the client etcd's superuser, who may do anything.`,
    'Give it a name of its own, and a role that lets it do what it has to.',
  ),
  'kubernetes-twice': error<{ readonly name: string | undefined }>(
    ({ name }) =>
      `Two clients are to be the one that kube-apiserver is${name === undefined ? '' : `; ${quote(name)} is the first`}.`,
    'Leave kubernetes at one of them; all kube-apiservers share its certificate.',
  ),
  'client-host-twice': error<Name>(
    ({ name }) => `Two hosts of clients are named ${quote(name)}.`,
    'Give each host its own name.',
  ),
  'client-host-reserved': error<Name & { readonly meaning: string }>(
    ({ name, meaning }) => `No host can be named ${quote(name)}: ${meaning}.`,
    'Choose another name, such as cp-1.',
  ),
  'client-host-is-number': error<Name>(
    ({ name }) => `${quote(name)} ends in a number like an IP address and is no name of a host.`,
    'Choose a name such as cp-1, and write the address as host under its ansible.',
  ),
  'client-host-is-node': error<Name>(
    ({ name }) => `${quote(name)} is the name of a node.`,
    ({ name }) =>
      `A node needs no entry here: remove it, and name ${quote(name)} under install.hosts right away.`,
  ),
  'client-host-unused': warning<Name>(
    ({ name }) => `No client is installed on ${quote(name)}, so nothing happens there.`,
    'Name it under install.hosts of a client, or remove it.',
  ),
  'client-host-unknown': error<
    Name & {
      readonly near: string | undefined
      /** Whether it means several hosts to Ansible, or another one on every machine. */
      readonly isReserved: boolean
    }
  >(
    ({ name }) => `${quote(name)} is neither a node nor a host of clients.`,
    ({ name, near, isReserved }) => {
      if (isReserved) return 'Name each host by itself.'
      return near ? `Did you mean ${quote(near)}?` : `Add a line such as "- name: ${name}" to clientHosts.`
    },
  ),
  'client-path-refused': error<File & { readonly reason: string }>(
    ({ client, path, title, reason }) =>
      `${quote(path)} cannot be the ${title} of the client ${quote(client)}: ${reason}.`,
    'Choose a place that is kept for such files, such as /etc/ssl/etcd.',
  ),
  'client-path-kubernetes': error<File & { readonly field: string }>(
    ({ client, path, title }) =>
      `${quote(path)} would be the ${title} of the client ${quote(client)}, and it is a file of Kubernetes itself.`,
    ({ field }) => `Name another by install.${field}, such as /etc/kubernetes/pki/${FOR_KUBERNETES[field]}.`,
  ),
  'client-file-clash': error<{
    readonly path: string
    readonly title: string
    /** With its article. */
    readonly other: string
    readonly otherPath: string
    readonly host: string | undefined
    readonly field: string
  }>(
    ({ path, title, other, otherPath, host }) => {
      const where = host === undefined ? '' : ` on ${quote(host)}`
      if (path === otherPath) return `${quote(path)} would be both the ${title} and ${other}${where}.`
      const above = `${quote(path)}, the ${title}, would`
      return path.startsWith(`${otherPath}/`)
        ? `${above} lie inside ${quote(otherPath)}, ${other}${where}.`
        : `${above} take the place of the directory that holds ${quote(otherPath)}, ${other}${where}.`
    },
    ({ field }) => `Give it a place of its own under install.${field}.`,
  ),
  'client-key-out-of-reach': warning<{
    readonly client: string
    readonly owner: string
    readonly directory: string
    readonly group: string
  }>(
    ({ client, owner, directory, group }) =>
      `${quote(owner)} could not read the key of the client ${quote(client)} on a node: only root and the group ${quote(group)} may enter ${quote(directory)}.`,
    ({ owner }) => `Let install.certificate and install.key be in a directory that ${owner} may enter.`,
  ),
}

/** How secrets are kept. */
export const secretsCatalogue = {
  'recipients-missing': error<{ readonly encryption: string }>(
    ({ encryption }) => `With the encryption ${quote(encryption)} the spec has to say who may decrypt.`,
    'Add secrets.recipients with the public keys that age-keygen shows, "age1...".',
  ),
  'secrets-field-unused': error<{
    readonly name: string
    readonly encryption: string
    readonly wanted: string
  }>(
    ({ name, encryption }) => `${quote(name)} has no effect with the encryption ${quote(encryption)}.`,
    ({ name, wanted }) => `Set encryption to ${wanted}, or remove ${quote(name)}.`,
  ),
  'recipient-invalid': error<{ readonly value: string; readonly problem: string }>(
    ({ value, problem }) => `${quote(value)} ${problem}.`,
    'Write a public key as age-keygen shows it: age1 and 58 characters.',
  ),
  'recipient-is-private': error<Nothing>(
    'This is a private key, and whoever reads the spec can decrypt with it.',
    'Make a new one with age-keygen, and write its public key, "age1...", here; the old one is not to be used any more.',
  ),
}
