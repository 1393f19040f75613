import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { clientsOf, nodesOf } from '../rules/rule.ts'
import { fieldOf, isMapping, type OwnConfig } from './config.ts'
import { namesIn } from './owners.ts'

/** Users that the distributions or their cloud images already have. */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  ...['root', 'daemon', 'bin', 'sys', 'sync', 'games', 'man', 'lp', 'mail', 'news', 'uucp', 'proxy', 'list'],
  ...['www-data', 'backup', 'irc', 'gnats', '_apt', 'nobody', 'adm', 'shutdown', 'halt', 'operator', 'ftp'],
  ...['systemd-network', 'systemd-resolve', 'systemd-timesync', 'systemd-oom', 'systemd-coredump'],
  ...['messagebus', 'dbus', 'syslog', 'sshd', 'polkitd', 'uuidd', 'tss', 'chrony', '_chrony'],
  ...['debian', 'ubuntu', 'admin', 'ec2-user', 'cloud-user', 'centos', 'fedora', 'rocky', 'almalinux'],
  ...['opensuse', 'azureuser'],
])

/** bootstrap.sh stops if a file's owner does not exist when it runs. */
export function clientOwners(own: OwnConfig): Diagnostic[] {
  const { spec } = own.subject
  const nodes = nodesOf(spec).map(({ node }) => node.name)
  const etcd = spec.etcd?.account?.user
  const { user } = own.config
  const made = [
    ...namesIn(fieldOf(own, 'users')),
    ...(isMapping(user) && typeof user.name === 'string' ? [user.name] : namesIn(user)),
  ]
  // An early command or a package may create the user.
  const early = JSON.stringify([fieldOf(own, 'bootcmd'), fieldOf(own, 'packages')]).split(/[^\w-]+/)
  return clientsOf(spec).flatMap(({ client: { install }, pointer }): Diagnostic[] => {
    const account = install?.owner
    if (account === undefined || account === etcd || WELL_KNOWN.has(account)) return []
    const node = install?.hosts?.find((host) => host !== undefined && nodes.includes(host))
    if (node === undefined || made.includes(account) || early.includes(account)) return []
    return [report('client-owner-not-made', at(`${pointer}/install/owner`), { account, node })]
  })
}
