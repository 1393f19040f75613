import { quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Name = { readonly name: string }
/** By field: the file under /etc/kubernetes/pki that kubeadm's documents name for kube-apiserver's etcd client. */
const FOR_KUBERNETES: Readonly<Record<string, string>> = {
  certificate: 'apiserver-etcd-client.crt',
  key: 'apiserver-etcd-client.key',
  authority: 'etcd/ca.crt',
}

type File = { readonly client: string; readonly path: string; readonly title: string }

/** Problems with clients, their hosts and the files there. */
export const clientCatalogue = {
  'client-name-shared': error<Name>(
    ({ name }) => `Two clients are named ${quote(name)}.`,
    'Give each client its own name: its files are named after it.',
  ),
  'client-name-reserved': error<Name>(
    ({ name }) =>
      `The client name ${quote(name)} is reserved: quorate always creates this client, as etcd's superuser.`,
    'Remove it from the list. Its certificate is on every node.',
  ),
  'common-name-superuser': warning<{ readonly commonName: string }>(
    ({ commonName }) =>
      `The common name ${quote(commonName)} makes this client etcd's superuser, with access to everything.`,
    'Choose another common name, and give that user an etcd role with the permissions that it needs.',
  ),
  'common-name-of-node': warning<{
    readonly commonName: string
    /** Undefined if all nodes share a certificate. */
    readonly node: string | undefined
    readonly client: string
  }>(
    ({ commonName, node, client }) =>
      `The client ${quote(client)} and ${node === undefined ? "the nodes' certificate" : `the node ${quote(node)}`} have the common name ${quote(commonName)}: with etcd's auth, ${node === undefined ? 'that' : "the node's"} certificate passes for this user.`,
    'Choose another commonName for the client.',
  ),
  'kubernetes-twice': error<{ readonly name: string | undefined }>(
    ({ name }) =>
      `Two clients have "kubernetes: true"${name === undefined ? '' : `; the first is ${quote(name)}`}.`,
    'Keep it at one client. All kube-apiservers share its certificate.',
  ),
  'overrides-unused': error<{ readonly name: string | undefined }>(
    ({ name }) =>
      `The client ${name === undefined ? '' : `${quote(name)} `}has etcdServersOverrides, but it is not kube-apiserver.`,
    'Add "kubernetes: true" to it, or remove etcdServersOverrides.',
  ),
  'client-host-twice': error<Name>(
    ({ name }) => `Two client hosts are named ${quote(name)}.`,
    'Give each host its own name.',
  ),
  'client-host-reserved': error<Name & { readonly meaning: string }>(
    ({ name, meaning }) => `A client host cannot be named ${quote(name)}: ${meaning}.`,
    'Choose another name, such as cp-1.',
  ),
  'client-host-is-number': error<Name>(
    ({ name }) => `${quote(name)} is not a host name: it ends in a number, like an IP address.`,
    'Choose a name such as cp-1, and write the address under ansible.host of this client host.',
  ),
  'client-host-is-node': error<Name>(
    ({ name }) => `The client host ${quote(name)} is already a node of the cluster.`,
    ({ name }) =>
      `Remove it here. List ${quote(name)} under install.hosts: nodes need no entry in clientHosts.`,
  ),
  'client-host-unused': warning<Name>(
    ({ name }) =>
      `No client is installed on the client host ${quote(name)}, so the playbooks do nothing there.`,
    'List it under install.hosts of a client, or remove it.',
  ),
  'client-host-unknown': error<
    Name & {
      readonly near: string | undefined
      /** Whether Ansible gives the name another meaning: several hosts, or the machine itself. */
      readonly isReserved: boolean
    }
  >(
    ({ name }) => `${quote(name)} is neither a node nor a client host.`,
    ({ name, near, isReserved }) => {
      if (isReserved) return 'List each host by its own name.'
      return near ? `Did you mean ${quote(near)}?` : `Add a line such as "- name: ${name}" to clientHosts.`
    },
  ),
  'client-host-absent': error<Name>(
    ({ name }) => `${quote(name)} has state: absent, so it gets no certificates.`,
    ({ name }) =>
      `Remove ${quote(name)} from hosts. If the machine stays a client, delete its node once it is removed, and add it to clientHosts.`,
  ),
  'client-path-refused': error<File & { readonly reason: string }>(
    ({ client, path, title, reason }) =>
      `${quote(path)} cannot be the ${title} of the client ${quote(client)}: ${reason}.`,
    'Choose a path in a directory for certificates, such as /etc/ssl/etcd.',
  ),
  'client-path-kubernetes': error<File & { readonly field: string }>(
    ({ client, path, title }) =>
      `${quote(path)} cannot be the ${title} of the client ${quote(client)}: it is one of Kubernetes' own files.`,
    ({ field }) =>
      `Set install.${field} to another path, such as /etc/kubernetes/pki/${FOR_KUBERNETES[field]}.`,
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
      const on = host === undefined ? '' : `On ${quote(host)}, `
      if (path === otherPath) return `${on}${quote(path)} is both the ${title} and ${other}.`
      const file = `${on}${on ? 'the' : 'The'} ${title} (${quote(path)})`
      return path.startsWith(`${otherPath}/`)
        ? `${file} is inside ${other} (${quote(otherPath)}).`
        : `${file} is also the parent directory of ${other} (${quote(otherPath)}).`
    },
    ({ field }) => `Set install.${field} to another path.`,
  ),
  'client-key-unreadable': warning<{
    readonly client: string
    readonly owner: string
    readonly directory: string
    readonly group: string
  }>(
    ({ client, owner, directory, group }) =>
      `On nodes, ${quote(owner)} cannot read the key of the client ${quote(client)}: only root and the group ${quote(group)} may enter ${quote(directory)}.`,
    ({ owner }) => `Set install.certificate and install.key to paths in a directory that ${owner} may enter.`,
  ),
}

/** Problems with how secrets are encrypted. */
export const secretsCatalogue = {
  'recipients-missing': error<{ readonly encryption: string }>(
    ({ encryption }) =>
      `The encryption ${quote(encryption)} needs recipients: the public keys of everyone who may decrypt.`,
    'Add secrets.recipients with the public keys that age-keygen prints: "age1...".',
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
    'Write a public key as age-keygen prints it: age1 and 58 more characters.',
  ),
  'recipient-is-private': error<Nothing>(
    'This is a private key: everyone who reads the spec could decrypt with it.',
    'Do not use this key any more. Create a new one with age-keygen, and write its public key, "age1...", here.',
  ),
}
