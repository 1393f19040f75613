import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import schema from '../../../schema/cluster.schema.json' with { type: 'json' }
import type { SettingGroup } from '../../../src/node/settings.ts'
import type { NodeFile } from '../../../src/node/state.ts'
import { commandLine } from '../../../src/node/styles/flags.ts'
import type { StyleInput } from '../../../src/node/styles/style.ts'
import { STYLES } from '../../../src/node/styles/styles.ts'

const groups: readonly SettingGroup[] = [
  {
    heading: 'This member.',
    settings: [
      { option: 'name', value: 'etcd-1' },
      { option: 'initial-cluster-state', value: 'new' },
      { option: 'initial-cluster-token', value: '007' },
    ],
  },
  {
    heading: 'TLS.',
    settings: [
      { option: 'cert-file', value: '/etc/etcd/pki/100%.crt' },
      { option: 'peer-client-cert-auth', value: 'true' },
      { option: 'cipher-suites', value: 'TLS_A,TLS_B' },
    ],
  },
  {
    heading: 'Tuning.',
    settings: [
      { option: 'heartbeat-interval', value: '100' },
      { option: 'grpc-keepalive-min-time', value: '1m30s' },
      { option: 'client-cert-auth', value: 'false' },
      { option: 'auto-compaction-retention', value: '1h' },
    ],
  },
]
const input: StyleInput = {
  nodeName: 'etcd-1',
  clusterName: 'test',
  version: '3.6.14',
  groups,
  clusterToJoin: 'etcd-1=https://10.0.0.1:2380,THE-OTHER-MEMBERS',
  program: '/usr/bin/etcd',
  unit: '/etc/systemd/system/etcd.service',
  environmentFile: '/etc/default/etcd',
  configurationFile: '/etc/etcd/etcd.conf.yml',
  joiningEnvironmentFile: '/run/etcd-joining.env',
  joiningConfigurationFile: '/run/etcd-joining.conf.yml',
  joiningDropIn: '/run/systemd/system/etcd.service.d/joining.conf',
}

function textOf(file: NodeFile | undefined): string {
  if (file?.content.kind !== 'text') throw new Error('no text')
  return file.content.text
}

describe('the style', () => {
  test('env: variables in a file that the unit reads', () => {
    const { file, environmentFiles, arguments: words } = STYLES.env.configure(input)
    expect(environmentFiles).toEqual(['/etc/default/etcd'])
    expect(words).toEqual([])
    expect(textOf(file).split('\n')).toEqual(
      expect.arrayContaining(['ETCD_NAME="etcd-1"', 'ETCD_CIPHER_SUITES="TLS_A,TLS_B"', '# Tuning.']),
    )
  })

  test('flags: words after the program, and no file', () => {
    const { file, environmentFiles, arguments: words } = STYLES.flags.configure(input)
    expect(file).toBeUndefined()
    expect(environmentFiles).toEqual([])
    expect(words.slice(0, 4)).toEqual([
      '--name=etcd-1',
      '--initial-cluster-state=new',
      '--initial-cluster-token=007',
      '--cert-file=/etc/etcd/pki/100%.crt',
    ])
  })

  test('file: each value in the form that etcd reads, each section once', () => {
    const { file, arguments: words } = STYLES.file.configure(input)
    expect(words).toEqual(['--config-file=/etc/etcd/etcd.conf.yml'])
    expect(load(textOf(file))).toEqual({
      name: 'etcd-1',
      'initial-cluster-state': 'new',
      'initial-cluster-token': '007',
      'client-transport-security': { 'cert-file': '/etc/etcd/pki/100%.crt', 'client-cert-auth': false },
      'peer-transport-security': { 'client-cert-auth': true },
      'cipher-suites': ['TLS_A', 'TLS_B'],
      'heartbeat-interval': 100,
      'grpc-keepalive-min-time': 90_000_000_000,
      'auto-compaction-retention': '1h',
    })
  })

  test.each(Object.entries(STYLES))('%s: has the line that names the token', (_name, style) => {
    const unitLines = style.configure(input).arguments.map((word) => `  ${word} \\`)
    const lines = style.configure(input).file ? textOf(style.configure(input).file).split('\n') : unitLines
    expect(lines).toContain(style.tokenLine('007'))
  })

  test.each(Object.entries(STYLES))('%s: a member that joins is told so, under /run only', (_name, style) => {
    const { joining } = style.configure(input)
    expect(joining.map(({ path }) => path).filter((path) => !path.startsWith('/run/'))).toEqual([])
    expect(joining.map(textOf).join('\n')).toMatch(
      /INITIAL_CLUSTER_STATE="existing"|initial-cluster-state[=:] ?existing/,
    )
    expect(joining.map(textOf).join('\n')).not.toMatch(/STATE="new"|state[=:] ?new/)
    expect(joining.at(-1)?.path).toBe('/run/systemd/system/etcd.service.d/joining.conf')
  })
})

/** What etcd takes as a token and as a name, and what a shell, systemd or YAML reads something else in. */
const ODD_NAMES = [
  ...['k8s-etcd', 'k8s_etcd', 'K8s.Etcd:prod', 'YWJj+/==', 'a:', '007', '1e3', 'true', 'A@b_c-d.e'],
  ...["zone b: no. 2's #2 (50%)", '- x', '%n%i: yes', '日本-é/@~!*?&;[x]|^+', '~'],
]

// A node knows the files of its cluster by this line, so it is the one that is written.
test.each(
  Object.entries(STYLES).flatMap(([name, style]) => ODD_NAMES.map((token) => [name, token, style] as const)),
)('the style %s writes the line with the token %s that it is known by', (_, token, style) => {
  expect(new RegExp(schema.$defs.etcd.properties.token.pattern, 'u').test(token)).toBe(true)
  const settings = [{ option: 'initial-cluster-token', value: token }]
  const configured = style.configure({ ...input, groups: [{ heading: 'The cluster.', settings }] })
  const files = configured.file ? textOf(configured.file) : ''
  const line = style.tokenLine(token)
  // Other flags follow that of the token.
  expect(`${files}\n${commandLine('etcd', [...configured.arguments, '--last'])}`.split('\n')).toContain(line)
})

test.each(ODD_NAMES)('every style hands etcd the name %j', (name) => {
  const groups = [{ heading: 'This member.', settings: [{ option: 'name', value: name }] }]
  const [env, flags, file] = [STYLES.env, STYLES.flags, STYLES.file].map((style) =>
    style.configure({ ...input, groups }),
  )
  const assigned = /^ETCD_NAME="(.*)"$/m.exec(textOf(env?.file))?.[1]
  expect(assigned?.replaceAll(/\\(.)/g, '$1')).toBe(name)
  expect(flags?.arguments).toEqual([`--name=${name}`])
  expect(load(textOf(file?.file))).toEqual({ name })
})
