import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Path = { readonly path: string; readonly title: string }

/** What is wrong with paths, accounts, timings and sizes. */
export const settingsCatalogue = {
  'path-system': error<Path & { readonly instead: string }>(
    ({ path, title }) => `${quote(path)} belongs to the system and cannot be the ${title}.`,
    ({ instead }) => `quorate sets its owner and mode. Choose a place of etcd's own, such as ${instead}.`,
  ),
  'path-hidden': error<Path & { readonly reason: string }>(
    ({ path, title, reason }) => `${quote(path)} cannot be the ${title}: ${reason}.`,
    'Choose a place elsewhere, such as one under /var/lib, /etc or /opt.',
  ),
  'path-overlap': error<Path & { readonly other: string; readonly otherPath: string }>(
    ({ path, title, other, otherPath }) =>
      path === otherPath
        ? `The ${title} and the ${other} are both ${quote(path)}.`
        : `The ${title} ${quote(path)} lies inside the ${other} ${quote(otherPath)}.`,
    'Choose two places of which neither holds the other.',
  ),
  'path-taken': error<Path & { readonly instead: string }>(
    ({ path, title }) => `quorate puts another file at ${quote(path)}, so the ${title} cannot lie there.`,
    ({ instead }) => `Choose another path, such as ${instead}.`,
  ),
  'path-unused': warning<{ readonly title: string; readonly reason: string }>(
    ({ title, reason }) => `The ${title} has no effect: ${reason}.`,
    'Remove it, unless it is there for another day.',
  ),
  'account-unsafe': warning<{ readonly name: string; readonly reason: string }>(
    ({ name, reason }) => `etcd would run as ${quote(name)}, ${reason}.`,
    'Choose an account of its own, such as etcd.',
  ),
  'become-needed': warning<{ readonly user: string }>(
    ({ user }) => `Ansible logs in as ${quote(user)} and may not become root, so it cannot set etcd up.`,
    'Set ansible.become to true, or log in as root.',
  ),
  'election-too-short': error<{
    readonly election: string
    readonly heartbeat: string
    readonly least: string
  }>(
    ({ election, heartbeat }) =>
      `The election timeout ${quote(election)} is less than five heartbeats of ${quote(heartbeat)}; etcd would not start.`,
    ({ least }) => `Write ${least} or more; ten heartbeats are usual.`,
  ),
  'election-too-long': error<{ readonly election: string }>(
    ({ election }) => `The election timeout ${quote(election)} is more than 50s; etcd would not start.`,
    'Write 50s or less; 1000ms suits nodes that are near each other.',
  ),
  'election-tight': warning<{
    readonly election: string
    readonly heartbeat: string
    readonly usual: string
  }>(
    ({ election, heartbeat }) =>
      `The election timeout ${quote(election)} is less than ten heartbeats of ${quote(heartbeat)}: a short delay can cost the leader its office.`,
    ({ usual }) => `Write ${usual} or more.`,
  ),
  'heartbeat-short': warning<{ readonly heartbeat: string }>(
    ({ heartbeat }) =>
      `A heartbeat every ${quote(heartbeat)} is more often than most networks answer: it is traffic without gain.`,
    'Write about the longest round trip between members; 100ms suits most.',
  ),
  'compaction-off': warning<Nothing>(
    'Nothing compacts the history of keys unless a client does, and the database grows until its quota is reached.',
    'Keep it only where a client compacts, as kube-apiserver does; choose periodic otherwise.',
  ),
  'compaction-unused': warning<{ readonly name: string; readonly mode: string; readonly wanted: string }>(
    ({ name, mode }) => `${quote(name)} has no effect with compaction ${quote(mode)}.`,
    ({ name, wanted }) => `Set compaction to ${wanted}, or remove ${quote(name)}.`,
  ),
  'request-large': warning<{ readonly size: string }>(
    ({ size }) => `Requests of ${quote(size)} are above the 10MiB that etcd recommends at most.`,
    'A large request holds all others up; store large values elsewhere, and only their names in etcd.',
  ),
  'request-too-large': error<{ readonly size: string }>(
    ({ size }) =>
      `A request of ${quote(size)} could not be passed on: members take no message above 512MiB from each other.`,
    'Write less than 512MiB; etcd recommends 10MiB at most.',
  ),
  'quota-below-request': error<{ readonly quota: string; readonly size: string }>(
    ({ quota, size }) =>
      `The quota ${quote(quota)} is not above one request of ${quote(size)}: etcd would soon refuse every write.`,
    'Write a quota of some GiB, such as 2GiB.',
  ),
  'log-output-twice': warning<Nothing>(
    "Both stderr and stdout end up in systemd's journal, so each line would be there twice.",
    'Keep one of the two.',
  ),
  'metrics-public': warning<{ readonly nodes: readonly string[] }>(
    ({ nodes }) => `The metrics of ${listed(nodes)} would be served without a password at a public address.`,
    'Keep others away by a firewall, or choose loopback.',
  ),
  'quota-large': warning<{ readonly quota: string }>(
    ({ quota }) => `The quota ${quote(quota)} is above the 8GiB that etcd suggests at most.`,
    'A larger database makes starts, snapshots and new members slow; see whether compaction keeps it small.',
  ),
  'lifetime-exceeds-authority': error<{
    readonly certificate: string
    readonly authority: string
    readonly field: string
  }>(
    ({ certificate, authority }) =>
      `Certificates of ${quote(certificate)} would outlive their authority of ${quote(authority)}.`,
    ({ field }) => `Make ${field} shorter than authorityLifetime.`,
  ),
}
