import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { people } from '../secrets/support.ts'

const command = join(import.meta.dirname, '../../../dist/cli.cjs')
const good = 'apiVersion: quorate/v1\nkind: EtcdCluster\nname: lab\nnodes: [{ name: a, address: 10.0.0.1 }]\n'

/** Runs what npm links, in a folder with a spec that is sound and one that is not. */
function quorate(...parameters: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'quorate-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'good.yaml'), good)
  writeFileSync(join(cwd, 'bad.yaml'), good.replace('10.0.0.1', '141.22.30.352380'))
  const { exitCode, stdout, stderr } = execaSync(process.execPath, [command, ...parameters], {
    cwd,
    reject: false,
  })
  return { exitCode, stdout, stderr, left: readdirSync(cwd).sort() }
}

test.each([
  ['validate good.yaml', 0, /^lab: valid; a with etcd /, /^$/],
  ['validate bad.yaml', 1, /^$/, /bad\.yaml:4:\d+: error: .*141\.22\.30\.352380/],
  ['validate good.yaml bad.yaml', 1, /^$/, /1 error in bad\.yaml\./],
  ['generate bad.yaml', 1, /^$/, /1 error in bad\.yaml\./],
  ['generate good.yaml good.yaml', 1, /^$/, /Two of the specs name their cluster "lab"/],
  ['validate missing.yaml', 2, /^$/, /The file "missing\.yaml" does not exist\./],
  ['validate .', 2, /^$/, /is a directory/],
  ['', 2, /^$/, /Say what to do/],
  ['validate', 2, /^$/, /quorate validate needs the path of a spec/],
  ['destroy good.yaml', 2, /^$/, /"destroy" is not a command\.\n {2}The commands are validate, /],
  ['validate -', 2, /^$/, /A spec is named by the path of its file/],
  ['validate good.yaml -', 2, /^$/, /A spec is named by the path of its file/],
  ['validate good.yaml --spec bad.yaml', 2, /^$/, /A spec is named by the path of its file/],
  ['generate good.yaml --out', 2, /^$/, /Not enough arguments following: out/],
  ['generate good.yaml --out x --out y', 2, /^$/, /--out takes one directory/],
  ['generate good.yaml -- --out x', 2, /^$/, /The argument .* is not expected here/],
  ['generate good.yaml --out good.yaml', 2, /^$/, /Cannot write/],
  [
    'generate good.yaml --new-ca',
    2,
    /^$/,
    /no option --new-ca\.\n {2}Its options are --out, .*--no-new-ca\./,
  ],
  ['pki renew good.yaml --all --no-new-ca', 2, /^$/, /quorate pki renew has no option --no-new-ca/],
  ['generate good.yaml --json', 2, /^$/, /quorate generate has no option --json/],
  [
    'generate good.yaml --vault-password-file',
    2,
    /^$/,
    /Not enough arguments following: vault-password-file/,
  ],
  ['generate good.yaml --age-identity a --age-identity b', 2, /^$/, /--age-identity takes one file/],
  ['pki', 2, /^$/, /Say what to do with the certificates: status, renew or import/],
  [
    'pki show good.yaml',
    2,
    /^$/,
    /"show" is not a command of quorate pki\.\n {2}Did you mean: quorate pki status good\.yaml/,
  ],
  ['pki status', 2, /^$/, /quorate pki status needs the path of a spec/],
  ['pki status good.yaml', 1, /^$/, /^error: There is no folder out\/lab\.\n/],
  ['pki status good.yaml --json', 1, /"certificates": \[\]/, /^error: There is no folder out\/lab\.\n/],
  ['pki status bad.yaml', 1, /^$/, /1 error in bad\.yaml\./],
  ['pki status missing.yaml', 2, /^$/, /The file "missing\.yaml" does not exist\./],
  ['pki status good.yaml --within 30', 2, /^$/, /--within takes a number of days, such as 30d/],
  ['pki status good.yaml --within 5h', 2, /^$/, /--within takes a number of days/],
  ['pki status good.yaml --within 1d --within 2d', 2, /^$/, /--within takes one time/],
  [
    'pki status good.yaml --all',
    2,
    /^$/,
    /quorate pki status has no option --all\.\n {2}quorate pki renew has it/,
  ],
  ['pki status good.yaml -- x', 2, /^$/, /The argument .* is not expected here/],
  ['pki renew', 2, /^$/, /quorate pki renew needs the path of a spec/],
  ['pki renew good.yaml', 2, /^$/, /Say what to renew by one of these: names, --all, or --within 30d\./],
  ['pki renew good.yaml root --all', 2, /^$/, /Say what to renew/],
  ['pki renew good.yaml root --within 30d', 2, /^$/, /Say what to renew/],
  ['pki renew good.yaml --all --within 30d', 2, /^$/, /Say what to renew/],
  ['pki renew good.yaml root --all --within 30d', 2, /^$/, /Say what to renew/],
  ['pki renew good.yaml --new-keys', 2, /^$/, /Say what to renew/],
  ['pki renew good.yaml --within', 2, /^$/, /Not enough arguments following: within/],
  ['pki renew good.yaml --within -1d', 2, /^$/, /Not enough arguments|--within takes/],
  ['pki renew bad.yaml --all', 1, /^$/, /1 error in bad\.yaml\./],
  ['pki renew good.yaml root --spec bad.yaml', 2, /^$/, /A spec is named by the path of its file/],
  ['pki import good.yaml', 2, /^$/, /Not enough non-option arguments/],
  ['pki import good.yaml missing.pem', 2, /^$/, /There is no file missing\.pem\./],
  ['pki import good.yaml .', 2, /^$/, /cannot be read \(EISDIR\)/],
  ['pki import bad.yaml missing.pem', 1, /^$/, /1 error in bad\.yaml\./],
  ['pki import good.yaml good.yaml --authority root-ca', 2, /^$/, /Invalid values:\s+Argument: authority/],
  ['pki import good.yaml good.yaml --authority ca --authority ca', 2, /^$/, /--authority takes one CA/],
])('quorate %s', (line, exitCode, stdout, stderr) => {
  const said = quorate(...line.split(' ').filter(Boolean))
  expect(said.stderr).toMatch(stderr)
  expect(said.stdout).toMatch(stdout)
  expect(said.exitCode).toBe(exitCode)
  expect(said.stderr).not.toMatch(/ at .*:\d+:\d+\)?$|This is a bug/m)
  expect(said.left).toEqual(['bad.yaml', 'good.yaml'])
})

