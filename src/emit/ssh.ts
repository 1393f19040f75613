import type { Cluster, Connection } from '../cluster/cluster.ts'
import { shellWord } from '../render/escape.ts'

/** What Ansible gives ssh unless the spec says otherwise: it reuses connections, and gives up a host that vanishes. */
const ANSIBLE_OPTIONS = [
  'ControlMaster=auto',
  'ControlPersist=60s',
  'ServerAliveInterval=4',
  'ServerAliveCountMax=2',
]

const asArguments = (options: readonly string[]) => options.flatMap((option) => ['-o', option])

/** The arguments as one text, which a shell or Ansible splits into words. */
const joined = (words: readonly string[]) => words.map(shellWord).join(' ')

/** Ansible's `ssh_args`. The options of the spec come first: ssh takes the first value of each (ssh_config(5)). */
export function ansibleArguments(options: readonly string[] = []): string {
  return joined(asArguments([...options, ...ANSIBLE_OPTIONS]))
}

/** The option that leads through the bastion, if there is one, as Ansible's `ssh_common_args`. */
export function bastionArguments(cluster: Cluster): string | undefined {
  const { bastion } = cluster
  if (!bastion) return undefined
  const command = proxyCommand(cluster, bastion)
  return command === undefined
    ? `-o ProxyJump=${proxyJump(bastion)}`
    : joined(['-o', `ProxyCommand=${command}`])
}

/** The command with which a person logs in to a machine. */
export function sshCommand(cluster: Cluster, { host, port, user, privateKeyFile }: Connection): string {
  const { bastion, sshOptions } = cluster
  const command = bastion && proxyCommand(cluster, bastion)
  return joined([
    'ssh',
    ...(command === undefined
      ? bastion
        ? ['-J', proxyJump(bastion)]
        : []
      : ['-o', `ProxyCommand=${command}`]),
    ...asArguments(sshOptions ?? []),
    ...(privateKeyFile === undefined ? [] : ['-i', privateKeyFile]),
    ...(port === 22 ? [] : ['-p', String(port)]),
    `${user}@${host}`,
  ])
}

/** A bastion as ssh takes it: `user@host:port`, an IPv6 host in brackets (ssh_config(5), ProxyJump). */
function proxyJump({ user, host, port }: Connection): string {
  return `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * What does the same as ProxyJump with a key and options, which ProxyJump does not take (ssh(1), -J). Undefined if there are
 * none. ssh replaces `%h` and `%p` (ssh_config(5), TOKENS).
 */
function proxyCommand(
  { sshOptions = [] }: Cluster,
  { user, host, port, privateKeyFile }: Connection,
): string | undefined {
  if (privateKeyFile === undefined && sshOptions.length === 0) return undefined
  const words = [
    ...asArguments(sshOptions),
    ...(privateKeyFile === undefined ? [] : ['-i', privateKeyFile]),
    ...['-p', String(port), `${user}@${host}`],
  ]
  return `ssh -W '[%h]:%p' ${joined(words).replaceAll('%', '%%')}`
}
