import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../machine/command.ts'
import { administrator } from '../tools/base-tree.ts'

/** The lab's own key and its knowledge of the hosts' keys: no user's key or known_hosts is read or written. */
export type SshAccess = {
  readonly privateKey: string
  readonly knownHosts: string
  /** The configuration for `ssh -F` that says so. Unlike options, it goes on to the ssh that ProxyJump starts. */
  readonly configuration: string
}

/** Makes the key with which a run reaches its hosts, and has ssh know them by their names: `addresses` are the first of each. */
export async function makeSshAccess(
  folder: string,
  addresses: ReadonlyMap<string, string>,
): Promise<SshAccess> {
  const [privateKey, knownHosts, configuration] = ['ssh_key', 'known_hosts', 'ssh_config'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  await makeKey(privateKey, 'lab')
  writeFileSync(knownHosts, '')
  const settings = {
    IdentityFile: privateKey,
    IdentitiesOnly: 'yes',
    BatchMode: 'yes',
    UserKnownHostsFile: knownHosts,
    GlobalKnownHostsFile: '/dev/null',
    StrictHostKeyChecking: 'yes',
  }
  const lines = Object.entries(settings).map(([name, value]) => `  ${name} "${value}"\n`)
  const hosts = [...addresses].map(([name, address]) => `Host ${name}\n  HostName ${address}\n`)
  writeFileSync(configuration, [...hosts, 'Host *\n', ...lines].join(''))
  return { privateKey, knownHosts, configuration }
}

/** Gives a host its own host key if it has none, lets the lab's key log in as root and as the administrator, and notes the host as known. */
export async function admit(access: SshAccess, root: string, names: readonly string[]): Promise<void> {
  const hostKey = join(root, 'etc/ssh/ssh_host_ed25519_key')
  if (!existsSync(hostKey)) await makeKey(hostKey, 'host')
  const [kind, publicKey] = (await readFile(`${hostKey}.pub`, 'utf8')).split(' ')
  const others = (await readFile(access.knownHosts, 'utf8'))
    .split('\n')
    .filter((line) => !line.startsWith(`${names.join(',')} `))
  writeFileSync(
    access.knownHosts,
    [...others.filter(Boolean), `${names.join(',')} ${kind} ${publicKey}`, ''].join('\n'),
  )
  const authorized = await readFile(`${access.privateKey}.pub`, 'utf8')
  for (const [home, id] of [
    ['root', 0],
    [`home/${administrator.name}`, administrator.id],
  ] as const) {
    const folder = join(root, home, '.ssh')
    const file = join(folder, 'authorized_keys')
    mkdirSync(folder, { mode: 0o700, recursive: true })
    writeFileSync(file, authorized, { mode: 0o600 })
    for (const path of [folder, file]) chownSync(path, id, id)
  }
}

async function makeKey(path: string, comment: string): Promise<void> {
  await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path])
}
