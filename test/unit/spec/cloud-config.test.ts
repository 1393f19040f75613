import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readCloudConfig } from '../../../src/spec/cloud-config/read.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import type { SpecHost } from '../../../src/spec/read.ts'
import { faults, specText } from './specs.ts'
import { unreadable } from './unreadable.ts'

const PEM = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n'
const files = (...entries: readonly unknown[]) => ({ write_files: entries })
const written = (path: string) => files({ path, content: 'x' })

const SCHEDULES =
  '[Service]\nIOSchedulingClass=best-effort\nIOSchedulingPriority=0\nExecStartPre=-/bin/true\n'
const CONFIGURES = '[Service]\n  User = root\n'

const taken = ['cloud-config-path-taken /write_files/0/path']
const dropIn = ['cloud-config-drop-in /write_files/0/path']
const early = ['cloud-config-owner-early /write_files/0/owner']
const packaged = (place: string) => [`cloud-config-package /packages/${place}`]

type Row = readonly [
  string,
  { readonly config: object; readonly spec?: object; readonly want: readonly string[] },
]

const shapes: readonly Row[] = [
  ['nothing', { config: {}, want: [] }],
  [
    'what cloud-init takes',
    {
      config: {
        users: ['default', { name: 'ops', lock_passwd: true }],
        groups: ['ops', { admins: ['ops'] }],
        packages: ['chrony', ['jq', '1.6'], { apt: ['curl'], snap: [['lxd', '5']] }],
        ssh_authorized_keys: ['ssh-ed25519 AAAA ops'],
        bootcmd: ['echo', ['cloud-init-per', 'once', 'a', 'true'], null],
        runcmd: ['echo', [], null],
        write_files: [{ path: '/etc/motd' }, { path: '/srv/a', content: null, permissions: '0600' }],
        power_state: { mode: 'reboot' },
        runcmds: 5,
      },
      want: [],
    },
  ],
  ['users in other forms', { config: { users: 'a, b', groups: { a: ['b'] } }, want: [] }],
  [
    'texts for lists',
    {
      config: { runcmd: 'a', bootcmd: { a: 1 }, packages: 'a', write_files: '/a', ssh_authorized_keys: 'a' },
      want: ['write_files', 'bootcmd', 'runcmd', 'packages', 'ssh_authorized_keys'].map(
        (name) => `type-wrong /${name}`,
      ),
    },
  ],
  [
    'no values',
    { config: { runcmd: null, users: null }, want: ['value-missing /runcmd', 'value-missing /users'] },
  ],
  [
    'users that are none',
    { config: { users: 5, groups: true }, want: ['type-wrong /users', 'type-wrong /groups'] },
  ],
  [
    'commands that are none',
    {
      config: { runcmd: [1, { a: 'b' }, ['a', 1, null], true] },
      want: [
        'type-wrong /runcmd/0',
        'type-wrong /runcmd/1',
        'type-wrong /runcmd/2/1',
        'value-missing /runcmd/2/2',
        'type-wrong /runcmd/3',
      ],
    },
  ],
  [
    'files that are none',
    {
      config: files('/a', null, {}, { path: 5 }, { path: '/a', owner: 0, content: 5 }),
      want: [
        'type-wrong /write_files/0',
        'value-missing /write_files/1',
        'field-missing /write_files/2',
        'type-wrong /write_files/3/path',
        'type-wrong /write_files/4/content',
        'type-wrong /write_files/4/owner',
      ],
    },
  ],
]

const client = (install: object) => ({ tls: { clients: [{ name: 'app', install }] } })
const etcd = (section: object) => ({ etcd: section })

