import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  attempt,
  type Command,
  type CommandOptions,
  failureText,
  type Outcome,
  run,
} from '../machine/command.ts'
import { LabProblem } from '../machine/problem.ts'
import { childrenOf, identify, isFirstOfNamespace } from '../machine/process.ts'
import { administrator, type Suite } from '../tools/base-tree.ts'
import { insideCgroup, makeCgroup, removeCgroup } from './cgroup.ts'
import { discardOverlay } from './mount.ts'
import {
  addAddress,
  insideNamespace,
  removeAddress,
  switchPort,
  type Translation,
  translate,
  urlHost,
} from './network.ts'
import { layDownSeed, type Seed } from './seed.ts'
import type { SshAccess } from './ssh.ts'

/** A host that a scenario asks for. */
export type HostDescription = {
  /** A DNS label; the host's name. */
  readonly name: string
  /** IPv4 or IPv6, within the bridge's networks; SSH uses the first. */
  readonly addresses: readonly string[]
  readonly suite?: Suite
  /** The name of the only host from which this one takes logins by SSH: a bastion. */
  readonly loginsFrom?: string
  /** Debian packages that apt finds on the lab's mirror, and nothing else. Without them, apt finds nothing. */
  readonly packages?: readonly string[]
  /** It stays off until the scenario starts it. */
  readonly isOff?: true
}

/** What a host is made of, all of it there before the host is. */
export type HostSetting = {
  readonly description: HostDescription
  /** Unlike the host's name, unique among all labs of the machine. */
  readonly machine: string
  readonly root: string
  /** Makes the tree at `root`, as of a machine that was never booted. */
  readonly install: () => Promise<void>
  readonly cgroup: string
  readonly namespace: string
  readonly bridgeNamespace: string
  /** The number of its port on the bridge. */
  readonly port: number
  readonly access: SshAccess
  /** The address of the host through which logins have to go. */
  readonly bastion?: string | undefined
  /** The file that takes what the host prints on its console. */
  readonly console: string
}

/** A machine of the lab: a systemd-nspawn container with its own systemd, sshd and network namespace. */
export class Host {
  readonly name: string
  readonly address: string
  /** The host's file tree, as seen from outside. */
  readonly root: string
  /** The file that has ssh let in to the host: `ssh -F`. */
  readonly sshConfiguration: string
  readonly #setting: HostSetting
  #container: number | undefined

  constructor(setting: HostSetting) {
    this.name = setting.description.name
    this.address = setting.description.addresses[0] as string
    this.root = setting.root
    this.sshConfiguration = setting.access.configuration
    this.#setting = setting
  }

  /** Lays down what cloud-init finds at the next boot, and has it look for that. */
  seed(seed: Seed): void {
    layDownSeed(this.root, seed)
  }