test.each([
  [
    'generate --dry-run good.yaml',
    /has no option --dry-run\.\n {2}To check .*: quorate validate good\.yaml$/,
  ],
  [
    'generate good.yaml --dry-run',
    /has no option --dry-run\.\n {2}To check .*: quorate validate good\.yaml$/,
  ],
  ['validate --json good.yaml', /has no option --json\.\n {2}quorate pki status has it\.$/],
  ['gen good.yaml', /"gen" is not a command\.\n {2}Did you mean: quorate generate good\.yaml$/],
  ['genrate good.yaml', /Did you mean: quorate generate good\.yaml$/],
  ['check good.yaml', /Did you mean: quorate validate good\.yaml$/],
  ['status good.yaml', /Did you mean: quorate pki status good\.yaml$/],
  [
    'pki stat good.yaml',
    /"stat" is not a command of quorate pki\.\n {2}Did you mean: quorate pki status good\.yaml$/,
  ],
  ['pki good.yaml', /Write the command before the spec, such as: quorate pki status good\.yaml$/],
  ['good.yaml', /Write the command before the spec, such as: quorate validate good\.yaml$/],
  ['generate -o x good.yaml', /has no option -o\.\n {2}Did you mean --out\?$/],
  ['generate --output=x good.yaml', /has no option --output\.\n {2}Did you mean --out\?$/],
  ['generate -f good.yaml', /Write the path of the spec without an option\.$/],
  ['generate --vault-pass x good.yaml', /Did you mean --vault-password-file\?$/],
  ['generate --out x', /quorate generate needs the path of a spec\./],
  ['generate --version 3.6 good.yaml', /The version of etcd is etcd\.version in the spec/],
  ['validate -v good.yaml', /quorate validate has no option --version/],
  ['--out x validate good.yaml', /quorate validate has no option --out\.\n {2}quorate generate has it\.$/],
])('quorate %s: the right word', (line, stderr) => {
  const said = quorate(...line.split(' '))
  expect(said).toMatchObject({ exitCode: 2, stdout: '', left: ['bad.yaml', 'good.yaml'] })
  expect(said.stderr).toMatch(stderr)
})

