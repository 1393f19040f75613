import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { ScenarioContext } from '../scenario.ts'
import { bringBundle } from '../steps/bundle.ts'
import { clusterOf, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { stage } from '../steps/staging.ts'
import { architecture } from '../tools/etcd-release.ts'
import {
  accounts,
  type ClusterName,
  type Digests,
  digestsFor,
  leavesSpecs,
  newestVersion,
  sshPorts,
} from './clusters.ts'

export async function digestsOf(lab: Lab): Promise<Digests> {
  const { folder, install } = await stage(lab, 'programs')
  const { programs = {} } = install('node', '/srv/staged').staging
  const target = join(lab.host('etcd-4').root, 'srv/staged')
  mkdirSync(target)
  for (const program of Object.keys(programs)) copyFileSync(join(folder, program), join(target, program))
  return {
    mirror: lab.mirror.url.ipv4,
    archive: lab.mirror.digests(newestVersion)[architecture] ?? '',
    programs,
  }
}

export const clusterFor = (
  lab: Lab,
  name: ClusterName,
  digests: Digests,
  hosts: readonly Host[],
): GeneratedCluster =>
  clusterOf(lab, leavesSpecs[name](digests), { hosts, ...(name === 'members' && withClients(lab)) })

const withClients = (lab: Lab) => ({ clientHosts: [lab.host('etcd-4')], env: vault(lab).env })

/** The password of the vaults, for quorate and for Ansible. */
export function vault(lab: Lab): { readonly env: Readonly<Record<string, string>> } {
  const file = join(lab.folder, 'password')
  writeFileSync(file, 'correct horse\n', { mode: 0o600 })
  return { env: { ANSIBLE_VAULT_PASSWORD_FILE: file } }
}

/** The hosts take logins as other users and at other ports, and have their disks: see /etcd/paths/wal. */
export async function preparesHosts({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const ports = [22, ...Object.values(sshPorts)]
  const users = Object.values(accounts).map(
    (name) => `useradd --create-home --shell /bin/bash ${name}
      install -d -m 0700 -o ${name} -g ${name} /home/${name}/.ssh
      install -m 0600 -o ${name} -g ${name} /root/.ssh/authorized_keys /home/${name}/.ssh/
      echo "${name} ALL=(ALL) NOPASSWD: ALL" >>/etc/sudoers.d/lab`,
  )
  const sshd = [...ports.map((port) => `Port ${port}`), 'LogLevel VERBOSE'].join('\\n')
  const disk = { 'etcd-1': '/srv/disk', 'etcd-2': '/srv/disk/wal' }
  await step('the hosts get users, ports of sshd, and a disk for the WAL', async () => {
    const known = join(dirname(lab.host('etcd-1').sshConfiguration), 'known_hosts')
    const names: string[] = []
    for (const host of lab.hosts.filter(({ name }) => name !== 'etcd-5')) {
      const mount = disk[host.name as keyof typeof disk]
      await host.run([
        'sh',
        '-euc',
        [
          ...users,
          `printf '${sshd}\\n' >/etc/ssh/sshd_config.d/ports.conf; systemctl restart ssh`,
          ...(mount
            ? [`mkdir -p ${mount}; mount -t tmpfs -o size=512m tmpfs ${mount}; mkdir ${mount}/lost+found`]
            : []),
        ].join('\n'),
      ])
      const line = readFileSync(known, 'utf8')
        .split('\n')
        .find((each) => each.startsWith(`${host.name},`))
      const [addresses = '', kind, key] = (line ?? '').split(' ')
      for (const port of Object.values(sshPorts))
        names.push(
          `${addresses
            .split(',')
            .map((address) => `[${address}]:${port}`)
            .join(',')} ${kind} ${key}`,
        )
    }
    writeFileSync(known, `${readFileSync(known, 'utf8')}${names.join('\n')}\n`)
  })
}

/** What bootstrap.sh says on machines of every kind, of an archive that the host itself serves: the digest of the spec. */
export async function triesOtherMachines({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const machines = { x86_64: 'amd64', aarch64: 'arm64', ppc64le: 'ppc64le', s390x: 's390x' }
  await step('bootstrap.sh compares the archive of each kind of machine with its digest', async () => {
    const host = lab.host('etcd-4')
    const sha256 = digestsFor(lab.mirror.digests(newestVersion)[architecture] ?? '')
    const install = { mirror: 'http://127.0.0.1:8099', sha256 }
    const cluster = await generateCluster(lab, {
      name: 'machines',
      hosts: ['etcd-4'],
      etcd: { version: newestVersion, install },
    })
    await bringBundle(cluster, host)
    const serve = [
      'python3',
      '-m',
      'http.server',
      '--bind',
      '127.0.0.1',
      '--directory',
      '/root/mirror',
      '8099',
    ]
    await host.run(['sh', '-euc', `mkdir -p /root/archives /root/mirror/v${newestVersion} /root/machine`])
    await host.run(['systemd-run', '--quiet', '--unit=mirror', ...serve] as unknown as ['systemd-run'])
    for (const [machine, name] of Object.entries(machines)) {
      const archive = `/root/mirror/v${newestVersion}/etcd-v${newestVersion}-linux-${name}.tar.gz`
      const script = `echo no archive >${archive}
        printf '#!/bin/sh\\necho ${machine}\\n' >/root/machine/uname; chmod +x /root/machine/uname
        ! PATH=/root/machine:$PATH sh /root/quorate/bootstrap.sh >/root/archives/${machine} 2>&1`
      await host.run(['sh', '-euc', script])
    }
    await host.run(['sh', '-euc', 'systemctl stop mirror; rm -rf /root/quorate /root/machine /root/mirror'])
  })
}
