import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { bastionArguments, sshCommand } from '../../../src/emit/ssh.ts'
import { clusterOf } from './support.ts'

/** The words that a shell makes of a text, which is what Ansible makes of it too. */
const words = (text: string) =>
  execFileSync('sh', ['-euc', `printf '%s\\n' ${text}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')

const withAnsible = (ansible: object) => clusterOf({ ansible: { user: 'ops', ...ansible } })
const bastion = { host: 'fd00::9', port: 2222, user: 'jump' }

/** What ssh runs as its proxy command, with a host and a port in place of its tokens (ssh_config(5), TOKENS). */
const proxyWords = (option: string) =>
  words(
    option
      .replace(/^ProxyCommand=/, '')
      .replace(/%[%hp]/g, (token) => ({ '%%': '%', '%h': '10.0.0.1', '%p': '22' })[token] ?? ''),
  )

describe('a bastion', () => {
  it.each([
    ['without a key', { bastion }, '-o ProxyJump=jump@[fd00::9]:2222'],
    ['that is not there', {}, undefined],
  ])('%s', (_, ansible, want) => expect(bastionArguments(withAnsible(ansible))).toBe(want))

  it.each([
    [
      'with its own key',
      { privateKeyFile: '/k/nodes', bastion: { ...bastion, privateKeyFile: '~/.ssh/jump' } },
      ['-i', '~/.ssh/jump'],
    ],
    ['with the key of the nodes', { privateKeyFile: '/k/nodes', bastion }, ['-i', '/k/nodes']],
    [
      'with options',
      { bastion, sshOptions: { SetEnv: 'A=1 B=$x;(y) %h', ForwardAgent: false } },
      ['-o', 'SetEnv=A=1 B=$x;(y) %h', '-o', 'ForwardAgent=no'],
    ],
  ])('%s', (_, ansible, want) => {
    const [flag, option = ''] = words(bastionArguments(withAnsible(ansible)) ?? '')
    expect(flag).toBe('-o')
    expect(proxyWords(option)).toEqual(['ssh', '-W', '[10.0.0.1]:22', ...want, '-p', '2222', 'jump@fd00::9'])
  })
})

describe("a person's ssh", () => {
  it('has the same bastion, options and key', () => {
    const cluster = withAnsible({
      port: 222,
      privateKeyFile: '~/.ssh/etcd',
      sshOptions: { ServerAliveInterval: 30 },
      bastion,
    })
    const [member] = cluster.members
    if (!member) throw new Error('a cluster has a member')
    const [program, flag, command = '', ...rest] = words(sshCommand(cluster, member.connection))
    expect([program, flag, command.split('=')[0]]).toEqual(['ssh', '-o', 'ProxyCommand'])
    expect(rest).toEqual([
      ...['-o', 'ServerAliveInterval=30', '-i', '~/.ssh/etcd', '-p', '222'],
      `ops@${member.connection.host}`,
    ])
  })
})
