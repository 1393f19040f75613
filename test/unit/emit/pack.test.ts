import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, test } from 'vitest'
import { packLine, SET_UP } from '../../../src/emit/bundle/pack.ts'
import type { Artifact } from '../../../src/output/artifact.ts'
import { sha256 } from '../../../src/render/digest.ts'
import { temporaryFolder } from '../pki/support.ts'
import { people } from '../secrets/support.ts'
import { clusterOf, Tree } from './support.ts'

const KEYS = ['etc/etcd/pki/peer.key', 'etc/etcd/pki/root.key', 'etc/etcd/pki/server.key']
const [me] = people

/** A cluster's folder on disk, and a directory for what is private. */
class Folder {
  readonly path = temporaryFolder()
  readonly private = temporaryFolder()
  environment: Record<string, string> = {}

  write(artifacts: readonly Artifact[]): this {
    for (const { path, mode, text } of artifacts) {
      mkdirSync(dirname(join(this.path, path)), { recursive: true })
      writeFileSync(join(this.path, path), text, { mode })
    }
    return this
  }

  get env() {
    return { ...process.env, XDG_RUNTIME_DIR: this.private, ...this.environment }
  }

  pack(...parameters: string[]) {
    const { status, stdout, stderr } = spawnSync('sh', ['nodes/pack.sh', ...parameters], {
      cwd: this.path,
      env: this.env,
    })
    expect(readdirSync(this.private), 'nothing private is left').toEqual([])
    return { status, tar: stdout, said: stderr.toString() }
  }

  /** What a tar holds: each file's text and mode, as they are once it is unpacked. */
  unpack(tar: Buffer): Map<string, { readonly text: string; readonly mode: string }> {
    const place = temporaryFolder()
    expect(spawnSync('tar', ['-xo', '-C', place], { input: tar }).status).toBe(0)
    const listed = spawnSync('find', ['.', '-type', 'f', '-printf', '%P %m\n'], {
      cwd: place,
      encoding: 'utf8',
    })
    return new Map(
      listed.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ') as [string, string])
        .map(([path, mode]) => [path, { text: readFileSync(join(place, path), 'utf8'), mode }]),
    )
  }
}

let first: Tree
/** What lies in the folder, with nothing encrypted. */
let plain: Tree
let folder: Folder
beforeEach(async () => {
  first ??= await Tree.of()
  plain = first
  folder = new Folder().write(plain.artifacts)
})

/** A refusal prints no byte of a tar, and no line of any key. */
function expectRefused({ status, tar, said }: ReturnType<Folder['pack']>, message: string) {
  expect([status, tar.length]).toEqual([1, 0])
  expect(said).toContain(message)
  for (const { path, text } of plain.artifacts.filter(({ path }) => path.endsWith('.key'))) {
    for (const line of text.split('\n').slice(1, -2)) expect(said, path).not.toContain(line)
  }
}

