import { existsSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { isSecret } from '../../../src/output/paths.ts'
import { open } from '../../../src/secrets/seal.ts'
import { outsideAuthority, sign } from '../pki/openssl.ts'
import { sharedFolder, write } from '../pki/support.ts'
import { password, people } from '../secrets/support.ts'
import { linesOfKeys, Workplace } from './support.ts'

const [me, colleague] = people
const none = { secrets: { encryption: 'none' } }
const vault = { secrets: { encryption: 'ansible-vault' } }
const labelled = { secrets: { encryption: 'ansible-vault', vaultId: 'prod' } }
const age = (...recipients: readonly string[]) => ({ secrets: { encryption: 'age', recipients } })
const forMe = age(me.recipient)
const forBoth = age(me.recipient, colleague.recipient)

/** Whoever may open everything that these tests encrypt. */
const everything = { vaultPassword: password, ageIdentities: [me.identity] }

function workplace(more: object) {
  const place = new Workplace(more)
  const files = {
    vaultPasswordFile: place.file('password', `${password}\n`),
    ageIdentityFile: place.file('identity', `# mine\n${me.identity}\n`),
  }
  place.keys = files
  return { place, files }
}

/** The keys of a tree in plain text, by their files. */
async function plainKeys(place: Workplace): Promise<Record<string, string>> {
  const keys = Object.entries(place.tree()).filter(([file]) => isSecret(file))
  return Object.fromEntries(
    await Promise.all(
      keys.map(async ([file, text]) => {
        const { value, problem } = await open(text, everything)
        if (problem) throw new Error(`${file}: ${problem}`)
        return [file, value] as const
      }),
    ),
  )
}

/** That no key lies in any file of a tree as it is, not even a line of one. */
async function expectSealed(place: Workplace): Promise<void> {
  const lines = linesOfKeys(Object.values(await plainKeys(place)))
  expect(lines.length).toBeGreaterThan(10)
  for (const [file, text] of Object.entries(place.tree())) {
    expect(text, file).not.toContain('PRIVATE KEY')
    for (const line of lines) expect(text, file).not.toContain(line)
  }
  for (const line of lines) expect(place.printed).not.toContain(line)
}

const expectModes = (place: Workplace) => {
  for (const [path, mode] of Object.entries(place.modes('secrets')))
    expect(mode, path).toBe(path.endsWith('.key') ? '600' : path === 'secrets/.gitignore' ? '644' : '700')
}

const ways: [string, object, RegExp][] = [
  ['ansible-vault', vault, /^\$ANSIBLE_VAULT;1\.1;AES256\n/],
  ['ansible-vault with an id', labelled, /^\$ANSIBLE_VAULT;1\.2;AES256;prod\n/],
  ['age', forMe, /^-----BEGIN AGE ENCRYPTED FILE-----\n/],
  ['age to two', forBoth, /^-----BEGIN AGE ENCRYPTED FILE-----\n/],
]

/** One of each method. */
const methods = ways.filter(([name]) => ['ansible-vault with an id', 'age to two'].includes(name))

describe.each(ways)('under %s', (_, spec, start) => {
  test('no key is anywhere in plain text, and the next run changes nothing', async () => {
    const { place } = workplace(spec)
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
    await expectSealed(place)
    expectModes(place)
    const before = place.tree()
    expect(before['.gitignore']).toBe('/.quorate.*\n/.staging/\n')
    expect(before['secrets/.gitignore']).toBe(
      '*\n!*/\n!/.gitignore\n!*.key\n!/cloud-init/*/user-data\n/.staging/\n',
    )
    const keys = Object.keys(before).filter(isSecret)
    expect(keys).toHaveLength(9)
    for (const file of keys) expect(before[file], file).toMatch(start)
    const again = await place.generate()
    expect(again).toMatchObject({ exitCode: 0, stderr: '' })
    expect(again.stdout).toMatch(/files: \d+ unchanged\n/)
    expect(place.tree()).toEqual(before)
  })
})

describe.each(methods)('under %s', (_, spec) => {
  test('Git takes the encrypted keys of every depth, and nothing else that lies beside them', async () => {
    const { place } = workplace(spec)
    await place.generate()
    const keys = Object.keys(place.tree()).filter(isSecret)
    expect(new Set(keys.map((file) => file.split('/').length))).toEqual(new Set([2, 3, 4]))
    const others = [
      'secrets/ca.p12',
      'secrets/clients/note.txt',
      'secrets/nodes/a/server.key.bak',
      'secrets/.staging/0',
      'secrets/.staging/root.key',
      '.staging/0',
      '.quorate.run',
    ]
    for (const file of others) write(place.lab, file, 'x')
    const git = (...words: string[]) =>
      execaSync('git', words, { cwd: place.lab, reject: false, env: { GIT_CONFIG_GLOBAL: '/dev/null' } })
    git('init', '--quiet')
    expect(git('check-ignore', '--no-index', ...keys)).toMatchObject({ exitCode: 1, stdout: '' })
    expect(git('check-ignore', '--no-index', ...others).stdout.split('\n')).toEqual(others)
    expect(git('add', '.').exitCode).toBe(0)
    const added = git('ls-files').stdout.split('\n')
    expect(added).toEqual(place.files().filter((file) => !file.startsWith('.git/') && !others.includes(file)))
    expect(added.filter(isSecret)).toEqual(keys)
  })

  test('renewing one seals one: the others stay, byte for byte', async () => {
    const { place } = workplace(spec)
    await place.generate()
    const [before, keys] = [place.tree(), await plainKeys(place)]
    await place.renew(['nodes/a/server'], { newKeys: true })
    await expectSealed(place)
    const after = place.tree()
    for (const file of Object.keys(before).filter(isSecret))
      expect(after[file] === before[file], file).toBe(file !== 'secrets/nodes/a/server.key')
    expect((await plainKeys(place))['secrets/nodes/a/server.key']).not.toBe(
      keys['secrets/nodes/a/server.key'],
    )
    // A certificate alone touches no key.
    await place.renew(['nodes/b/server'])
    expect(place.tree()['secrets/nodes/b/server.key']).toBe(before['secrets/nodes/b/server.key'])
  })

  test('without what opens it, or with another: an error that says what is needed, and nothing changes', async () => {
    const { place, files } = workplace(spec)
    await place.generate()
    const before = place.tree()
    const isVault =
      'encryption' in (spec as typeof vault).secrets && (spec as typeof vault).secrets.encryption !== 'age'
    const without = isVault
      ? /no password was given\.\n {2}Give --vault-password-file/
      : /no identity was given\.\n {2}Give --age-identity/
    const wrong = isVault
      ? { ...files, vaultPasswordFile: place.file('wrong', 'something else') }
      : { ...files, ageIdentityFile: place.file('wrong', people[2].identity) }
    for (const [keys, message] of [
      [{}, without],
      [wrong, isVault ? /not with the password that was given\./ : /not to any of the identities/],
    ] as const) {
      place.keys = keys
      for (const said of [await place.generate(), await place.renew(['root'])]) {
        expect(said).toMatchObject({ exitCode: 1, stdout: '' })
        expect(said.stderr).toMatch(message)
        // One thing is missing, and it is said once.
        expect(said.stderr.match(/^error:/gm)).toHaveLength(1)
      }
      expect(place.tree()).toEqual(before)
    }
    // Who only looks needs nothing.
    place.keys = {}
    expect((await place.status()).exitCode).toBe(0)
  })

  test('one damaged key is named, and nothing changes', async () => {
    const { place } = workplace(spec)
    await place.generate()
    const file = 'secrets/clients/root.key'
    const { writeFileSync } = await import('node:fs')
    const text = place.read(file)
    writeFileSync(`${place.lab}/${file}`, `${text.slice(0, 200)}${text.slice(201)}`)
    const before = place.tree()
    const said = await place.generate()
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain(`out/lab: ${file} `)
    expect(place.tree()).toEqual(before)
  })
})

test('a first run without a password makes nothing, and leaves no folder', async () => {
  const { place } = workplace(vault)
  place.keys = {}
  const said = await place.generate()
  expect(said).toMatchObject({ exitCode: 1, stdout: '' })
  expect(said.stderr).toContain(
    'out/lab: The spec encrypts secrets/ with ansible-vault, and no password was given.',
  )
  expect(existsSync(place.lab)).toBe(false)
})

test('a first run with age takes no identity', async () => {
  const { place } = workplace(forMe)
  place.keys = {}
  expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
  await expectSealed(place)
})

test('plain keys are for their owner alone, and out of Git', async () => {
  const { place } = workplace(none)
  await place.generate()
  expectModes(place)
  expect(place.read('.gitignore')).toBe('/.quorate.*\n/.staging/\n')
  expect(place.read('secrets/.gitignore')).toBe('*\n')
  for (const [file, text] of Object.entries(place.tree()))
    expect(text.includes('PRIVATE KEY'), file).toBe(isSecret(file))
})

test('from one way to the next every key stays the same, and so does every certificate', async () => {
  const { place } = workplace(none)
  await place.generate()
  const keys = await plainKeys(place)
  const certificates = Object.entries(place.tree()).filter(([file]) => file.endsWith('.crt'))
  for (const [spec, start] of [
    [vault, '$ANSIBLE_VAULT;1.1;'],
    [labelled, '$ANSIBLE_VAULT;1.2;AES256;prod'],
    [forMe, '-----BEGIN AGE'],
    [vault, '$ANSIBLE_VAULT;1.1;'],
    [none, '-----BEGIN PRIVATE KEY-----'],
    [forMe, '-----BEGIN AGE'],
    [none, '-----BEGIN PRIVATE KEY-----'],
  ] as const) {
    place.describe(spec)
    const said = await place.generate()
    expect(said).toMatchObject({ exitCode: 0, stderr: '' })
    expect(said.stdout).not.toContain('issued')
    expect(await plainKeys(place)).toEqual(keys)
    for (const [file, text] of Object.entries(place.tree()))
      if (isSecret(file)) expect(text.startsWith(start), file).toBe(true)
    if (spec !== none) await expectSealed(place)
    expectModes(place)
    for (const [file, text] of certificates) expect(place.tree()[file]).toBe(text)
    const before = place.tree()
    await place.generate()
    expect(place.tree()).toEqual(before)
  }
})

test('for other recipients everything is encrypted again, with what is in it the same', async () => {
  const { place } = workplace(forMe)
  await place.generate()
  const [before, keys] = [place.tree(), await plainKeys(place)]
  place.describe(forBoth)
  expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
  const after = place.tree()
  for (const file of Object.keys(keys)) {
    expect(after[file]).not.toBe(before[file])
    expect(
      (await open(after[file] ?? '', { vaultPassword: undefined, ageIdentities: [colleague.identity] }))
        .value,
    ).toBe(keys[file])
  }
  expect(await plainKeys(place)).toEqual(keys)
  // Who is no recipient any more cannot open what comes after.
  place.describe(age(colleague.recipient))
  const refused = await place.generate()
  expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
  expect(refused.stderr).toContain('none of them is the identity that was given')
  expect(place.tree()).toEqual(after)
  place.keys = { ageIdentityFile: place.file('both', `${me.identity}\n${colleague.identity}\n`) }
  expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
  for (const file of Object.keys(keys))
    expect((await open(place.tree()[file] ?? '', everything)).problem).toBe('age-wrong-identity')
})

test('a new password takes the old one to be changed: by way of none', async () => {
  const { place, files } = workplace(vault)
  await place.generate()
  const keys = await plainKeys(place)
  place.describe(none)
  await place.generate()
  place.keys = { ...files, vaultPasswordFile: place.file('new', 'another password') }
  place.describe(vault)
  await place.generate()
  for (const [file, text] of Object.entries(keys)) {
    const opened = await open(place.tree()[file] ?? '', {
      vaultPassword: Buffer.from('another password'),
      ageIdentities: [],
    })
    expect(opened.value).toBe(text)
  }
})

describe('keys of another', () => {
  const cwd = sharedFolder()
  const external = { tls: { authority: 'external', layout: 'single-ca' } }

  test.each(methods)('wait for their certificates encrypted: %s', async (_, spec, start) => {
    const { place } = workplace({ ...spec, ...external })
    expect((await place.generate()).exitCode).toBe(1)
    await expectSealed(place)
    expectModes(place)
    const waiting = place.tree()
    for (const [file, text] of Object.entries(waiting)) if (isSecret(file)) expect(text, file).toMatch(start)
    const corp = await outsideAuthority(cwd, 'corp')
    const texts = await Promise.all(
      place.plan.certificates.map(({ id }) => sign(cwd, corp, place.read(`pki/requests/${id}.csr`))),
    )
    const keys = await plainKeys(place)
    const said = await place.import([place.file('all.pem', [corp.certificatePem, ...texts].join(''))])
    expect(said.exitCode).toBe(0)
    expect(await plainKeys(place)).toEqual(keys)
    await expectSealed(place)
    const before = place.tree()
    expect((await place.generate()).exitCode).toBe(0)
    expect(place.tree()).toEqual(before)
  })

  test.each(methods)('stay as they are while they wait: %s', async (_, spec) => {
    const { place } = workplace({ ...spec, ...external })
    await place.generate()
    const before = place.tree()
    await place.generate()
    expect(place.tree()).toEqual(before)
  })

  test.each(methods)('of an authority are encrypted when they are brought: %s', async (_, spec) => {
    const corp = await outsideAuthority(cwd, 'corp')
    const { place } = workplace({ ...spec, tls: { authority: 'provided', layout: 'single-ca' } })
    const said = await place.import([place.file('ca.pem', corp.certificatePem + corp.keyPem)], 'ca')
    expect(said.exitCode).toBe(0)
    await expectSealed(place)
    expect((await plainKeys(place))['secrets/ca.key']).toBe(corp.keyPem)
  })
})

test('what the user keeps beside the keys stays as it is, and in nobody’s way', async () => {
  const { place } = workplace({})
  await place.generate()
  const own = {
    'secrets/notes.txt': 'in the safe',
    'secrets/.vault-password': `${password}\n`,
    'secrets/backup.tar': 'x'.repeat(70_000),
  }
  const { writeFileSync } = await import('node:fs')
  for (const [file, text] of Object.entries(own)) writeFileSync(`${place.lab}/${file}`, text)
  for (const spec of [vault, forMe, none]) {
    place.describe(spec)
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
    for (const [file, text] of Object.entries(own)) expect(place.read(file)).toBe(text)
  }
})

test('keys that the spec has no use for any more do not stay in plain text once keys are encrypted', async () => {
  const { place } = workplace({ tls: { clients: [{ name: 'gone' }] } })
  await place.generate()
  place.describe({})
  await place.generate()
  expect(place.files()).toContain('secrets/clients/gone.key')
  place.describe(vault)
  await place.generate()
  await expectSealed(place)
})

describe('a folder whose encrypted keys Git tracks', () => {
  const git = (place: Workplace, ...words: readonly string[]) =>
    execaSync('git', ['-C', place.directory, ...words]).stdout

  test('gets no plain keys until Git forgets them, and then Git ignores them', async () => {
    const { place } = workplace(vault)
    expect((await place.generate()).exitCode).toBe(0)
    git(place, 'init', '--quiet')
    git(place, 'add', '--all', 'out')
    const before = place.tree()
    place.describe(none)
    const refused = await place.generate()
    expect([refused.exitCode, place.tree()]).toEqual([1, before])
    const command = /Type "(git [^"]+)"/.exec(refused.stderr)?.[1] ?? expect.unreachable()
    execaSync({ shell: true, cwd: place.directory })`${command}`
    expect((await place.generate()).exitCode).toBe(0)
    expect(readFileSync(join(place.lab, 'secrets/clients/root.key'), 'utf8')).toContain('PRIVATE KEY')
    git(place, 'add', '--all', 'out')
    expect(git(place, 'ls-files')).not.toContain('secrets/')
  })

  test('is read without running what its configuration names', async () => {
    const { place } = workplace(vault)
    await place.generate()
    git(place, 'init', '--quiet')
    git(place, 'add', '--all', 'out')
    const ran = join(place.directory, 'ran')
    git(place, 'config', 'core.fsmonitor', `touch ${ran}; false`)
    place.describe(none)
    expect((await place.generate()).exitCode).toBe(1)
    expect(existsSync(ran)).toBe(false)
    git(place, 'ls-files')
    expect(existsSync(ran), 'Git by itself runs it').toBe(true)
  })

  test('is found through a link', async () => {
    const { place } = workplace(vault)
    await place.generate()
    git(place, 'init', '--quiet')
    git(place, 'add', '--all', 'out')
    const { place: elsewhere } = workplace(none)
    symlinkSync(place.out, elsewhere.out)
    const refused = await elsewhere.generate()
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('git -C')])
  })

  test('is found through GIT_DIR', async () => {
    const { place } = workplace(vault)
    await place.generate()
    git(place, 'init', '--quiet')
    git(place, 'add', '--all', 'out')
    renameSync(join(place.directory, '.git'), join(place.directory, 'repository'))
    vi.stubEnv('GIT_DIR', join(place.directory, 'repository'))
    vi.stubEnv('GIT_WORK_TREE', place.directory)
    onTestFinished(() => void vi.unstubAllEnvs())
    place.describe(none)
    expect((await place.generate()).exitCode).toBe(1)
  })

  test('may change while they stay encrypted', async () => {
    const { place } = workplace(vault)
    await place.generate()
    git(place, 'init', '--quiet')
    git(place, 'add', '--all', 'out')
    place.describe(forMe)
    expect((await place.generate()).exitCode).toBe(0)
  })
})