const places: readonly Row[] = [
  ...[
    '/etc/systemd/system/etcd.service',
    '/etc/systemd/system/etcd-keys.service',
    '/etc/default/etcd',
    '/etc/etcd/etcd.conf.yml',
    '/etc/etcd/etcdctl.env',
    '/etc/etcd/joined',
    '/etc/etcd/pki/client-ca.crt',
    '/etc/etcd/pki/peer-ca.crt',
    '/etc/etcd/pki/server.crt',
    '/etc/etcd/pki/server.key',
    '/etc/etcd/pki/peer.key',
    '/etc/etcd/pki/root.key',
    '/usr/local/bin/etcd',
    '/usr/local/bin/etcdctl',
    '/usr/local/bin/etcdutl',
    '/var/lib/etcd',
    '/var/lib/etcd/member/snap/db',
    '/opt/etcd/v3.6.14/etcd',
    '/etc/etcd',
    '/etc/etcd/pki/',
    '/etc',
    '/var/lib',
    '/usr/local',
    '/',
    '/var/lib/quorate',
    '/var/lib/quorate/bootstrap.sh',
    '/var/lib/cloud/scripts/per-boot/quorate',
    '/var/lib/cloud/scripts',
    '/run/etcd-joining.env',
    '/run/etcd-joining.conf.yml',
    '/var/run/etcd-bootstrap.lock',
    '/run/etcd-started',
    '//etc//etcd/./joined',
    '/srv/../etc/etcd/joined/',
    'etc/etcd/joined',
    '/var/lib/cloud/../quorate/a',
  ].map((path): Row => [path, { config: written(path), want: taken }]),
  ...[
    '/etc/motd',
    '/etc/etcd/notes.txt',
    '/etc/etcd/pki/other.crt',
    '/etc/etcd.txt',
    '/var/lib/etcd-backup/a',
    '/usr/local/bin/backup-etcd',
    '/var/lib/quorate-else/a',
    '/run/quorate/a',
    '/var/lib/cloud/scripts/per-boot/backup',
    '/etc/systemd/system/multi-user.target.wants/backup.service',
    '/process/a',
    '/etc/systemd/system/backup.service',
    '/etc/systemd/system/chrony.service.d/a.conf',
  ].map((path): Row => [path, { config: written(path), want: [] }]),
  ...[
    '/etc/systemd/system/etcd.service.d/limits.conf',
    '/run/systemd/system/etcd.service.d/a.conf',
    '/lib/systemd/system/etcd.service.d/a.conf',
    '/etc/systemd/system/etcd-keys.service.d/a.conf',
  ].flatMap((path): Row[] => [
    [`${path} that only schedules`, { config: files({ path, content: SCHEDULES }), want: [] }],
    [`${path} that configures etcd`, { config: files({ path, content: CONFIGURES }), want: dropIn }],
  ]),
  ['the directory of drop-ins', { config: written('/etc/systemd/system/etcd.service.d'), want: dropIn }],
  [
    'what systemd does not read as a drop-in',
    { config: files({ path: '/etc/systemd/system/etcd.service.d/README', content: CONFIGURES }), want: [] },
  ],
  [
    'the drop-in of a member that joins',
    { config: written('/run/systemd/system/etcd.service.d/joining.conf'), want: taken },
  ],
  ...['b64', 'base64', 'gz+b64', 'gzip+base64'].map((encoding): Row => {
    const plain = Buffer.from(CONFIGURES)
    const content = (encoding.startsWith('gz') ? gzipSync(plain) : plain).toString('base64')
    const path = '/etc/systemd/system/etcd.service.d/a.conf'
    return [`a drop-in in ${encoding}`, { config: files({ path, content, encoding }), want: dropIn }]
  }),
  ...[
    '/etc/systemd/system/multi-user.target.wants/etcd.service',
    '/etc/systemd/system/a.service.requires/etcd-keys.service',
    '/usr/lib/systemd/system/multi-user.target.wants/etcd.service',
  ].map(
    (path): Row => [path, { config: written(path), want: ['cloud-config-unit-link /write_files/0/path'] }],
  ),
  ...['/proc/1/root/etc/etcd/joined', '/proc/sys/vm/swappiness', '/srv/../proc/a'].map(
    (path): Row => [path, { config: written(path), want: ['cloud-config-path-unreal /write_files/0/path'] }],
  ),
  [
    'places that the spec chooses',
    {
      config: files(
        { path: '/data/db' },
        { path: '/wal' },
        { path: '/etc/etcd/pki/server.key' },
        { path: '/tls/etcd.pem' },
      ),
      spec: {
        etcd: { paths: { data: '/data', wal: '/wal', pki: '/tls' } },
        tls: { layout: 'shared-certificate', files: { naming: 'pem' } },
      },
      want: [0, 1, 3].map((index) => `cloud-config-path-taken /write_files/${index}/path`),
    },
  ],
  ['another style', { config: written('/etc/default/etcd'), spec: etcd({ style: 'flags' }), want: [] }],
  [
    'programs of packages',
    {
      config: written('/bin/etcd'),
      spec: etcd({ version: '3.5.16', install: { method: 'package' } }),
      want: taken,
    },
  ],
  [
    'what a client reads on a node',
    {
      config: written('/etc/app/etcd.key'),
      spec: client({ hosts: ['etcd-2'], certificate: '/etc/app/etcd.crt' }),
      want: taken,
    },
  ],
  [
    'what a client reads elsewhere',
    {
      config: written('/etc/app/etcd.key'),
      spec: {
        ...client({ hosts: ['app'], certificate: '/etc/app/etcd.crt' }),
        clientHosts: [{ name: 'app' }],
      },
      want: [],
    },
  ],
]

