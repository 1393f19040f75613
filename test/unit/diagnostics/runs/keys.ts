import { chmodSync } from 'node:fs'
import { keyringHost } from '../../../../src/commands/machine.ts'
import type { openCatalogue, sealCatalogue } from '../../../../src/diagnostics/catalogue/encryption.ts'
import type { keyFileCatalogue } from '../../../../src/diagnostics/catalogue/key-file.ts'
import type { Diagnostic } from '../../../../src/diagnostics/diagnostic.ts'
import { openTexts } from '../../../../src/pki/open.ts'
import { EMPTY_KEYRING, readKeyring } from '../../../../src/secrets/keyring.ts'
import { temporaryFolder, write } from '../../pki/support.ts'
import { keyring, people, recorded } from '../../secrets/support.ts'
import { firstRun, type Runs } from './run.ts'

const [me, colleague] = people

/** What is reported of one encrypted key. */
const opened = async (text: string, given = keyring): Promise<readonly Diagnostic[]> =>
  (await openTexts(new Map([['secrets/clients/root.key', text]]), given)).diagnostics

const armored = (content: string) =>
  `-----BEGIN AGE ENCRYPTED FILE-----\n${Buffer.from(content).toString('base64')}\n-----END AGE ENCRYPTED FILE-----\n`

const vault = { secrets: { encryption: 'ansible-vault' } }
const age = (...recipients: readonly string[]) => ({ secrets: { encryption: 'age', recipients } })

/** Its shared secret is known to everybody (RFC 7748, 6.1). */
const LOW_ORDER = 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z'

export const encryptionRuns: Runs<typeof openCatalogue & typeof sealCatalogue> = {
  'vault-no-password': () => opened(recorded('vault-1.1'), EMPTY_KEYRING),
  'vault-wrong-password': () =>
    opened(recorded('vault-1.1'), { ...keyring, vaultPassword: Buffer.from('another test password') }),
  'vault-damaged': () => opened(recorded('vault-1.1').slice(0, 200)),
  'vault-not-text': () => opened(recorded('vault-not-text')),
  'vault-indented': () => opened(recorded('vault-string')),
  'vault-unknown-format': () => opened(recorded('vault-1.1').replace('1.1', '2.0')),
  'age-no-identity': () => opened(recorded('age-one'), EMPTY_KEYRING),
  'age-wrong-identity': () => opened(recorded('age-other')),
  'age-passphrase': () => opened(recorded('age-passphrase')),
  'age-binary': () => opened(recorded('age-binary')),
  'age-unknown-version': () => opened(armored('age-encryption.org/v2\n-> X\n')),
  'age-damaged': () => opened(recorded('age-one').slice(0, 200)),
  'age-not-text': () => opened(recorded('age-not-text')),

  'encrypt-no-password': () => firstRun(vault),
  'encrypt-recipient-weak': () => firstRun(age(LOW_ORDER)),
  'encrypt-not-for-identity': () =>
    firstRun(age(colleague.recipient), (place) => {
      place.keys = { ageIdentityFile: place.file('identity', `${me.identity}\n`) }
    }),
}

/** What is reported of a file with this text and mode as the vault password file. */
const password = async (text: string, mode = 0o600): Promise<readonly Diagnostic[]> => {
  const path = write(temporaryFolder(), 'given', text)
  chmodSync(path, mode)
  return passwordAt(path)
}

const passwordAt = async (vaultPasswordFile: string) =>
  (await readKeyring({ vaultPasswordFile }, {}, keyringHost)).diagnostics

const identities = async (text: string) => {
  const ageIdentityFile = write(temporaryFolder(), 'given', text)
  return (await readKeyring({ ageIdentityFile }, {}, keyringHost)).diagnostics
}

export const keyFileRuns: Runs<typeof keyFileCatalogue> = {
  'key-file-missing': () => passwordAt('/nonexistent'),
  'key-file-directory': () => passwordAt('/'),
  // Linux gives an input/output error for the first page of a process's own memory.
  'key-file-unreadable': () => passwordAt('/proc/self/mem'),
  'key-file-too-large': () => password('x'.repeat(64 * 1024 + 1)),
  'password-script-not-program': () => password('a password\n', 0o700),
  'password-script-failed': () => password('#!/bin/sh\nexit 3\n', 0o700),
  'password-script-not-run': () => password('#!/nonexistent/sh\n', 0o700),
  'password-empty': () => password('\n'),
  'password-encrypted': () => password(recorded('vault-1.1')),
  'identity-file-encrypted': () => identities(recorded('identity-passphrase-armored')),
  'identity-invalid': () => identities(`# mine\n${me.recipient}\n`),
  'identity-missing': () => identities('# nothing\n'),
}
