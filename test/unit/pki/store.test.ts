import fs, { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { planPki } from '../../../src/pki/plan.ts'
import { readSpareKeys, readStore, type StoreHost } from '../../../src/pki/store.ts'
import {
  complete,
  mint,
  noKeys,
  plan,
  request,
  store,
  storePending,
  subjects,
  temporaryFolder,
  write,
  writePki,
} from './support.ts'

const folderWithPki = async () => {
  const folder = temporaryFolder()
  const pki = await mint()
  writePki(folder, store(pki))
  return { folder, pki }
}

/** The real disk, but for one file. */
const hostWith = (file: string, edit: Partial<StoreHost>): StoreHost => ({
  lstatSync: (path, options) =>
    (path.endsWith(file) ? (edit.lstatSync ?? fs.lstatSync) : fs.lstatSync)(path, options),
  readFileSync: (path, encoding) =>
    (path.endsWith(file) ? (edit.readFileSync ?? fs.readFileSync) : fs.readFileSync)(path, encoding),
  readdirSync: (path) => (path.endsWith(file) ? (edit.readdirSync ?? fs.readdirSync) : fs.readdirSync)(path),
})

const fail = (code: string) => () => {
  throw Object.assign(new Error(`${code}: /somewhere/else`), { code })
}

describe('readStore', () => {
  it('reads back what was written, and nothing has to be issued', async () => {
    const { folder, pki } = await folderWithPki()
    const { value, diagnostics } = readStore(folder, plan, fs)
    expect(diagnostics).toEqual([])
    expect(value?.size).toBe(8)
    const again = await complete(plan, value ?? new Map(), { keys: noKeys })
    expect(again.value).toEqual({ ...pki, issued: [], newCas: [] })
  })

  it('reads no key where it is told so, not even what is in the place of one', async () => {
    const { folder } = await folderWithPki()
    replace(folder, 'secrets/clients/root.key', (path) => mkdirSync(path))
    const { value, diagnostics } = readStore(folder, plan, fs, { keys: false })
    expect(diagnostics).toEqual([])
    expect([...(value?.values() ?? [])].map(({ keyPem }) => keyPem)).toEqual(Array(8).fill(undefined))
  })

  it.each([
    ['separate-ca', 'single-ca'],
    ['single-ca', 'separate-ca'],
  ] as const)('reads the authorities of other layouts as well: %s, then %s', async (before, after) => {
    const folder = temporaryFolder()
    const old = planPki({ ...subjects, layout: before })
    writePki(folder, store(await mint(old)))
    const { value } = readStore(folder, planPki({ ...subjects, layout: after }), fs)
    for (const { id } of old.authorities) expect(value?.get(id)?.keyPem).toMatch(/^-----BEGIN PRIVATE KEY/)
  })

  it('reads requests only where authorities sign elsewhere', async () => {
    const external = planPki({ ...subjects, origin: 'external' })
    const folder = temporaryFolder()
    writePki(folder, storePending(await request(external)))
    expect(readStore(folder, external, fs).value?.get('clients/root')?.requestPem).toMatch(/^-----BEGIN/)
    expect(readStore(folder, plan, fs).value?.get('clients/root')).not.toHaveProperty('requestPem')
    replace(folder, 'pki/requests/clients/root.csr', (path) => symlinkSync('/etc/hostname', path))
    expect(readStore(folder, external, fs).diagnostics).toMatchObject([
      { message: 'pki/requests/clients/root.csr is a symbolic link.' },
    ])
  })

  it('takes an empty folder, and none at all, for nothing stored', () => {
    const folder = temporaryFolder()
    expect(readStore(folder, plan, fs)).toEqual({ value: new Map(), diagnostics: [] })
    expect(readStore(join(folder, 'none'), plan, fs)).toEqual({ value: new Map(), diagnostics: [] })
  })

  it('looks at nothing that the plan does not name', async () => {
    const { folder } = await folderWithPki()
    write(folder, 'secrets/nodes/other/server.key', 'x')
    expect(readStore(folder, plan, fs).value?.has('nodes/other/server')).toBe(false)
  })

  it.each<[string, (folder: string) => void, string, string]>([
    [
      'a link in the place of a key',
      (folder) => {
        const target = write(folder, 'elsewhere.key', 'x')
        replace(folder, 'secrets/clients/root.key', (path) => symlinkSync(target, path))
      },
      'secrets/clients/root.key',
      'secrets/clients/root.key is a symbolic link.',
    ],
    [
      'a link to nothing',
      (folder) => replace(folder, 'pki/clients/root.crt', (path) => symlinkSync('/nonexistent', path)),
      'pki/clients/root.crt',
      'pki/clients/root.crt is a symbolic link.',
    ],
    [
      'a directory in the place of a certificate',
      (folder) => replace(folder, 'pki/client-ca.crt', (path) => mkdirSync(path)),
      'pki/client-ca.crt',
      'pki/client-ca.crt is not a regular file.',
    ],
    [
      'a file that is far too large',
      (folder) => write(folder, 'secrets/client-ca.key', 'x'.repeat(70_000)),
      'secrets/client-ca.key',
      'secrets/client-ca.key is too large for a certificate or a key.',
    ],
  ])('refuses %s', async (_, prepare, file, message) => {
    const { folder } = await folderWithPki()
    prepare(folder)
    const { value, diagnostics } = readStore(folder, plan, fs)
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([
      { severity: 'error', file, message, hint: expect.stringMatching(/\.$/) },
    ])
  })

  it.each([
    ['EACCES', { readFileSync: fail('EACCES') }],
    ['EACCES', { lstatSync: fail('EACCES') }],
    ['EIO', { readFileSync: fail('EIO') }],
  ])('never takes a file for missing that cannot be read: %s', async (code, edit) => {
    const { folder } = await folderWithPki()
    const { value, diagnostics } = readStore(folder, plan, hostWith('secrets/nodes/a/peer.key', edit))
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        file: 'secrets/nodes/a/peer.key',
        message: `secrets/nodes/a/peer.key cannot be read (${code}).`,
        hint: 'Run quorate as a user who may read it, or give this user the right to read it.',
      },
    ])
  })

  it('tells of a file in the place of a folder', async () => {
    const { folder } = await folderWithPki()
    replace(folder, 'secrets/clients', (path) => fs.writeFileSync(path, ''))
    expect(readStore(folder, plan, fs).diagnostics.map(({ message }) => message)).toEqual([
      'secrets/clients/root.key cannot be read (ENOTDIR).',
      'secrets/clients/kube-apiserver.key cannot be read (ENOTDIR).',
    ])
  })

  it('tells of everything at once', async () => {
    const { folder } = await folderWithPki()
    replace(folder, 'pki/client-ca.crt', (path) => mkdirSync(path))
    replace(folder, 'secrets/clients/root.key', (path) => symlinkSync('/nonexistent', path))
    expect(readStore(folder, plan, fs).diagnostics).toHaveLength(2)
  })

  it('leaves faults of its own to be seen', () => {
    const host: StoreHost = { ...fs, lstatSync: () => ({}) as never }
    expect(() => readStore('/x', plan, host)).toThrow(TypeError)
  })
})