describe('pack.sh', () => {
  it('prints the bundle of a node that has no keys', async () => {
    const nodes = [{ name: 'a', address: '127.0.0.1' }]
    const open = new Folder().write((await Tree.of({ nodes, tls: { enabled: false } })).artifacts)
    const { status, tar, said } = open.pack('a')
    expect([status, said]).toEqual([0, ''])
    expect([...open.unpack(tar).keys()].filter((path) => path.startsWith('rootfs/')).sort()).toEqual([
      'rootfs/etc/default/etcd',
      'rootfs/etc/etcd/etcdctl.env',
      'rootfs/etc/systemd/system/etcd.service',
    ])
    expect(open.pack('--without-keys').status).toBe(1)
  })

  it('prints the bundle of a node with its keys in their places', () => {
    const { status, tar, said } = folder.pack('a')
    expect([status, said]).toEqual([0, ''])
    const packed = folder.unpack(tar)
    const nameOf = (path: string) => path.replace(/^nodes\/(a\/)?/, '')
    const bundle = plain.artifacts.filter(({ path }) => /^nodes\/(a\/|bootstrap\.sh$)/.test(path))
    const keys = KEYS.map((path) => `rootfs/${path}`)
    expect([...packed.keys()].sort()).toEqual([...bundle.map(({ path }) => nameOf(path)), ...keys].sort())
    for (const { path, text } of bundle) expect(packed.get(nameOf(path))?.text).toBe(text)
    const secrets = ['nodes/a/peer', 'clients/root', 'nodes/a/server'].map((id) =>
      plain.text(`secrets/${id}.key`),
    )
    expect(keys.map((path) => packed.get(path))).toEqual(secrets.map((text) => ({ text, mode: '600' })))
  })

  it('is what bootstrap.sh takes, byte for byte', () => {
    const packed = folder.unpack(folder.pack('b').tar)
    for (const line of (packed.get('files.txt')?.text ?? '').split('\n')) {
      const [kind = '', , , , digest, path] = line.split(' ')
      if (!['file', 'ca', 'certificate', 'key'].includes(kind)) continue
      expect(sha256(packed.get(`rootfs${path}`)?.text ?? ''), path).toBe(digest)
    }
  })

  it('leaves the keys out where that is wanted', () => {
    rmSync(join(folder.path, 'secrets'), { recursive: true })
    const { status, tar } = folder.pack('--without-keys', 'a')
    expect(status).toBe(0)
    expect([...folder.unpack(tar).keys()].filter((path) => path.endsWith('.key'))).toEqual([])
  })

  it('takes nothing along that lies in the node’s folder by chance', () => {
    copyFileSync(
      join(folder.path, 'secrets/client-ca.key'),
      join(folder.path, 'nodes/a/rootfs/etc/etcd/pki/ca.key'),
    )
    expect([...folder.unpack(folder.pack('a').tar).keys()]).not.toContain('rootfs/etc/etcd/pki/ca.key')
  })

  it.each<[string, readonly string[]]>([
    ['no node', []],
    ['two', ['a', 'b']],
    ['another option', ['--all']],
    ['an option alone', ['--without-keys']],
    ['an empty name', ['']],
  ])('says how it is used: %s', (_, parameters) => {
    expectRefused(folder.pack(...parameters), 'usage: sh nodes/pack.sh [--without-keys] NODE')
  })

  const rows: [string, () => void, string][] = [
    [
      'a key is missing',
      () => rmSync(join(folder.path, 'secrets/nodes/a/peer.key')),
      'pack.sh: secrets/nodes/a/peer.key is missing. Put it back from where you keep it',
    ],
    [
      'a key is there and cannot be read',
      () => {
        rmSync(join(folder.path, 'secrets/nodes/a/peer.key'))
        mkdirSync(join(folder.path, 'secrets/nodes/a/peer.key'))
      },
      'pack.sh: secrets/nodes/a/peer.key cannot be read by ',
    ],
    [
      'an authority’s key lies in the place of a node’s',
      () =>
        copyFileSync(join(folder.path, 'secrets/peer-ca.key'), join(folder.path, 'secrets/nodes/a/peer.key')),
      'secrets/nodes/a/peer.key is not the key of the certificate in nodes/a.',
    ],
    [
      'a file of the bundle is missing',
      () => rmSync(join(folder.path, 'nodes/a/rootfs/etc/default/etcd')),
      'nodes/a/rootfs/etc/default/etcd is missing. Run quorate generate',
    ],
  ]
  it.each(rows)('prints nothing where %s', (_, damage, message) => {
    damage()
    expectRefused(folder.pack('a'), message)
    // As the text says: the file is back, or quorate generate has written it again.
    rmSync(join(folder.path, 'secrets'), { recursive: true })
    expect(folder.write(plain.artifacts).pack('a')).toMatchObject({ status: 0, said: '' })
  })

  it.each(['d', 'a b', '../a', '*', 'a;id', '$(id)'])('knows no node %j', (name) => {
    expectRefused(folder.pack(name), `pack.sh: ${name} is not a node of lab. Its nodes: a, b, c.`)
  })

  test('prints nothing to a terminal', () => {
    const { stdout, status } = spawnSync('script', ['-qec', 'sh nodes/pack.sh a', '/dev/null'], {
      cwd: folder.path,
      env: folder.env,
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^pack\.sh: This prints a tar, .* Nothing was packed\.\r\n$/)
  })
})

const programs = (etcd: string, etcdctl: string) => ({ etcd: sha256(etcd), etcdctl: sha256(etcdctl) })

describe('pack.sh, with what is staged on this machine', () => {
  const large = 'x'.repeat(1_000_000)

  async function staged(more: object): Promise<string> {
    const directory = temporaryFolder()
    const install = {
      method: 'staged',
      ...more,
      staging: { directory, ...('staging' in more && (more.staging as object)) },
    }
    folder = new Folder().write((await Tree.of({ etcd: { install } })).artifacts)
    return directory
  }

  it('brings the archives that are there', async () => {
    const sha = { amd64: sha256('amd64'), arm64: sha256('arm64') }
    const directory = await staged({ sha256: sha })
    expectRefused(folder.pack('a'), `${directory} has none of etcd-v3.6.15-linux-amd64.tar.gz etcd-v`)
    writeFileSync(join(directory, 'etcd-v3.6.15-linux-amd64.tar.gz'), 'amd64')
    const packed = folder.unpack(folder.pack('a').tar)
    expect([...packed.keys()].filter((path) => path.startsWith('staging/'))).toEqual([
      'staging/etcd-v3.6.15-linux-amd64.tar.gz',
    ])
    expect(packed.get('staging/etcd-v3.6.15-linux-amd64.tar.gz')?.text).toBe('amd64')
  })

  it('brings all programs, proved', async () => {
    const directory = await staged({ staging: { programs: programs('one', 'two') } })
    writeFileSync(join(directory, 'etcd'), 'one')
    expectRefused(folder.pack('a'), `${directory} lacks etcdctl. Put there what is missing.`)
    writeFileSync(join(directory, 'etcdctl'), 'other')
    expectRefused(
      folder.pack('a'),
      `${directory}/etcdctl has the SHA-256 digest ${sha256('other')}, but it should be ${sha256('two')}.`,
    )
    writeFileSync(join(directory, 'etcdctl'), 'two')
    expect(folder.unpack(folder.pack('a').tar).get('staging/etcdctl')?.text).toBe('two')
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'leaves nothing behind when %s ends it',
    async (signal) => {
      const directory = await staged({ staging: { programs: programs(large, 'two') } })
      writeFileSync(join(directory, 'etcd'), large)
      writeFileSync(join(directory, 'etcdctl'), 'two')
      // Nobody reads what it prints, so that it waits in the middle of the tar.
      const child = spawn('sh', ['nodes/pack.sh', 'a'], { cwd: folder.path, env: folder.env, detached: true })
      onTestFinished(() => void child.kill('SIGKILL'))
      await new Promise((resolve) => child.stdout.once('readable', resolve))
      expect(readdirSync(folder.private)).toHaveLength(1)
      process.kill(-(child.pid ?? 0), signal)
      await new Promise((resolve) => child.once('exit', resolve))
      expect(readdirSync(folder.private)).toEqual([])
    },
  )
})

describe('pack.sh, with keys that are encrypted', () => {
  const rows = [
    [
      'ansible-vault',
      { encryption: 'ansible-vault' },
      'ANSIBLE_VAULT_PASSWORD_FILE|The keys are encrypted with ansible-vault',
    ],
    [
      'age',
      { encryption: 'age', recipients: [me.recipient] },
      'The keys are encrypted with age, and|The keys are encrypted with age. Name',
    ],
  ] as const

  it.each(rows)(
    'by %s, brings none where nothing is given to decrypt them with',
    async (_, secrets, says) => {
      const { artifacts } = await Tree.of({ secrets })
      folder = new Folder().write(artifacts)
      folder.environment = { ANSIBLE_VAULT_PASSWORD_FILE: '', AGE_IDENTITY_FILE: '' }
      const { status, tar, said } = folder.pack('a')
      expect([status, tar.length]).toEqual([1, 0])
      expect(said).toMatch(new RegExp(says))
      const packed = folder.unpack(folder.pack('--without-keys', 'a').tar)
      expect([...packed.keys()].filter((path) => path.endsWith('.key'))).toEqual([])
    },
  )
})

describe('the line that brings a bundle to its node', () => {
  const rows: [string, object, string][] = [
    ['root', {}, `ssh root@10.0.0.1 "sh -c '$set_up'"`],
    ['a user with sudo', { ansible: { user: 'debian' } }, `ssh debian@10.0.0.1 "sudo sh -c '$set_up'"`],
    [
      'without sudo, at another port, through a bastion',
      { ansible: { user: 'toor', become: false, port: 2222, bastion: { host: 'fd00::1', user: 'jump' } } },
      `ssh -J 'jump@[fd00::1]:22' -p 2222 toor@10.0.0.1 "sh -c '$set_up'"`,
    ],
  ]
  it.each(rows)('%s', (_, more, want) => {
    const cluster = clusterOf(more)
    const [member] = cluster.members
    if (!member) throw new Error('a cluster has members')
    expect(packLine(cluster, member)).toBe(`sh nodes/pack.sh a | ${want}`)
  })

  /** The line as a shell has it, with what reaches the node's shell in place of ssh. */
  const line = (setUp: string, argument = '') =>
    `set_up='${setUp}'; sh nodes/pack.sh a | sh -c "sh -c '$set_up${argument}'"`
  const here = SET_UP.replace('/run/', '"$XDG_RUNTIME_DIR"/')

  it('runs the script, hands it arguments, and leaves nothing behind', () => {
    writeFileSync(join(folder.path, 'nodes/bootstrap.sh'), 'ls "$(dirname "$0")"; echo "with $*"; exit 2')
    for (const [argument, said] of [
      ['', 'with \n'],
      [' --check', 'with --check\n'],
    ]) {
      const { stdout, status } = spawnSync('sh', ['-c', line(here, argument)], {
        cwd: folder.path,
        env: folder.env,
        encoding: 'utf8',
      })
      expect([stdout, status]).toEqual([`bootstrap.sh\nfiles.txt\njoining\nrootfs\nsettings.sh\n${said}`, 2])
      expect(readdirSync(folder.private)).toEqual([])
    }
  })

  it.each(['SIGHUP', 'SIGTERM'] as const)('leaves nothing behind when it is ended by %s', async (signal) => {
    writeFileSync(join(folder.path, 'nodes/bootstrap.sh'), 'echo begun; sleep 600')
    const child = spawn('sh', ['-c', line(here)], { cwd: folder.path, env: folder.env, detached: true })
    onTestFinished(() => void child.kill('SIGKILL'))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    // That of pack.sh goes first.
    await expect.poll(() => readdirSync(folder.private).length).toBe(1)
    process.kill(-(child.pid ?? 0), signal)
    await new Promise((resolve) => child.once('close', resolve))
    expect(readdirSync(folder.private)).toEqual([])
  })

  it('runs nothing where nothing was packed', () => {
    rmSync(join(folder.path, 'secrets'), { recursive: true })
    const { stdout, status } = spawnSync('sh', ['-c', line(here)], {
      cwd: folder.path,
      env: folder.env,
      encoding: 'utf8',
    })
    expect(stdout).toBe('')
    expect(status).not.toBe(0)
    expect(readdirSync(folder.private)).toEqual([])
  })
})