const owned = (owner: string, more: object = {}) => files({ path: '/srv/a', owner, ...more })

const packed = (text: string) => gzipSync(text).toString('base64')
const inBase64 = (text: string) => Buffer.from(text).toString('base64')
const keyIn = (content: string, more: object = {}): Row[1] => ({
  config: files({ path: '/a', content, ...more }),
  want: ['cloud-config-private-key /write_files/0/content'],
})

const hiddenKeys: readonly Row[] = [
  ['gzip', keyIn(packed(PEM), { encoding: 'gz+b64' })],
  ['gzip in lines', keyIn(packed(PEM.repeat(9)).replace(/.{1,76}/g, '$&\n'), { encoding: 'gzip+base64' })],
  ['base64 in lines', keyIn(inBase64(PEM).replace(/.{1,40}/g, '$&\n'), { encoding: 'b64' })],
  ['base64 twice', keyIn(inBase64(inBase64(PEM)))],
  ['gzip of base64', keyIn(packed(inBase64(PEM)))],
  ['a command', keyIn(`echo ${inBase64(PEM)} | base64 -d >/a`)],
  ['a command with line ends', keyIn(`printf '${inBase64(PEM).slice(0, 50)}\\n${inBase64(PEM).slice(50)}'`)],
  ['gzip of more than is looked at', keyIn(packed(PEM + 'a'.repeat(10_000_000)))],
  [
    'a list',
    {
      config: { runcmd: [['sh', '-c', `echo ${packed(PEM)}`]] },
      want: ['cloud-config-private-key /runcmd/0/2'],
    },
  ],
  [
    'a name',
    {
      config: { [inBase64(PEM)]: 1 },
      want: [`cloud-config-private-key /${inBase64(PEM).replaceAll('/', '~1')}`],
    },
  ],
  ['a certificate in gzip', { ...keyIn(packed(PEM.replaceAll('PRIVATE KEY', 'CERTIFICATE'))), want: [] }],
  [
    'something that only begins like gzip',
    { config: { a: `${packed('a'.repeat(99)).slice(0, 20)}${'A'.repeat(99)}` }, want: [] },
  ],
]

const lists = (field: string, value: unknown, ...want: readonly string[]): Row => [
  `${field}: ${JSON.stringify(value)}`,
  { config: { [field]: value }, want: want.map(() => `cloud-config-modules /${field}`) },
]

const moduleLists: readonly Row[] = [
  lists('cloud_init_modules', ['migrator', 'bootcmd', 'write-files']),
  lists('cloud_init_modules', [['write_files', 'always'], { name: 'bootcmd' }]),
  lists('cloud_init_modules', ['cc_write_files', 'cc_bootcmd']),
  lists('cloud_init_modules', ['bootcmd'], 'write-files'),
  lists('cloud_init_modules', ['write-files', 'write-files-deferred'], 'bootcmd'),
  lists('cloud_init_modules', [], 'both'),
  lists('cloud_init_modules', null, 'both'),
  lists('cloud_final_modules', ['scripts-per-boot']),
  lists('cloud_final_modules', [['scripts_per_boot']]),
  lists('cloud_final_modules', ['scripts-user'], 'scripts-per-boot'),
  lists('cloud_config_modules', []),
]

