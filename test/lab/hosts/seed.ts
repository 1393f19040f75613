import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What cloud-init is given of an instance by its data source NoCloud. */
export type Seed = {
  readonly userData: string | Uint8Array
  readonly metaData: string
  readonly networkConfig?: string | undefined
}

/** Turns cloud-init off in a host's tree: a host has nothing for it unless it is given a seed. */
export function turnCloudInitOff(root: string): void {
  writeFileSync(join(root, off), '')
}

/** Lays a seed down in a host's tree, where cloud-init finds it at the next boot. */
export function layDownSeed(root: string, { userData, metaData, networkConfig }: Seed): void {
  const folder = join(root, 'var/lib/cloud/seed/nocloud')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'user-data'), userData, { mode: 0o600 })
  writeFileSync(join(folder, 'meta-data'), metaData)
  if (networkConfig !== undefined) writeFileSync(join(folder, 'network-config'), networkConfig)
  // The lab has made the host key and knows it, and says what apt knows; its trees have no other locale.
  const keys = ['ssh_deletekeys: false', 'ssh_genkeytypes: [ed25519]']
  const own = [...keys, 'apt: { preserve_sources_list: true }', 'locale: C.UTF-8']
  writeFileSync(join(root, 'etc/default/locale'), 'LANG=C.UTF-8\n')
  writeFileSync(join(root, 'etc/cloud/cloud.cfg.d/99-lab.cfg'), `${own.join('\n')}\n`)
  rmSync(join(root, off), { force: true })
}

const off = 'etc/cloud/cloud-init.disabled'
