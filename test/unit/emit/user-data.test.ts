import { load, YAML11_SCHEMA } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { plainDocument } from '../../../src/render/render.ts'
import { Tree } from './support.ts'
import { TRICKY } from './tricky.ts'

type WrittenFile = { readonly path: string; readonly permissions: string; readonly content: string }
type CloudConfig = {
  readonly bootcmd: readonly unknown[]
  readonly write_files: readonly WrittenFile[]
  readonly runcmd?: readonly unknown[]
  readonly [key: string]: unknown
}

/** As cloud-init reads it: by YAML 1.1. */
function read(text: string): CloudConfig {
  return load(text, { schema: YAML11_SCHEMA }) as CloudConfig
}

const withoutComments = (text: string) => text.replace(/^[ ]*(?:#(?!!).*)?\n/gm, '')

async function userData(cloudInit: object = {}, more: object = {}): Promise<CloudConfig> {
  return read((await Tree.of({ cloudInit, ...more })).text('cloud-init/a/user-data'))
}

/** The settings that a first boot needs: all before those that only people and playbooks need. */
function ofFirstBoot(settings: string): string {
  const [needed = ''] = settings.split('\n# What only people and playbooks need')
  return withoutComments(`${needed}\n`)
}

describe('user-data', () => {
  it('begins with the line by which cloud-init knows it', async () => {
    expect((await Tree.of()).text('cloud-init/a/user-data')).toMatch(/^#cloud-config\n# a, a member of lab\./)
  })

  it('lays down the bundle of its node, file for file, in a directory for root alone, after what runs it', async () => {
    const tree = await Tree.of()
    const { bootcmd, write_files, ...rest } = read(tree.text('cloud-init/a/user-data'))
    expect(rest).toEqual({})
    expect(bootcmd).toEqual([
      ['cloud-init-per', 'instance', 'quorate', 'mkdir', '-p', '-m', '0700', '/var/lib/quorate'],
    ])
    const [script, ...bundleFiles] = write_files
    expect(script).toMatchObject({ path: '/var/lib/cloud/scripts/per-boot/quorate', permissions: '0755' })
    const written = new Map(bundleFiles.map(({ path, ...file }) => [path, file]))
    expect(written.size).toBe(bundleFiles.length)
    const bundle = tree.artifacts.filter(({ path }) => path.startsWith('nodes/a/'))
    const named = new Map(
      bundle.map(({ path, mode, text }) => [
        path.replace('nodes/a', '/var/lib/quorate'),
        {
          permissions: mode === 0o755 ? '0755' : '0644',
          content: path.endsWith('/settings.sh') ? ofFirstBoot(text) : text,
        },
      ]),
    )
    const program = written.get('/var/lib/quorate/bootstrap.sh')
    written.delete('/var/lib/quorate/bootstrap.sh')
    // A member that joins later does not find the member list of then in user-data: there is no room to write it down.
    const joining = '/var/lib/quorate/joining/run/etcd-joining.env'
    expect(written.get(joining)?.content).toBe('ETCD_INITIAL_CLUSTER_STATE="existing"\n')
    expect(named.get(joining)?.content).toContain('THE-OTHER-MEMBERS')
    for (const files of [written, named]) files.delete(joining)
    expect(written).toEqual(named)
    // The script is the one of nodes/, line for line, but for comments, indentation and what only people and playbooks use.
    expect(program?.permissions).toBe('0755')
    const linesOf = (text: string) =>
      withoutComments(text)
        .split('\n')
        .flatMap((line) => [line, line.trimStart()])
    const whole = new Set(linesOf(tree.text('nodes/bootstrap.sh')))
    const own = linesOf(plainDocument('bundle/script/first-boot.sh'))
    const lines = program?.content.split('\n') ?? []
    expect(lines.length).toBeGreaterThan(300)
    expect(lines.filter((text) => !whole.has(text) && !own.includes(text))).toEqual([])
  })

  it('is put together with one’s own: our directory and files first, the commands theirs alone', async () => {
    const own = {
      hostname: 'mine',
      packages: ['chrony'],
      users: [{ name: 'ops', sudo: 'ALL=(ALL) NOPASSWD:ALL' }],
      bootcmd: ['echo early'],
      write_files: [{ path: '/etc/motd', content: 'hello\n', permissions: '0644' }],
      runcmd: [['echo', 'late'], 'echo later'],
    }
    const { bootcmd, write_files, runcmd, ...rest } = await userData({ config: own })
    expect(rest).toEqual({ hostname: own.hostname, packages: own.packages, users: own.users })
    expect(bootcmd.slice(1)).toEqual(own.bootcmd)
    expect(write_files.slice(-1)).toEqual(own.write_files)
    expect(runcmd).toEqual(own.runcmd)
  })

  it('holds no key unless that is asked for, and then its own, under secrets/ alone', async () => {
    const later = await Tree.of()
    const keysOutside = ({ artifacts }: Tree) =>
      artifacts.filter(({ path, text }) => !path.startsWith('secrets/') && text.includes('PRIVATE KEY-----'))
    expect(keysOutside(later)).toEqual([])
    expect(later.paths.filter((path) => path.startsWith('secrets/cloud-init'))).toEqual([])

    const embedded = await Tree.of({ cloudInit: { keys: 'embed' } })
    expect(keysOutside(embedded)).toEqual([])
    expect(embedded.paths).not.toContain('cloud-init/a/user-data')
    const keys = read(embedded.text('secrets/cloud-init/a/user-data')).write_files.filter(({ path }) =>
      path.endsWith('.key'),
    )
    expect(keys).toEqual(
      [
        ['server', 'nodes/a/server'],
        ['peer', 'nodes/a/peer'],
        ['root', 'clients/root'],
      ].map(([name, id]) => ({
        path: `/var/lib/quorate/rootfs/etc/etcd/pki/${name}.key`,
        permissions: '0600',
        content: embedded.text(`secrets/${id}.key`),
      })),
    )
  })
})

describe('the archives in user-data', () => {
  const only390 = { etcd: { install: { sha256: { s390x: 'a'.repeat(64) } } } }

  it.each([
    ['nocloud', {}, ['x86_64', 'aarch64', 'ppc64le', 's390x']],
    ['openstack', {}, ['x86_64', 'aarch64', 'ppc64le', 's390x']],
    ['aws', {}, ['x86_64', 'aarch64']],
    ['digitalocean', {}, ['x86_64']],
    ['aws', only390, ['s390x']],
  ])('are those of the machines of %s %#', async (provider, more, want) => {
    const { write_files } = await userData({ provider }, more)
    const { content = '' } = write_files.find(({ path }) => path.endsWith('/settings.sh')) ?? {}
    expect([...content.matchAll(/^\s+(\w+)\) echo etcd-v/gm)].map(([, machine]) => machine)).toEqual(want)
  })
})

describe('texts that YAML 1.1 and 1.2 see differently', () => {
  const own = { write_files: TRICKY.map((content, index) => ({ path: `/${index}`, content })) }
  const ownTexts = (read: CloudConfig) => read.write_files.slice(-TRICKY.length).map(({ content }) => content)

  it('arrive as they were', async () => {
    expect(ownTexts(await userData({ config: own }))).toEqual(TRICKY)
  })
})

describe('meta-data', () => {
  it('names the instance by cluster and node, whatever else changes', async () => {
    const trees = [
      await Tree.of(),
      await Tree.of({ etcd: { version: '3.5.33' }, cloudInit: { keys: 'embed' } }),
    ]
    for (const tree of trees) {
      expect(load(tree.text('cloud-init/b/meta-data'))).toEqual({
        'instance-id': 'lab-b',
        'local-hostname': 'b',
      })
    }
  })
})

describe('network-config', () => {
  const rows: [string, object, object, object][] = [
    [
      'an interface by its name',
      { address: '10.0.0.1' },
      { interface: 'ens3', prefixLength: 24 },
      { ens3: { addresses: ['10.0.0.1/24'] } },
    ],
    [
      'one by its hardware address, with all there is',
      { address: '10.0.0.1', macAddress: '52:54:00:AB:34:56' },
      {
        interface: 'lan0',
        prefixLength: 24,
        gateway: '10.0.0.254',
        nameservers: ['10.0.0.53'],
        searchDomains: ['example.net'],
      },
      {
        lan0: {
          match: { macaddress: '52:54:00:ab:34:56' },
          'set-name': 'lan0',
          addresses: ['10.0.0.1/24'],
          routes: [{ to: '0.0.0.0/0', via: '10.0.0.254' }],
          nameservers: { addresses: ['10.0.0.53'], search: ['example.net'] },
        },
      },
    ],
    [
      'a hardware address that YAML 1.1 would take for a number',
      { address: '10.0.0.1', macAddress: '52:54:00:12:34:56' },
      { interface: 'ens3', prefixLength: 8 },
      {
        ens3: {
          match: { macaddress: '52:54:00:12:34:56' },
          'set-name': 'ens3',
          addresses: ['10.0.0.1/8'],
        },
      },
    ],
    [
      'IPv6',
      { address: 'fd00:0::1' },
      { interface: 'ens3', prefixLength: 64, gateway: 'fd00::ff', nameservers: ['fd00::53'] },
      {
        ens3: {
          addresses: ['fd00::1/64'],
          routes: [{ to: '::/0', via: 'fd00::ff' }],
          nameservers: { addresses: ['fd00::53'], search: [] },
        },
      },
    ],
  ]

  it.each(rows)('%s', async (_, node, network, ethernets) => {
    const tree = await Tree.of({ nodes: [{ name: 'a', ...node }], cloudInit: { network } })
    const text = tree.text('cloud-init/a/network-config')
    expect(load(text, { schema: YAML11_SCHEMA })).toEqual({ version: 2, ethernets })
  })

  it('is not there unless it is asked for', async () => {
    expect((await Tree.of()).paths.filter((path) => path.endsWith('network-config'))).toEqual([])
  })
})
