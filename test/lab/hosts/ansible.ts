import { join, resolve } from 'node:path'
import { attempt, type Command, type Outcome } from '../machine/command.ts'
import type { AnsibleChoice, AnsiblePrograms } from '../tools/ansible.ts'
import type { SshAccess } from './ssh.ts'

/** What a play did on one host, from the last lines that ansible-playbook prints. */
export type HostRecap = {
  readonly ok: number
  readonly changed: number
  readonly unreachable: number
  readonly failed: number
  readonly skipped: number
}

/** What came of a playbook. */
export type PlaybookOutcome = Outcome & {
  readonly recap: Readonly<Record<string, HostRecap>>
  readonly seconds: number
  /** The file that holds everything that was printed. */
  readonly log: string
}

/** How a playbook is run. */
export type PlaybookOptions = {
  /** The pinned ansible-core from PyPI unless said otherwise. */
  readonly with?: AnsibleChoice
  readonly check?: boolean
  readonly arguments?: readonly string[]
  /** Variables of Ansible's environment besides its own. */
  readonly env?: Readonly<Record<string, string>>
  /** Folders of programs that Ansible finds besides the system's. */
  readonly programs?: readonly string[]
  /** What Ansible reads where it asks for something. Then it has no terminal. */
  readonly input?: string
}

/** Runs Ansible's programs in the bridge's namespace, with the lab's access to the hosts. */
export class Ansible {
  readonly #programs: Readonly<Record<AnsibleChoice, AnsiblePrograms>>
  readonly #inside: (command: Command) => Command
  readonly #environment: Readonly<Record<string, string | undefined>>
  readonly #logs: string
  #runs = 0

  constructor(setting: {
    readonly programs: Readonly<Record<AnsibleChoice, AnsiblePrograms>>
    readonly inside: (command: Command) => Command
    readonly access: SshAccess
    /** Where Ansible may keep what it likes, instead of the user's home. */
    readonly home: string
    readonly logs: string
  }) {
    this.#programs = setting.programs
    this.#inside = setting.inside
    this.#environment = environment(setting.access, setting.home)
    this.#logs = setting.logs
  }

  /** Runs a playbook of a project; returns what came of it, also when it failed. */
  async playbook(project: string, playbook: string, options: PlaybookOptions = {}): Promise<PlaybookOutcome> {
    const modes = options.check === true ? ['--check', '--diff'] : []
    const start = performance.now()
    const parameters = [...modes, ...(options.arguments ?? []), playbook]
    const outcome = await this.run(project, ['ansible-playbook', ...parameters], options.with, options)
    const seconds = (performance.now() - start) / 1000
    return { ...outcome, recap: parseRecap(outcome.output), seconds }
  }

  /**
   * Runs one of Ansible's programs in a folder, or another program by its path, which finds Ansible's; returns what came of it
   * and the file that holds what it printed.
   */
  async run(
    project: string,
    command: Command,
    choice: AnsibleChoice = 'pinned',
    { env: given = {}, programs = [], input }: Pick<PlaybookOptions, 'env' | 'programs' | 'input'> = {},
  ): Promise<Outcome & { log: string }> {
    const { folder } = this.#programs[choice]
    const [program, ...parameters] = command
    this.#runs += 1
    const number = String(this.#runs).padStart(2, '0')
    const log = join(
      this.#logs,
      `${[number, choice, program, ...parameters.slice(-1)]
        .join('-')
        .replace(/[^\w.-]/g, '_')
        .slice(0, 100)}.log`,
    )
    const path = [folder, ...programs, '/usr/sbin:/usr/bin:/sbin:/bin'].join(':')
    const env = { ...this.#environment, ...given, PATH: path }
    // With a terminal, Ansible would ask there.
    const start = input === undefined ? [] : ['setsid', '--wait']
    const words = [...start, resolve(folder, program), ...parameters] as unknown as Command
    const outcome = await attempt(this.#inside(words), {
      cwd: project,
      env,
      log,
      ...(input !== undefined && { input }),
    })
    return { ...outcome, command: command.join(' '), log }
  }
}

/** Reads the PLAY RECAP of ansible-playbook: per host, how many tasks ended how. */
export function parseRecap(output: string): Record<string, HostRecap> {
  const [, recap = ''] = output.split(/^PLAY RECAP \**$/m)
  const rows = [...recap.matchAll(/^(\S+)\s+:\s+(ok=.*)$/gm)]
  return Object.fromEntries(
    rows.map(([, host, counts]) => {
      const count = (name: string) => Number(new RegExp(`\\b${name}=(\\d+)`).exec(counts ?? '')?.[1])
      const [ok, changed, unreachable] = [count('ok'), count('changed'), count('unreachable')]
      return [host, { ok, changed, unreachable, failed: count('failed'), skipped: count('skipped') }]
    }),
  )
}

function environment(access: SshAccess, home: string): Record<string, string | undefined> {
  // The user's own settings for Ansible have no say in the lab.
  const own = Object.keys(process.env).filter((name) => name.startsWith('ANSIBLE_'))
  // An inventory that sets ansible_ssh_common_args puts its own in the place of the environment's; the extra ones stay.
  const ours = ['SSH', 'SFTP', 'SCP'].map((program) => `ANSIBLE_${program}_EXTRA_ARGS`)
  return {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    SSH_AUTH_SOCK: undefined,
    AGE_IDENTITY_FILE: undefined,
    PYTHONPATH: undefined,
    ANSIBLE_HOME: home,
    ANSIBLE_LOCAL_TEMP: join(home, 'tmp'),
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_NOCOWS: '1',
    ANSIBLE_HOST_KEY_CHECKING: 'True',
    ...Object.fromEntries(ours.map((name) => [name, `-F ${access.configuration}`])),
    ANSIBLE_SSH_CONTROL_PATH_DIR: join(home, 'cp'),
  }
}
