import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import type { Host } from '../hosts/host.ts'
import type { GeneratedCluster } from '../steps/cluster.ts'
import type { LeavesSpec } from './clusters.ts'

/** A cluster that runs, as the table of leaves looks at it. */
export type Seen = {
  readonly spec: LeavesSpec
  readonly cluster: GeneratedCluster
  /** The host of the first member. */
  readonly host: Host
  /** What the first member's etcd has logged of its configuration as it started. */
  readonly report: Readonly<Record<string, unknown>>
  readonly peerTls: Readonly<Record<string, unknown>>
  readonly clientTls: Readonly<Record<string, unknown>>
  /** The words of etcd's command line, and its environment, one variable a line. */
  readonly commandLine: readonly string[]
  readonly environment: string
  readonly processId: string
  /** What a shell on the host prints. */
  readonly sh: (script: string, host?: Host) => Promise<string>
  /** A property of etcd's unit as systemd shows it. */
  readonly unit: (property: string) => Promise<string>
  /** A certificate in a file of the host. */
  readonly certificate: (path: string, host?: Host) => Promise<X509Certificate>
  /** How Ansible, with the cluster's own inventory, is logged in to a host: what sshd and sudo say. */
  readonly login: (name: string) => Promise<Login>
}

/** A login by SSH: from where, to what address and port, as whom. */
export type Login = {
  readonly from: string
  readonly to: string
  readonly port: string
  readonly user: string
}

/** Looks at a cluster that runs. */
export async function lookAt(
  spec: LeavesSpec,
  cluster: GeneratedCluster,
  ansibleEnvironment: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  const [host] = cluster.hosts as [Host]
  const sh = (script: string, on = host) => on.run(['sh', '-euc', script])
  const processId = await sh('systemctl show --property=MainPID --value etcd.service')
  const words = async (file: string) => (await sh(`tr '\\0' '\\n' </proc/${processId}/${file}`)).trimEnd()
  const log = await host.run(['journalctl', '--unit=etcd.service', '--output=cat', '--no-pager', '--quiet'])
  const lineOf = (message: string) => {
    const line = log.split('\n').findLast((each) => each.includes(message))
    assert.ok(line, `etcd on ${host.name} has never logged "${message}"`)
    // Both formats of the log end in JSON.
    return JSON.parse(line.slice(line.indexOf('{'))) as Record<string, unknown>
  }
  let logins: ReturnType<typeof loginsOf> | undefined
  return {
    spec,
    cluster,
    host,
    report: lineOf('starting an etcd server'),
    peerTls: lineOf('starting with peer TLS'),
    clientTls: lineOf('starting with client TLS'),
    commandLine: (await words('cmdline')).split('\n'),
    environment: await words('environ'),
    processId,
    sh,
    unit: (property) => sh(`systemctl show --property=${property} --value etcd.service`),
    certificate: async (path, on = host) => new X509Certificate(await on.run(['cat', path])),
    login: async (name) => {
      logins ??= loginsOf(cluster, ansibleEnvironment)
      const login = (await logins).get(name)
      assert.ok(login, `Ansible has not logged in to ${name}`)
      return login
    },
  }
}

/** How Ansible is logged in to each host of the inventory. */
async function loginsOf(
  { lab, folder }: GeneratedCluster,
  env: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Login>> {
  const show = 'echo "login: $SSH_CONNECTION $USER"'
  const parameters = [
    '--extra-vars',
    'ansible_become=false',
    '--module-name',
    'ansible.builtin.raw',
    '--args',
    show,
  ]
  const outcome = await lab.ansible.run(`${folder}/ansible`, ['ansible', 'all', ...parameters], 'pinned', {
    env,
  })
  const found = outcome.output.matchAll(/^(\S+) \| CHANGED[^\n]*\nlogin: (\S+) \d+ (\S+) (\d+) (\S+)/gm)
  return new Map(
    [...found].map(([, name = '', from = '', to = '', port = '', user = '']) => [
      name,
      { from, to, port, user },
    ]),
  )
}