test.each([
  ['-h', /Commands:/],
  ['help', /Commands:/],
  ['validate -h', /^quorate validate <spec\.\.>/],
  ['help generate', /^quorate generate <spec\.\.>/],
  ['help pki renew', /^quorate pki renew <spec>/],
  ['-v', /^\d+\.\d+\.\d+/],
  ['-V', /^\d+\.\d+\.\d+/],
  ['version', /^\d+\.\d+\.\d+/],
])('quorate %s answers', (line, stdout) => {
  const said = quorate(...line.split(' '))
  expect(said).toMatchObject({ exitCode: 0, stderr: '' })
  expect(said.stdout).toMatch(stdout)
})

test('options may come before the command', () => {
  expect(quorate('--json', 'pki', 'status', 'good.yaml').stdout).toContain('"certificates": []')
  const said = quorate('--out', 'trees', 'generate', 'good.yaml')
  expect(said).toMatchObject({ exitCode: 0, left: ['bad.yaml', 'good.yaml', 'trees'] })
})

test.each([
  ['pki renew good.yaml --all', /There is no PKI in this folder yet/],
  ['pki renew good.yaml root', /There is no PKI in this folder yet/],
  ['pki import good.yaml good.yaml', /good\.yaml holds nothing in PEM/],
  ['generate good.yaml --no-new-ca', /makes no new CA: --no-new-ca is given/],
])('quorate %s writes nothing', (line, stderr) => {
  const said = quorate(...line.split(' '), '--out', '.')
  expect(said).toMatchObject({ exitCode: 1, stdout: '', left: ['bad.yaml', 'good.yaml'] })
  expect(said.stderr).toMatch(stderr)
})

test('hints hold the path of the spec and the directory, ready to be copied', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'quorate-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, "lab's spec.yaml"), `${good}tls: { authority: external }\n`)
  const run = (...words: string[]) => execaSync(process.execPath, [command, ...words], { cwd, reject: false })
  const hint = (directory: string) => `then: quorate pki import 'lab'\\''s spec.yaml'${directory} FILE…`
  expect(run('generate', "lab's spec.yaml").stderr).toContain(hint(''))
  expect(run('generate', "lab's spec.yaml", '--out', 'a b').stderr).toContain(hint(" --out 'a b'"))
})

test('generate writes the tree and says so, on stdout alone', () => {
  const said = quorate('generate', 'good.yaml', '--out', 'trees')
  expect(said).toMatchObject({ exitCode: 0, stderr: '', left: ['bad.yaml', 'good.yaml', 'trees'] })
  expect(said.stdout).toMatch(
    /^trees\/lab: 1 member, etcd .*\n {2}files: \d+ new\n {2}issued: 2 CAs and 3 certificates\n/,
  )
})

test.each([
  [
    'ansible-vault',
    'secrets: { encryption: ansible-vault }',
    '--vault-password-file',
    'hunter2',
    'ANSIBLE_VAULT_PASSWORD_FILE',
  ],
  [
    'age',
    `secrets: { encryption: age, recipients: [${people[0].recipient}] }`,
    '--age-identity',
    people[0].identity,
    'AGE_IDENTITY_FILE',
  ],
])(
  'what opens keys is given by an option or by the environment: %s',
  (_, secrets, option, text, variable) => {
    const cwd = mkdtempSync(join(tmpdir(), 'quorate-cli-'))
    onTestFinished(() => rmSync(cwd, { recursive: true }))
    writeFileSync(join(cwd, 'sealed.yaml'), `${good}${secrets}\n`)
    writeFileSync(join(cwd, 'opener'), `${text}\n`, { mode: 0o600 })
    const run = (words: readonly string[], env: Record<string, string> = {}) =>
      execaSync(process.execPath, [command, ...words], { cwd, reject: false, env })
    expect(run(['generate', 'sealed.yaml', option, 'opener']).exitCode).toBe(0)
    const key = readFileSync(join(cwd, 'out/lab/secrets/clients/root.key'), 'utf8')
    expect(key).not.toContain('PRIVATE KEY')
    for (const verb of [
      ['generate', 'sealed.yaml'],
      ['pki', 'renew', 'sealed.yaml', 'root'],
    ]) {
      expect(run(verb).exitCode).toBe(1)
      expect(run(verb, { [variable]: 'opener' })).toMatchObject({ exitCode: 0, stderr: '' })
      expect(run([...verb, option, 'opener'])).toMatchObject({ exitCode: 0, stderr: '' })
    }
    expect(readFileSync(join(cwd, 'out/lab/secrets/clients/root.key'), 'utf8')).toBe(key)
  },
)