describe('readSpareKeys', () => {
  const fewer = planPki({ ...subjects, members: subjects.members.slice(0, 1), clients: [] })

  it('finds the keys that a plan has no use for any more, plain or encrypted, and no others', async () => {
    const { folder, pki } = await folderWithPki()
    write(folder, 'secrets/clients/vault.key', '$ANSIBLE_VAULT;1.1;AES256\n3061\n')
    write(folder, 'secrets/.staging/clients/old.key', 'x')
    const { value, diagnostics } = readSpareKeys(folder, fewer, fs)
    expect(diagnostics).toEqual([])
    expect(Object.fromEntries(value ?? [])).toEqual({
      'secrets/clients/vault.key': '$ANSIBLE_VAULT;1.1;AES256\n3061\n',
      ...Object.fromEntries(
        ['clients/kube-apiserver', 'nodes/b/peer', 'nodes/b/server'].map((id) => [
          `secrets/${id}.key`,
          pki.certificates.get(id)?.keyPem,
        ]),
      ),
    })
    expect(readSpareKeys(folder, plan, fs).value?.size).toBe(1)
  })

  it.each<[string, (folder: string) => void]>([
    ['notes', (folder) => write(folder, 'secrets/README.txt', 'the third one is in the safe')],
    ['a password', (folder) => write(folder, 'secrets/.vault-password', 'hunter2')],
    ['a backup, which is large', (folder) => write(folder, 'secrets/backup.tar', 'x'.repeat(70_000))],
    ['what is called a key and is none', (folder) => write(folder, 'secrets/door.key', 'under the mat')],
    ['a link', (folder) => symlinkSync('/etc/hostname', join(folder, 'secrets/there.key'))],
    ['a link in a circle', (folder) => symlinkSync('.', join(folder, 'secrets/circle'))],
    ['an empty folder', (folder) => mkdirSync(join(folder, 'secrets/nodes/gone'))],
  ])('leaves alone what the user keeps there: %s', async (_, put) => {
    const { folder } = await folderWithPki()
    put(folder)
    expect(readSpareKeys(folder, plan, fs)).toEqual({ value: new Map(), diagnostics: [] })
  })

  it('takes no folder for no keys', () => {
    expect(readSpareKeys(temporaryFolder(), plan, fs)).toEqual({ value: new Map(), diagnostics: [] })
  })

  it('tells of a folder that cannot be read', async () => {
    const { folder } = await folderWithPki()
    const host = hostWith('secrets/nodes', { readdirSync: fail('EACCES') })
    const { value, diagnostics } = readSpareKeys(folder, fewer, host)
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([{ message: 'secrets/nodes cannot be read (EACCES).' }])
  })
})

function replace(folder: string, file: string, make: (path: string) => void) {
  const path = join(folder, file)
  fs.rmSync(path, { recursive: true })
  make(path)
}
