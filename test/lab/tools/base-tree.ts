import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cached } from '../machine/cache.ts'
import { run } from '../machine/command.ts'

/** The Debian releases that the lab's hosts can run. */
export type Suite = 'bookworm' | 'trixie'

/** What a host runs that does not say. */
export const suiteOf = ({ suite = 'bookworm' }: { readonly suite?: Suite }): Suite => suite

/** The account with passwordless sudo that every host has beside root; its user id. */
export const administrator = { name: 'admin', id: 1000 } as const

const packages = [
  ...[
    'systemd',
    'systemd-sysv',
    'dbus',
    'udev',
    'openssh-server',
    'python3',
    'python3-apt',
    'cloud-init',
    'sudo',
  ],
  ...['iproute2', 'iputils-ping', 'ca-certificates', 'curl', 'wget', 'procps', 'netbase'],
]

const maskedUnits = [
  // The lab itself sets up the network, before the host boots.
  ...['systemd-networkd.service', 'systemd-networkd.socket', 'systemd-networkd-wait-online.service'],
  ...['systemd-resolved.service', 'networking.service'],
  // Nothing may wake up in the middle of a scenario, or look for the internet.
  ...[
    'apt-daily.timer',
    'apt-daily-upgrade.timer',
    'dpkg-db-backup.timer',
    'e2scrub_all.timer',
    'fstrim.timer',
  ],
  ...['systemd-timesyncd.service', 'e2scrub_reap.service', 'console-getty.service'],
]

/** What makes Python on the hosts quick at Ansible's modules: see there. */
const bytecode = join(import.meta.dirname, 'lab_bytecode.py')

const recipe = 3

/**
 * The file tree that hosts of a Debian release are overlays of, made once from Debian's packages (about 30 s).
 * It boots with systemd, sshd, Python and cloud-init, has no host's identity yet (name, machine id, SSH host key) and
 * no network configuration.
 */
export async function baseTree(suite: Suite): Promise<string> {
  const folder = await cached(
    `base-${suite}`,
    { recipe, packages, maskedUnits, administrator, bytecode: readFileSync(bytecode, 'utf8') },
    async (folder) => {
      const tree = join(folder, 'tree')
      await run([
        'mmdebstrap',
        '--quiet',
        '--variant=minbase',
        `--include=${packages.join(',')}`,
        suite,
        tree,
      ])
      await adapt(tree)
    },
  )
  return join(folder, 'tree')
}

async function adapt(tree: string): Promise<void> {
  for (const unit of maskedUnits) {
    const link = join(tree, 'etc/systemd/system', unit)
    await rm(link, { force: true })
    symlinkSync('/dev/null', link)
  }
  const identity = ['hostname', 'machine-id', 'resolv.conf', 'ssh/ssh_host_rsa_key', 'ssh/ssh_host_ecdsa_key']
  for (const name of [...identity, 'ssh/ssh_host_ed25519_key']) {
    await rm(join(tree, 'etc', name), { force: true })
    await rm(join(tree, 'etc', `${name}.pub`), { force: true })
  }
  writeFileSync(join(tree, 'etc/ssh/sshd_config.d/lab.conf'), 'HostKey /etc/ssh/ssh_host_ed25519_key\n')
  // The journal outlives a host that is killed, so that one can read why.
  mkdirSync(join(tree, 'var/log/journal'), { recursive: true })
  await run([
    ...['chroot', tree, 'useradd', '--create-home', '--shell', '/bin/bash'],
    ...['--uid', String(administrator.id), administrator.name],
  ] as ['chroot', ...string[]])
  writeFileSync(join(tree, 'etc/sudoers.d/lab'), `${administrator.name} ALL=(ALL) NOPASSWD: ALL\n`, {
    mode: 0o440,
  })
  await quickenPython(tree)
}

async function quickenPython(tree: string): Promise<void> {
  const modules = '/usr/lib/python3/dist-packages'
  const module = join(modules, basename(bytecode))
  copyFileSync(bytecode, join(tree, module))
  await run(['chroot', tree, 'python3', '-m', 'py_compile', module])
  // Python runs the lines of such a file that begin with import, whenever it starts (docs.python.org, site).
  writeFileSync(join(tree, modules, 'lab_bytecode.pth'), 'import lab_bytecode\n')
  mkdirSync(join(tree, 'var/cache/lab-bytecode'), { mode: 0o700 })
}