const fileTraits: readonly Row[] = [
  ...['0644', '644', '01777', '0o600', ' 0600 '].map(
    (value): Row => [`permissions ${value}`, { config: files({ path: '/a', permissions: value }), want: [] }],
  ),
  ...['9999', 'rw-r--r--', 'u=rw', '', '0x1ff', '0644 root'].map(
    (value): Row => [
      `permissions ${value}`,
      {
        config: files({ path: '/a', permissions: value }),
        want: ['cloud-config-permissions-text /write_files/0/permissions'],
      },
    ],
  ),
  [
    'permissions that are no text',
    { config: files({ path: '/a', permissions: true }), want: ['type-wrong /write_files/0/permissions'] },
  ],
  ...['gz', 'gzip', 'gz+base64', 'gzip+base64', 'gz+b64', 'gzip+b64', 'b64', 'Base64', 'text/plain', ''].map(
    (value): Row => [`encoding ${value}`, { config: files({ path: '/a', encoding: value }), want: [] }],
  ),
  ...['base-64', 'utf-8', 'b64+gz', 'none'].map(
    (value): Row => [
      `encoding ${value}`,
      {
        config: files({ path: '/a', encoding: value }),
        want: ['cloud-config-encoding /write_files/0/encoding'],
      },
    ],
  ),
  ['no encoding', { config: files({ path: '/a', encoding: null, permissions: null }), want: [] }],
]

const contents: readonly Row[] = [
  ["etcd's account", { config: owned('etcd:etcd'), want: early }],
  ["etcd's account alone", { config: owned('etcd'), want: early }],
  ["etcd's group", { config: owned('root:etcd'), want: early }],
  ['root', { config: owned('root:root'), want: [] }],
  ['another name', { config: owned('etcdx:etcdx'), want: [] }],
  [
    'an account that is made too late',
    { config: { ...owned('etcd'), users: [{ name: 'etcd' }] }, want: early },
  ],
  [
    'an account that is made in time',
    { config: { ...owned('etcd:etcd', { defer: true }), users: ['default', { name: 'etcd' }] }, want: [] },
  ],
  [
    'a group that is made in time',
    { config: { ...owned('root:etcd', { defer: true }), groups: [{ etcd: ['a'] }] }, want: [] },
  ],
  ['a deferred file of nobody', { config: owned('etcd', { defer: true }), want: early }],
  [
    'an account of another name',
    { config: owned('kv'), spec: etcd({ account: { user: 'kv', group: 'kv' } }), want: early },
  ],
  [
    'permissions',
    {
      config: files({ path: '/a', permissions: '0644' }, { path: '/b', permissions: 420 }),
      want: ['cloud-config-permissions /write_files/1/permissions'],
    },
  ],
  ...[
    'etcd',
    'etcd-server',
    'etcd-client',
    'etcd=3.5.16',
    'etcd-server:arm64',
    'etcd-server/bookworm',
    'etcd-3.5.16',
  ].map((name): Row => [name, { config: { packages: [name] }, want: packaged('0') }]),
  ['etcd with a version', { config: { packages: [['etcd-server', '3.5.16']] }, want: packaged('0/0') }],
  [
    'etcd of one manager',
    { config: { packages: ['a', { snap: [['etcd', '3']] }] }, want: packaged('1/snap/0/0') },
  ],
  [
    'packages that only begin alike',
    {
      config: { packages: ['etcd-manager', 'etcdctl', 'python3-etcd3', 'etcd-discovery', ['jq', 'etcd']] },
      want: [],
    },
  ],
  [
    'a private key',
    {
      config: { ssh_keys: { rsa_private: PEM }, runcmd: ['a', ['b', PEM]] },
      want: ['cloud-config-private-key /ssh_keys/rsa_private', 'cloud-config-private-key /runcmd/1/1'],
    },
  ],
  [
    'a private key in base64',
    {
      config: files({ path: '/a', encoding: 'b64', content: Buffer.from(PEM).toString('base64') }),
      want: ['cloud-config-private-key /write_files/0/content'],
    },
  ],
  [
    'a private key of age',
    { config: { runcmd: ['echo AGE-SECRET-KEY-1QQQ'] }, want: ['cloud-config-private-key /runcmd/0'] },
  ],
  [
    'certificates',
    { config: files({ path: '/a', content: PEM.replaceAll('PRIVATE KEY', 'CERTIFICATE') }), want: [] },
  ],
  [
    'a private key where keys are embedded',
    { config: { a: PEM }, spec: { cloudInit: { keys: 'embed' } }, want: [] },
  ],
]

