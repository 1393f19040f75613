import { quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Path = { readonly path: string; readonly title: string }

/** What is wrong with paths, accounts, timings and sizes. */
export const settingsCatalogue = {
  'path-system': error<Path & { readonly instead: string }>(
    ({ path, title }) => `${quote(path)} belongs to the system and cannot be the ${title}.`,
    ({ instead }) => `quorate sets its owner and mode. Choose a directory of etcd's own, such as ${instead}.`,
  ),
  'path-hidden': error<Path & { readonly reason: string }>(
    ({ path, title, reason }) => `${quote(path)} cannot be the ${title}: ${reason}.`,
    'Choose a directory elsewhere, such as one under /var/lib, /etc or /opt.',
  ),
  'path-overlap': error<Path & { readonly other: string; readonly otherPath: string }>(
    ({ path, title, other, otherPath }) =>
      path === otherPath
        ? `The ${title} and the ${other} are both ${quote(path)}.`
        : `The ${title} ${quote(path)} lies inside the ${other} ${quote(otherPath)}.`,
    'Choose two places of which neither holds the other.',
  ),
  'path-taken': error<Path>(
    ({ path }) => `quorate puts another file at ${quote(path)}, so the environment file cannot lie there.`,
    'Choose another path, such as /etc/default/etcd.',
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
  'quota-large': warning<{ readonly quota: string }>(
    ({ quota }) => `The quota ${quote(quota)} is above the 8GiB that etcd suggests at most.`,
    'A larger database makes starts, snapshots and new members slow; see whether compaction keeps it small.',
  ),
  'lifetime-exceeds-authority': error<{ readonly certificate: string; readonly authority: string }>(
    ({ certificate, authority }) =>
      `Certificates of ${quote(certificate)} would outlive their authority of ${quote(authority)}.`,
    'Make certificateLifetime shorter than authorityLifetime.',
  ),
}