  /** Everything that the host has printed on its console so far. */
  consoleLog(): string {
    return readFileSync(this.#setting.console, 'utf8')
  }

  /** Takes the host off the network without a word to anybody. */
  async unplug(): Promise<void> {
    await switchPort(this.#setting.bridgeNamespace, this.#setting.port, 'down')
  }

  /** Puts it back. */
  async plugIn(): Promise<void> {
    await switchPort(this.#setting.bridgeNamespace, this.#setting.port, 'up')
  }

  /** Gives the host one more address. */
  async addAddress(address: string): Promise<void> {
    await addAddress(this.#setting.namespace, 'eth0', address)
  }

  /** Puts the host behind 1:1 NAT. */
  async translate(own: Translation, others: readonly Translation[]): Promise<void> {
    await translate(this.#setting.namespace, own, others)
  }

  /** Takes such an address away again. */
  async removeAddress(address: string): Promise<void> {
    await removeAddress(this.#setting.namespace, 'eth0', address)
  }

  /** Shuts the host down in good order, and boots it again. */
  async reboot(): Promise<void> {
    await this.shutDown()
    await this.start()
  }

  /** Shuts the host down in good order. */
  async shutDown(): Promise<void> {
    const container = this.#container
    // SIGRTMIN+4: power off (systemd(1)). The container's own process ends with it.
    await this.run(['kill', '-RTMIN+4', '1'])
    const deadline = Date.now() + 90_000
    while (container !== undefined && identify(container) !== undefined) {
      if (Date.now() > deadline) throw new LabProblem(`${this.name} does not shut down within 90 s.`)
      await sleep(50)
    }
    this.#container = undefined
  }

  /** Boots the host and waits until it takes logins by SSH. */
  async start(): Promise<void> {
    const { machine, root, namespace, console } = this.#setting
    const cgroup = await makeCgroup(this.#setting.cgroup)
    const container: Command = [
      ...['systemd-nspawn', '--quiet', '--register=no', '--keep-unit', '--boot', '--console=read-only'],
      ...['--directory', root, '--machine', machine, '--hostname', this.name],
      ...[
        `--network-namespace-path=/run/netns/${namespace}`,
        '--resolv-conf=off',
        '--timezone=off',
        '--link-journal=no',
      ],
    ] as unknown as Command
    // The machine's own tree of control groups may be v1, or v1 and v2 mixed; the host has to see v2 alone.
    const script = 'umount -R /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$@"'
    const isolated: Command = [
      'unshare',
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-c',
      script,
      'sh',
      ...container,
    ]
    const [program, ...parameters] = insideCgroup(cgroup, isolated)
    const output = openSync(console, 'a')
    // Detached: Ctrl-C at the terminal is for the lab, which then ends its hosts in good order.
    const child = spawn(program, parameters, { stdio: ['ignore', output, output], detached: true })
    child.on('error', () => {}) // seen below: it never answers
    child.unref()
    closeSync(output)
    this.#container = child.pid
    await this.#waitForLogin()
  }

  /** Cuts the power: every process of the host is gone at once, nothing is shut down. */
  async kill(): Promise<void> {
    // With its groups: Linux would end what systemd 257 starts in one that was killed before (CLONE_INTO_CGROUP).
    await removeCgroup(this.#setting.cgroup)
    this.#container = undefined
  }

  /** Cuts the power, and makes a new machine of the same name and addresses, which is off. */
  async reinstall(): Promise<void> {
    await this.kill()
    await discardOverlay(this.root)
    await this.#setting.install()
  }

  /** Runs a command on the host as root, by way of its namespaces: also works without SSH. Returns what came of it. */
  attempt(command: Command, options: CommandOptions = {}): Promise<Outcome> {
    return attempt(this.#entering(command), options)
  }

  /** As `attempt`, for a command that has to succeed: returns what it printed. */
  run(command: Command, options: CommandOptions = {}): Promise<string> {
    return run(this.#entering(command), options)
  }

  /**
   * Runs a line of shell on the host over SSH, as root or another account, by way of its bastion where it has one,
   * unless told to go directly. Returns what came of it.
   */
  ssh(
    shell: string,
    account = 'root',
    options: { readonly directly?: boolean; readonly input?: Uint8Array } = {},
  ): Promise<Outcome> {
    const { access, bridgeNamespace, bastion } = this.#setting
    const jump = bastion === undefined || options.directly ? [] : ['-J', `${account}@${urlHost(bastion)}`]
    const how = ['-F', access.configuration, '-o', 'ConnectTimeout=5', ...jump]
    const command: Command = ['ssh', ...how, `${account}@${this.address}`, shell]
    const { input } = options
    return attempt(insideNamespace(bridgeNamespace, command), input === undefined ? {} : { input })
  }

  /** Ends a process of the host with SIGKILL, by its id on the host. */
  async killProcess(pid: number): Promise<void> {
    await this.run(['kill', '-9', String(pid)])
  }

  /** What a unit has written to the journal, oldest first. Works on a host that is down, too. */
  async journal(unit: string): Promise<string> {
    const folder = join(this.root, 'var/log/journal')
    return run([
      'journalctl',
      '--directory',
      folder,
      '--unit',
      unit,
      '--no-pager',
      '--output=short-iso-precise',
    ])
  }

  #entering(command: Command): Command {
    const first = this.#firstProcess()
    if (first === undefined) throw new LabProblem(`${this.name} is not running.`)
    const namespaces = ['--mount', '--uts', '--ipc', '--net', '--pid']
    const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    return [
      'nsenter',
      '--target',
      String(first),
      ...namespaces,
      '--',
      'env',
      '-i',
      path,
      'LC_ALL=C.UTF-8',
      ...command,
    ]
  }

  /** The host's systemd, as an id of the machine. */
  #firstProcess(): number | undefined {
    return this.#container === undefined ? undefined : childrenOf(this.#container).find(isFirstOfNamespace)
  }

  async #waitForLogin(): Promise<void> {
    const deadline = Date.now() + 60_000
    for (;;) {
      // Not root, whom sshd lets in before the host has booted: pam_nologin turns other accounts away until then.
      const outcome = await this.ssh('true', administrator.name)
      if (outcome.exitCode === 0) return
      if (Date.now() > deadline) {
        throw new LabProblem(
          `${this.name} takes no SSH login after 60 s; its console is in ${this.#setting.console}.\n${failureText(outcome)}`,
        )
      }
      await sleep(50)
    }
  }
}