test('a script that prints the password is run by what is shipped', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'quorate-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'sealed.yaml'), `${good}secrets: { encryption: ansible-vault }\n`)
  writeFileSync(join(cwd, 'password.sh'), '#!/bin/sh\necho hunter2\n', { mode: 0o700 })
  writeFileSync(join(cwd, 'failing.sh'), '#!/bin/sh\necho hunter2\nexit 3\n', { mode: 0o700 })
  writeFileSync(join(cwd, 'password'), 'hunter2\n', { mode: 0o600 })
  const run = (file: string) =>
    execaSync(process.execPath, [command, 'generate', 'sealed.yaml', '--vault-password-file', file], {
      cwd,
      reject: false,
    })
  expect(run('failing.sh').exitCode).toBe(1)
  expect(existsSync(join(cwd, 'out/lab'))).toBe(false)
  expect(run('password.sh')).toMatchObject({ exitCode: 0, stderr: '' })
  const key = readFileSync(join(cwd, 'out/lab/secrets/clients/root.key'), 'utf8')
  expect(key).toMatch(/^\$ANSIBLE_VAULT;1\.1;AES256\n/)
  // The password is what the script printed.
  expect(run('password')).toMatchObject({ exitCode: 0, stderr: '' })
  expect(readFileSync(join(cwd, 'out/lab/secrets/clients/root.key'), 'utf8')).toBe(key)
})

test('a pipe in the place of the lock is refused, and not waited for', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'quorate-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'good.yaml'), good)
  const run = (...words: string[]) =>
    execaSync(process.execPath, [command, ...words], { cwd, reject: false, timeout: 20_000 })
  expect(run('generate', 'good.yaml').exitCode).toBe(0)
  const lock = join(cwd, 'out/lab/quorate.lock.json')
  rmSync(lock)
  execaSync('mkfifo', [lock])
  for (const verb of [
    ['generate', 'good.yaml'],
    ['pki', 'renew', 'good.yaml', 'root'],
  ]) {
    const said = run(...verb)
    expect(said).toMatchObject({ timedOut: false, exitCode: 2, stdout: '' })
    expect(said.stderr).toContain('quorate.lock.json')
    expect(said.stderr).not.toContain('This is a bug')
  }
  expect(run('pki', 'status', 'good.yaml')).toMatchObject({ timedOut: false, exitCode: 0 })
})

test('renew and status by the command line', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'quorate-cli-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  writeFileSync(join(cwd, 'good.yaml'), good)
  const run = (...words: string[]) =>
    execaSync(process.execPath, [command, ...words], {
      cwd,
      reject: false,
      env: { NO_COLOR: '', FORCE_COLOR: '1' },
    })
  run('generate', 'good.yaml')
  const serial = () =>
    (
      JSON.parse(run('pki', 'status', 'good.yaml', '--json').stdout) as [
        { certificates: { serial: string }[] },
      ]
    )[0].certificates[4]?.serial
  const before = serial()
  expect(run('pki', 'renew', 'good.yaml', 'a', 'root', '--new-keys').stdout).toMatch(
    /issued:\n {4}nodes\/a\/server: renewed, with a new key\n {4}nodes\/a\/peer: .*\n {4}clients\/root: /,
  )
  expect(serial()).not.toBe(before)
  expect(run('pki', 'status', 'good.yaml').exitCode).toBe(0)
  const soon = run('pki', 'status', 'good.yaml', '--within', '365d')
  expect(soon.exitCode).toBe(1)
  // Yellow, each line on its own.
  const lines = soon.stdout
    .split('\n')
    .filter((line) => line.startsWith('\u001B[33m  ') && line.endsWith('\u001B[39m'))
    .map((line) => line.slice('\u001B[33m'.length, -'\u001B[39m'.length))
  const below = '    expires within 365 days'
  expect(lines).toEqual(
    ['nodes/a/server', 'nodes/a/peer', 'clients/root'].flatMap((id) => [
      expect.stringMatching(new RegExp(`^ {2}\\S+ +\\d+ {2}${id} `)),
      below,
    ]),
  )
})