const host = (content: string | Uint8Array): SpecHost => ({
  isOrdinary: () => true,
  readStart: (path, most) => {
    if (path !== 'specs/own.yaml') throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' })
    return new Uint8Array(Buffer.from(content)).subarray(0, most)
  },
  exists: () => false,
})

/** What is said about a file of that content, and the file's value. */
function ownFile(content: string | Uint8Array, spec: { readonly cloudInit?: object } = {}) {
  const cloudInit = { ...spec.cloudInit, configFile: 'own.yaml' }
  const { subject } = parseSpec(specText({ ...spec, cloudInit }))
  const own = subject && readCloudConfig(host(content), 'specs/cluster.yaml', subject)
  if (!own) throw new Error('the spec names a file')
  return { ...own, codes: own.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`) }
}

describe.each([
  ['shapes', shapes],
  ['places', places],
  ['contents', contents],
  ['hidden keys', hiddenKeys],
  ['lists of modules', moduleLists],
  ['traits of files', fileTraits],
])('a cloud-config, %s', (_, rows) => {
  it.each(rows)('inline: %s', (_name, { config, spec = {}, want }) => {
    const cloudInit = { ...('cloudInit' in spec && (spec.cloudInit as object)), config }
    const about = faults({ ...spec, cloudInit }).filter((fault) => fault.includes(' /cloudInit/config'))
    expect(about).toEqual(want.map((fault) => fault.replace(' ', ' /cloudInit/config')))
  })

  it.each(rows)('from a file: %s', (_name, { config, spec = {}, want }) => {
    const { codes, value, unread } = ownFile(JSON.stringify(config), spec)
    expect(unread).toEqual([])
    expect(codes).toEqual(want)
    expect(value).toEqual(want.length > 0 ? undefined : config)
  })
})

describe('the file of a cloud-config', () => {
  it.each([
    ['with its first line', '#cloud-config\npackages: [a]\n', { packages: ['a'] }],
    ['without', 'packages: [a]\n', { packages: ['a'] }],
    ['with another comment', '# ours\npackages: [a]\n', { packages: ['a'] }],
    ['with nothing else', '#cloud-config\n', {}],
    ['with a byte order mark', '\ufeff#cloud-config\nusers: [default]\n', { users: ['default'] }],
    ['in YAML 1.1', '#cloud-config\nssh_pwauth: no\n', { ssh_pwauth: false }],
  ])('is read %s', (_, content, want) => {
    const { value, codes } = ownFile(content)
    expect([value, codes]).toEqual([want, []])
  })

  it.each([
    '#!/bin/sh',
    '## template: jinja\n#cloud-config',
    '## Template:jinja',
    '#include https://example.net/a',
    '#include-once',
    '#cloud-config-archive',
    '#cloud-config-jsonp',
    '#cloud-boothook',
    '#part-handler',
    'Content-Type: multipart/mixed; boundary="a"\nMIME-Version: 1.0',
    'MIME-Version: 1.0',
    'From nobody Thu Jan 1 00:00:00 1970',
    '\n  #!/bin/sh',
    '-----BEGIN PGP MESSAGE-----',
  ])('is refused where it begins like %j', (start) => {
    expect(ownFile(`${start}\na: 1\n`).codes).toEqual(['cloud-config-other-kind '])
  })

  it.each(unreadable)('is told about at its field: %s', (_, { host: failing, code }) => {
    const { subject } = parseSpec(specText({ cloudInit: { configFile: 'bad.yml' } }))
    const own = subject && readCloudConfig(failing, 'cluster.yaml', subject)
    expect(own?.value).toBeUndefined()
    expect(own?.diagnostics).toEqual([])
    expect(own?.unread).toMatchObject([{ code, severity: 'error', pointer: '/cloudInit/configFile' }])
    expect(own?.unread.map(({ message, hint }) => `${message} ${hint}`).join()).not.toContain('spec')
  })

  it.each([
    ['cluster.yaml', 'own.yaml', 'own.yaml'],
    ['specs/a/cluster.yaml', '../own.yaml', 'specs/own.yaml'],
    ['/srv/cluster.yaml', './own.yaml', '/srv/own.yaml'],
    ['cluster.yaml', '/srv/own.yaml', '/srv/own.yaml'],
  ])('of %s is found: %s', (spec, configFile, want) => {
    const { subject } = parseSpec(specText({ cloudInit: { configFile } }))
    expect(subject && readCloudConfig(host(''), spec, subject)?.file).toBe(want)
  })

  it('is checked though something else of the spec is wrong', () => {
    const { subject } = parseSpec(specText({ name: 5, nodes: [], cloudInit: { configFile: 'own.yaml' } }))
    const own = subject && readCloudConfig(host('runcmd: a'), 'specs/cluster.yaml', subject)
    expect(own?.diagnostics.map(({ code }) => code)).toEqual(['type-wrong'])
  })

  it('is told once what aliases repeat', () => {
    const content =
      'a: &a { permissions: 0644 }\nwrite_files:\n  - { <<: *a, path: /a }\n  - { <<: *a, path: /b }\n'
    expect(ownFile(content).codes).toEqual(['cloud-config-permissions /write_files/0/permissions'])
  })

  it.each([
    ['the same path', 'own.yaml', 'specs/own.yaml', 'users: [default]'],
    ['another path', 'own.yaml', 'specs/cluster.yaml', 'apiVersion: quorate/v1\nname: 5'],
  ])('is no spec: %s', (_, configFile, spec, content) => {
    const { subject } = parseSpec(specText({ cloudInit: { configFile } }))
    const own = subject && readCloudConfig(host(content), spec, subject)
    expect(own).toMatchObject({ value: undefined, diagnostics: [] })
    expect(own?.unread.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'cloud-config-is-spec /cloudInit/configFile',
    ])
  })

  it.each(['a: 1.0e+3', 'a: 5.', 'a: 1.0', 'a: -0.0', 'a: [1:30.0]'])(
    'has no number that would become a whole one: %s',
    (content) => {
      expect(ownFile(content).codes.map((code) => code.split(' ')[0])).toEqual(['number-becomes-whole'])
    },
  )

  it.each(['a: 1.5', 'a: 1000', 'a: 1e3', 'a: 22:22', 'a: "1.0"', 'a: 0644'])('may have %s', (content) => {
    expect(ownFile(content).codes).toEqual([])
  })

  // What PyYAML 6.0.3 says of each.
  it.each([
    ['a:\tb', false],
    ['a: b\t', false],
    ['a: b\tc', false],
    ['a: b\t# c', false],
    ["a: 'b'\t", false],
    ['-\ta', false],
    ['\t\na: b', false],
    ['a: |\t\n  b', false],
    ['a: b\n\t# c', false],
    ["a: 'b\tc'", true],
    ['a: |\n  b\tc\n  \td', true],
    ['a: b #\tc', true],
    ['#\tx\na: b', true],
    ["'a\tb': c#d", true],
  ])('has tabs where PyYAML takes them: %j', (content, want) => {
    const { codes } = ownFile(`${content}\n`)
    expect(codes).toEqual(want ? [] : ['yaml-tab-between '])
  })

  it('is not asked for where the spec names none', () => {
    const { subject } = parseSpec(specText())
    expect(subject && readCloudConfig(host(''), 'cluster.yaml', subject)).toBeUndefined()
  })
})
