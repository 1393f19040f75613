import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlaybookOptions } from '../hosts/ansible.ts'
import type { Host } from '../hosts/host.ts'
import { type Command, failureText } from '../machine/command.ts'
import { tableOf } from './bundle.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertSuccess } from './playbooks.ts'

/** Does what the runbook says about bringing up a node by hand, word for word; types a password where it asks for one. */
export async function bringUpByHand(
  { lab, folder }: GeneratedCluster,
  host: Host,
  password?: string,
): Promise<void> {
  const runbook = readFileSync(join(folder, 'README.md'), 'utf8')
  const [, asks] = /^(printf 'Password of sudo: '.*)$/m.exec(runbook) ?? []
  assert.equal(asks === undefined, password === undefined, 'whether the runbook asks for a password')
  const [, setUp] = /^(set_up='.*)$/m.exec(runbook) ?? []
  const [, line] = new RegExp(`^((?:\\{ .* )?sh nodes/pack\\.sh ${host.name}\\b.*)$`, 'm').exec(runbook) ?? []
  assert.ok(setUp && line, `the runbook does not say how to bring up ${host.name}`)
  const block = join(lab.folder, `set-up-${host.name}.sh`)
  writeFileSync(block, [asks, setUp, line, ''].filter((each) => each !== undefined).join('\n'))
  const typed: Command = ['script', '--quiet', '--return', '--command', `sh -eu ${block}`, '/dev/null']
  const outcome = await lab.attempt(password === undefined ? ['sh', '-eu', block] : typed, {
    ...(password !== undefined && { input: `${password}\n` }),
    cwd: folder,
    env: { PATH: `${sshProgram(lab.folder, host)}:/usr/bin:/bin` },
  })
  assert.equal(outcome.exitCode, 0, failureText(outcome))
}

/** A folder with an ssh that knows the lab's hosts. */
function sshProgram(parent: string, host: Host): string {
  // One for each host: several are set up at a time, and a program that is being written cannot run.
  const folder = join(parent, `programs-${host.name}`)
  mkdirSync(folder, { recursive: true })
  const program = join(folder, 'ssh')
  writeFileSync(program, `#!/bin/sh\nexec /usr/bin/ssh -F '${host.sshConfiguration}' "$@"\n`)
  chmodSync(program, 0o755)
  return folder
}

/** What a set-up leaves on a host, line by line: everything that its table names, and what follows from that. */
export async function listingOf(cluster: GeneratedCluster, host: Host): Promise<readonly string[]> {
  const table = tableOf(cluster, host.name)
  const paths = table.filter(({ path }) => path.startsWith('/')).map(({ path }) => path)
  const script = `
    for path; do
      if [ -L "$path" ]; then echo "link $path $(readlink "$path") $(stat -c '%U:%G' "$path")"
      elif [ -d "$path" ]; then echo "directory $path $(stat -c '%a %U:%G' "$path")"
      elif [ -f "$path" ]; then echo "file $path $(stat -c '%a %U:%G' "$path") $(sha256sum <"$path")"
      else echo "missing $path"
      fi
    done
    find /opt /usr/local /etc/etcd /etc/default/etcd /etc/systemd/system/etcd* /etc/systemd/system/*/etcd* -printf '%p %M %u:%g %l\\n' | sort
    find /opt/etcd -type f -exec sha256sum {} + | sort
    stat -c '%n %a %U:%G' /var/lib/etcd /var/lib/etcd/member /var/lib/etcd/member/wal /run/etcd-started
    getent passwd etcd | cut -d : -f 1,2,5-
    getent group etcd | cut -d : -f 1,2,4-
    passwd --status etcd | cut -d ' ' -f 1,2
    for unit in etcd.service etcd-keys.service; do
      echo "$unit $(systemctl is-enabled "$unit") $(systemctl is-active "$unit")"
      systemctl show "$unit" --property=DropInPaths --property=NeedDaemonReload --property=FragmentPath
    done`
  return (await host.run(['sh', '-c', script, 'sh', ...paths])).split('\n')
}

/** A host holds all that its table has, as the table has it. */
export function assertAsInTable(cluster: GeneratedCluster, host: Host, listing: readonly string[]): void {
  for (const { kind, mode, owner, group, content, path } of tableOf(cluster, host.name)) {
    const as = {
      directory: `directory ${path} ${mode} ${owner}:${group}`,
      parent: `directory ${path} 755 root:root`,
      program: `link ${path} ${content} root:root`,
      release: `directory ${path} 755 root:root`,
      leftover: `missing ${path}`,
      account: `${owner}:x::/var/lib/etcd:/usr/sbin/nologin`,
    }[kind]
    const line = as ?? `file ${path} ${mode} ${owner}:${group} ${content}  -`
    assert.ok(listing.includes(line), `${host.name} lacks "${line}":\n${listing.join('\n')}`)
  }
}

/** What is the same on all nodes, in listings of different ones: all but what a node has of its own. */
export function withoutOwn(listing: readonly string[]): readonly string[] {
  const own = /(server|peer)\.(crt|key)|may-start\.sh|etcdctl\.env|default\/etcd|etcd(-keys)?\.service/
  return listing.map((line) => (own.test(line) ? line.replace(/[0-9a-f]{64} {2}-/, 'its own') : line))
}

/** site.yml has nothing to do on some hosts, and something on others. */
export async function completesOthers(
  cluster: GeneratedCluster,
  done: readonly Host[],
  options: PlaybookOptions = {},
): Promise<void> {
  const outcome = await cluster.playbook('site.yml', options)
  assertSuccess(cluster, outcome)
  for (const { name } of cluster.hosts) {
    const changed = outcome.recap[name]?.changed ?? 0
    const isDone = done.some((host) => host.name === name)
    assert.equal(changed === 0, isDone, `site.yml changed ${changed} on ${name} (${outcome.log})`)
  }
}
