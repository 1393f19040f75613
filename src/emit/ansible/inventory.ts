import type { Cluster, Connection } from '../../cluster/cluster.ts'
import { ansibleArguments, bastionArguments } from '../ssh.ts'

/** Groups that the playbooks sort the hosts into as they run. They are declared so that Ansible knows them when empty. */
const GROUPS_OF_A_RUN = [
  'etcd_renew',
  'etcd_down',
  'etcd_update_follower',
  'etcd_update_leader',
  'etcd_join',
  'etcd_moved',
  'etcd_full',
  'etcd_lost',
]

/** The inventory: the members, the nodes that leave the cluster, the other hosts with client certificates, and how Ansible reaches them. */
export function inventory(cluster: Cluster): object {
  const { members, absent, clientHosts } = cluster
  return {
    all: {
      children: {
        etcd: group(cluster, members),
        ...(absent.length > 0 && { etcd_absent: group(cluster, absent) }),
        ...(clientHosts.length > 0 && { etcd_client_hosts: group(cluster, clientHosts) }),
        ...Object.fromEntries(GROUPS_OF_A_RUN.map((group) => [group, { hosts: {} }])),
      },
    },
  }
}

type Machine = { readonly name: string; readonly connection: Connection }

/** A group of machines; what their connections have in common stands with the group. */
function group(cluster: Cluster, machines: readonly Machine[]): object {
  const logins = machines.map(({ connection: { port, user, privateKeyFile } }) => ({
    ansible_port: port,
    ansible_user: user,
    ...(privateKeyFile !== undefined && { ansible_ssh_private_key_file: privateKeyFile }),
  }))
  const { become, sshOptions } = cluster
  const throughBastion = bastionArguments(cluster)
  const shared = new Set(logins.map((login) => JSON.stringify(login))).size === 1
  const hosts = machines.map(({ name, connection }, index) => [
    name,
    { ansible_host: connection.host, ...(shared ? {} : logins[index]) },
  ])
  return {
    hosts: Object.fromEntries(hosts),
    vars: {
      ...(shared ? logins[0] : {}),
      ansible_become: become,
      ...(sshOptions && { ansible_ssh_args: ansibleArguments(sshOptions) }),
      ...(throughBastion !== undefined && { ansible_ssh_common_args: throughBastion }),
    },
  }
}
