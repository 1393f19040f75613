import { parse } from 'node:path'
import { visible } from '../diagnostics/visible.ts'
import { isScript, type KeyringHost, readKeyFile, runScript } from './key-file.ts'
import { fine, refuse, type SecretOutcome } from './problem.ts'
import { VAULT_HEADER } from './vault-envelope.ts'

// lib/ansible/parsing/vault/__init__.py: get_file_vault_secret, FileVaultSecret, ScriptVaultSecret.

const WHAT = 'The vault password file'

/** What Python takes off the ends of bytes where it is not told what. */
const PYTHONS_SPACE = Buffer.from(' \t\n\r\v\f', 'latin1')
const LINE_ENDS = Buffer.from('\r\n', 'latin1')

/**
 * The password of a file, or what the file prints if it is executable. Of the one, white space around it is taken off; of
 * the other, line ends only.
 */
export async function readVaultPassword(path: string, host: KeyringHost): Promise<SecretOutcome<Uint8Array>> {
  const script = isScript(path, WHAT, host)
  if (script.problem) return script
  const given = script.value
    ? await runScript(path, parametersFor(path), WHAT, host)
    : readKeyFile(path, WHAT, host)
  if (given.problem) return given
  const password = stripped(given.value, script.value ? LINE_ENDS : PYTHONS_SPACE)
  const source = `${WHAT} ${visible(path)}`
  if (password.length === 0)
    return refuse(
      'unsuited',
      `${source} ${script.value ? 'prints nothing' : 'is empty'}.`,
      'Put a password in it.',
    )
  if (password.subarray(0, VAULT_HEADER.length).toString('latin1') === VAULT_HEADER)
    return refuse(
      'unsuited',
      `${source} is itself encrypted with ansible-vault.`,
      'Give a script that prints the password: an executable file whose first line is #!/bin/sh.',
    )
  return fine(password)
}

/** A script of such a name is told whose password is wanted: that of this id, where the command line has none. */
const parametersFor = (path: string): readonly string[] =>
  parse(path).name.endsWith('-client') ? ['--vault-id', 'default'] : []

function stripped(bytes: Buffer, ends: Buffer): Buffer {
  let from = 0
  let to = bytes.length
  while (from < to && ends.includes(bytes[from] as number)) from += 1
  while (to > from && ends.includes(bytes[to - 1] as number)) to -= 1
  return bytes.subarray(from, to)
}
