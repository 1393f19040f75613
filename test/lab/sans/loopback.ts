import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt, type Command, run } from '../machine/command.ts'
import { LabProblem } from '../machine/problem.ts'
import { makeRoot, type OpensslCa, sign } from '../steps/openssl-ca.ts'
import { hosts } from './table.ts'

const peerUrl = 'https://127.0.0.1:2380'
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const

/** An etcd of some version in a network namespace with nothing but a loopback interface, and connections to it. */
export class Loopback {
  readonly #binaries: string
  readonly #folder: string
  readonly #ca: OpensslCa
  readonly #holder: ChildProcess
  #etcd: ChildProcess | undefined

  private constructor(binaries: string, folder: string, ca: OpensslCa, holder: ChildProcess) {
    this.#binaries = binaries
    this.#folder = folder
    this.#ca = ca
    this.#holder = holder
  }

  static async start(binaries: string, folder: string): Promise<Loopback> {
    mkdirSync(folder)
    const names = hosts.map(([address, name]) => `${address} ${name}\n`).join('')
    writeFileSync(join(folder, 'hosts'), `127.0.0.1 localhost\n${names}`)
    const script = 'ip link set lo up; mount --bind "$1" /etc/hosts; echo ready; exec sleep 300'
    const namespaces = ['--mount', '--net', 'sh', '-euc', script, 'sh', join(folder, 'hosts')]
    const holder = spawn('unshare', namespaces, { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => holder.stdout?.once('data', resolve))
    const loopback = new Loopback(binaries, folder, await makeRoot(folder), holder)
    await loopback.certificate('server', ['IP:127.0.0.1'])
    await loopback.certificate('client', ['IP:127.0.0.1'])
    return loopback
  }

  stop(): void {
    this.#etcd?.kill('SIGKILL')
    this.#holder.kill('SIGKILL')
  }

  /** Makes a certificate with these SANs, in place of the one of that name: etcd reads it at every handshake. */
  async certificate(name: string, sans: readonly string[]): Promise<void> {
    const file = (ending: string) => join(this.#folder, `${name}.${ending}`)
    const names = sans.length > 0 ? ['-addext', `subjectAltName=${sans.join(',')}`] : []
    const usage = ['-addext', 'extendedKeyUsage=serverAuth,clientAuth']
    const files = ['-keyout', file('new.key'), '-out', file('csr')]
    const subject = ['-subj', '/CN=etcd-1.peers.example']
    await run(['openssl', 'req', ...newKey, ...files, ...subject, ...usage, ...names])
    await sign(file('csr'), this.#ca, file('new.crt'))
    await run(['mv', file('new.key'), file('key')])
    await run(['mv', file('new.crt'), file('crt')])
  }

  /** Starts a member, or starts it again with other flags. */
  async member(...flags: readonly string[]): Promise<void> {
    this.#etcd?.kill('SIGKILL')
    const data = join(this.#folder, 'member')
    await rm(data, { recursive: true, force: true })
    const log = openSync(join(this.#folder, 'member.log'), 'w')
    const [program, ...parameters] = this.#inside([
      ...[join(this.#binaries, 'etcd'), '--name=b', `--data-dir=${data}`, '--logger=zap'],
      ...['--listen-client-urls=https://127.0.0.1:2379', '--advertise-client-urls=https://127.0.0.1:2379'],
      ...[`--listen-peer-urls=${peerUrl}`, `--initial-advertise-peer-urls=${peerUrl}`],
      ...[`--initial-cluster=b=${peerUrl}`, '--listen-metrics-urls=https://127.0.0.1:2381'],
      ...['--client-cert-auth', `--trusted-ca-file=${this.#ca.certificate}`, ...this.#pair('', 'server')],
      ...this.#peerTls('server'),
      ...flags,
    ])
    this.#etcd = spawn(program, parameters, { stdio: ['ignore', log, log] })
    for (let tries = 0; !(await this.asksMetrics('client')); tries++) {
      if (tries > 100)
        throw new LabProblem(`no etcd serves: ${readFileSync(join(this.#folder, 'member.log'), 'utf8')}`)
      await sleep(100)
    }
  }

  /** Whether a member with a certificate gets the member list from the peer port of a host. */
  async joins(name: string, host = '127.0.0.1'): Promise<boolean> {
    const data = join(this.#folder, 'joining')
    await rm(data, { recursive: true, force: true })
    const own = 'https://127.0.0.1:3380'
    const command = this.#inside([
      ...[join(this.#binaries, 'etcd'), '--name=a', `--data-dir=${data}`, '--logger=zap'],
      ...['--listen-client-urls=http://127.0.0.1:3379', '--advertise-client-urls=http://127.0.0.1:3379'],
      ...[`--listen-peer-urls=${own}`, `--initial-advertise-peer-urls=${own}`],
      ...['--initial-cluster-state=existing', `--initial-cluster=a=${own},b=https://${host}:2380`],
      ...this.#peerTls(name),
    ])
    const { output } = await attempt(command, { timeoutSeconds: 20 })
    // It is not in the list: etcd says so if it got the list.
    if (output.includes('member count is unequal')) return true
    if (output.includes('cannot fetch cluster info from peer urls')) return false
    throw new LabProblem(`etcd says neither: ${output.slice(-2000)}`)
  }

  /** Whether etcdctl with a certificate reads through the client port of a host. */
  async asks(name: string, host = '127.0.0.1'): Promise<boolean> {
    const { exitCode } = await attempt(
      this.#inside([
        ...[join(this.#binaries, 'etcdctl'), '--command-timeout=2s', `--endpoints=https://${host}:2379`],
        ...[
          `--cacert=${this.#ca.certificate}`,
          ...this.#pair('', name).map((flag) => flag.replace('-file', '')),
        ],
        ...['get', 'key'],
      ]),
      { env: { ETCDCTL_API: '3' } },
    )
    return exitCode === 0
  }

  /** Whether somebody with a certificate reads the metrics. */
  async asksMetrics(name: string): Promise<boolean> {
    const pair = ['--cert', join(this.#folder, `${name}.crt`), '--key', join(this.#folder, `${name}.key`)]
    const curl = ['curl', '--silent', '--max-time', '3', '--cacert', this.#ca.certificate, ...pair]
    const { stdout } = await attempt(this.#inside([...curl, 'https://127.0.0.1:2381/health']))
    return stdout.includes('"health":"true"')
  }

  #inside(command: readonly string[]): Command {
    return ['nsenter', '--target', String(this.#holder.pid), '--mount', '--net', '--', ...command]
  }

  #pair(prefix: string, name: string): string[] {
    const file = join(this.#folder, name)
    return [`--${prefix}cert-file=${file}.crt`, `--${prefix}key-file=${file}.key`]
  }

  #peerTls(name: string): string[] {
    return [
      '--peer-client-cert-auth',
      `--peer-trusted-ca-file=${this.#ca.certificate}`,
      ...this.#pair('peer-', name),
    ]
  }
}
