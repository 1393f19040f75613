import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { type Suite, suiteOf } from '../tools/base-tree.ts'
import type { HostDescription } from './host.ts'
import { mirrorUrl, packagesPath } from './mirror.ts'
import { turnCloudInitOff } from './seed.ts'

/** Writes into a host's tree what makes it this host and no other: its name, its id, whom it knows and whom it lets in. */
export function personalize(
  root: string,
  description: HostDescription,
  all: readonly HostDescription[],
): void {
  const etc = join(root, 'etc')
  writeFileSync(join(etc, 'hostname'), `${description.name}\n`)
  // A host of a checkpoint is the same machine again.
  const machineId = join(etc, 'machine-id')
  if (!existsSync(machineId)) writeFileSync(machineId, `${randomBytes(16).toString('hex')}\n`)
  const lines = all.flatMap(({ name, addresses }) => addresses.map((address) => `${address} ${name}`))
  writeFileSync(
    join(etc, 'hosts'),
    `${['127.0.0.1 localhost', '::1 localhost ip6-localhost', ...lines].join('\n')}\n`,
  )
  turnCloudInitOff(root)
  if (description.packages !== undefined) {
    const [address = ''] = description.addresses
    writePackageSource(root, suiteOf(description), isIPv6(address) ? 'ipv6' : 'ipv4')
  }
  const bastion = all.find(({ name }) => name === description.loginsFrom)
  if (bastion !== undefined) closeToOthers(root, bastion.addresses)
}

/** Has apt know the mirror's packages and no others. It has no lists yet, as on a fresh image. */
function writePackageSource(root: string, suite: Suite, family: 'ipv4' | 'ipv6'): void {
  const apt = join(root, 'etc/apt')
  rmSync(join(apt, 'sources.list.d'), { recursive: true, force: true })
  mkdirSync(join(apt, 'sources.list.d'))
  // trusted: nobody signs the lab's repository.
  const source = `deb [trusted=yes] ${mirrorUrl[family]}/${packagesPath(suite)} ./\n`
  writeFileSync(join(apt, 'sources.list'), source)
  // An image's lists are emptied as it is made. Then their directory is new, although nothing is known.
  utimesSync(join(root, 'var/lib/apt/lists'), new Date(), new Date())
}

/** Has sshd take logins from the given addresses only. */
function closeToOthers(root: string, addresses: readonly string[]): void {
  const allowed = addresses.map((address) => `*@${address}`).join(' ')
  writeFileSync(join(root, 'etc/ssh/sshd_config.d/logins.conf'), `AllowUsers ${allowed}\n`)
}
