import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Path = { readonly path: string; readonly title: string }

/** Problems with paths, accounts, timeouts and sizes. */
export const settingsCatalogue = {
  'shared-account-long': error<{ readonly account: string; readonly fields: readonly string[] }>(
    ({ account }) =>
      `With sharedMachines, etcd's account is ${quote(account)}, which has ${account.length} characters; Linux takes at most 32.`,
    ({ fields }) =>
      `Choose a shorter name for the cluster, or set ${listed(fields.map((field) => `etcd.account.${field}`))}.`,
  ),
  'unit-is-keys': error<{ readonly unit: string }>(
    ({ unit }) =>
      `The unit ${quote(unit)} has the name of a unit that waits for the private keys of another cluster.`,
    'Set systemd.unit to a name that does not end in -keys.',
  ),
  'unit-suffix': error<{ readonly unit: string; readonly suffix: string }>(
    ({ unit, suffix }) => `The name of the unit, ${quote(unit)}, has ${quote(suffix)} at its end.`,
    'Write it without: quorate adds ".service".',
  ),
  'unit-not-etcd': error<{ readonly unit: string }>(
    ({ unit }) => `The name of the unit, ${quote(unit)}, could be one of the operating system.`,
    ({ unit }) => `Write a name with "etcd" in it, such as ${quote(`etcd-${unit}`)}.`,
  ),
  'unit-packaged': error<{ readonly unit: string }>(
    ({ unit }) =>
      `The unit is ${quote(unit)}, but the packages have a unit "etcd", which starts when they are installed, and programs of one version for the whole machine.`,
    'Set etcd.install.method to "release" or "staged". Or keep the unit "etcd": remove sharedMachines and systemd.unit.',
  ),
  'path-system': error<Path & { readonly instead: string }>(
    ({ path, title }) => `${quote(path)} belongs to the operating system and cannot be the ${title}.`,
    ({ instead }) =>
      `quorate would change its owner and mode. Choose a path that only etcd uses, such as ${instead}.`,
  ),
  'path-hidden': error<Path & { readonly reason: string }>(
    ({ path, title, reason }) => `${quote(path)} cannot be the ${title}: ${reason}.`,
    'Choose another path, for example under /var/lib, /etc or /opt.',
  ),
  'path-overlap': error<Path & { readonly other: string; readonly otherPath: string }>(
    ({ path, title, other, otherPath }) =>
      path === otherPath
        ? `The ${title} and the ${other} are both ${quote(path)}.`
        : `The ${title} ${quote(path)} is inside the ${other} ${quote(otherPath)}.`,
    'Choose two paths, neither inside the other.',
  ),
  'path-taken': error<Path & { readonly instead: string }>(
    ({ path, title }) => `quorate writes another file to ${quote(path)}, so the ${title} cannot be there.`,
    ({ instead }) => `Choose another path, such as ${instead}.`,
  ),
  'path-unused': warning<{ readonly title: string; readonly reason: string }>(
    ({ title, reason }) => `The ${title} has no effect: ${reason}.`,
    'Remove it.',
  ),
  'account-unsafe': warning<{ readonly name: string; readonly reason: string }>(
    ({ name, reason }) => `etcd would run as the user ${quote(name)}, ${reason}.`,
    'Choose a user that only etcd uses, such as etcd.',
  ),
  'become-needed': warning<{ readonly user: string }>(
    ({ user }) =>
      `Ansible logs in as ${quote(user)} and needs to become root to set up etcd, but become is false.`,
    'Set ansible.become to true, or set ansible.user to root.',
  ),
  'election-too-short': error<{
    readonly election: string
    readonly heartbeat: string
    readonly least: string
  }>(
    ({ election, heartbeat }) =>
      `The election timeout ${quote(election)} is less than 5 times the heartbeat interval ${quote(heartbeat)}; etcd does not start.`,
    ({ least }) => `Write ${least} or more; 10 times the heartbeat interval is usual.`,
  ),
  'election-too-long': error<{ readonly election: string }>(
    ({ election }) => `The election timeout ${quote(election)} is more than 50s; etcd does not start.`,
    'Write 50s or less. For nodes in one data center, 1000ms is usual.',
  ),
  'election-tight': warning<{
    readonly election: string
    readonly heartbeat: string
    readonly usual: string
  }>(
    ({ election, heartbeat }) =>
      `The election timeout ${quote(election)} is less than 10 times the heartbeat interval ${quote(heartbeat)}: a short delay can cause an election.`,
    ({ usual }) => `Write ${usual} or more.`,
  ),
  'heartbeat-short': warning<{ readonly heartbeat: string }>(
    ({ heartbeat }) =>
      `The heartbeat interval ${quote(heartbeat)} is shorter than the round trip in most networks: it only adds traffic.`,
    'Write about the longest round-trip time between members; 100ms is usual.',
  ),
  'compaction-off': warning<Nothing>(
    'Auto-compaction is off: unless a client compacts, the database grows until it reaches its quota.',
    'Keep it only if a client compacts, as kube-apiserver does. Otherwise set compaction to periodic.',
  ),
  'compaction-unused': warning<{ readonly name: string; readonly mode: string; readonly wanted: string }>(
    ({ name, mode }) => `${quote(name)} has no effect with the compaction mode ${quote(mode)}.`,
    ({ name, wanted }) => `Set compaction to ${wanted}, or remove ${quote(name)}.`,
  ),
  'request-large': warning<{ readonly size: string }>(
    ({ size }) => `The maximum request size ${quote(size)} is above 10MiB, the most that etcd recommends.`,
    'Large requests delay all others. Store large values elsewhere, and only references to them in etcd.',
  ),
  'request-too-large': error<{ readonly size: string }>(
    ({ size }) =>
      `The maximum request size ${quote(size)} is too large: members refuse messages above 512MiB from each other.`,
    'Write less than 512MiB; etcd recommends 10MiB at most.',
  ),
  'quota-below-request': error<{ readonly quota: string; readonly size: string }>(
    ({ quota, size }) =>
      `The quota ${quote(quota)} must be above the maximum request size ${quote(size)}, or etcd soon refuses all writes.`,
    'Write a quota of a few GiB, such as 2GiB.',
  ),
  'log-output-twice': warning<Nothing>(
    "stderr and stdout both go to systemd's journal, so it would contain each log line twice.",
    'Keep one of the two.',
  ),
  'metrics-public': warning<{ readonly nodes: readonly string[] }>(
    ({ nodes }) =>
      `The metrics of ${listed(nodes)} are served at a public address without authentication, so anyone on the internet could read them.`,
    'Set etcd.metrics.tls to true, block the metrics port with a firewall, or listen on another address.',
  ),
  'quota-large': warning<{ readonly quota: string }>(
    ({ quota }) => `The quota ${quote(quota)} is above 8GiB, the most that etcd recommends.`,
    'With a larger database, starts, snapshots and new members are slow. Check first whether compaction keeps it small.',
  ),
  'lifetime-exceeds-ca': error<{
    readonly certificate: string
    readonly ca: string
    readonly field: string
  }>(
    ({ certificate, ca }) =>
      `Certificates that are valid for ${quote(certificate)} would expire after their CA, which is valid for ${quote(ca)}.`,
    ({ field }) => `Make ${field} no longer than tls.authorityLifetime.`,
  ),
}
