import { appendFileSync, chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../machine/command.ts'
import { administrator } from '../tools/base-tree.ts'

/** The lab's own key and its knowledge of the hosts' keys: no user's key or known_hosts is read or written. */
export type SshAccess = { readonly privateKey: string; readonly knownHosts: string }

/** Makes the key with which a run reaches its hosts. */
export async function makeSshAccess(folder: string): Promise<SshAccess> {
  const privateKey = join(folder, 'ssh_key')
  await makeKey(privateKey, 'lab')
  const knownHosts = join(folder, 'known_hosts')
  writeFileSync(knownHosts, '')
  return { privateKey, knownHosts }
}

/** Gives a host its own host key, lets the lab's key log in as root and as the administrator, and notes the host as known. */
export async function admit(access: SshAccess, root: string, names: readonly string[]): Promise<void> {
  const hostKey = join(root, 'etc/ssh/ssh_host_ed25519_key')
  await makeKey(hostKey, 'host')
  const [kind, publicKey] = (await readFile(`${hostKey}.pub`, 'utf8')).split(' ')
  appendFileSync(access.knownHosts, `${names.join(',')} ${kind} ${publicKey}\n`)
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

/** The options that make ssh use this access and nothing of the user's. */
export function sshOptions(access: SshAccess): readonly string[] {
  return [
    ...['-F', 'none', '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes'],
    ...['-o', `UserKnownHostsFile=${access.knownHosts}`, '-o', 'GlobalKnownHostsFile=/dev/null'],
    ...['-o', 'StrictHostKeyChecking=yes'],
  ]
}

async function makeKey(path: string, comment: string): Promise<void> {
  await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path])
}
