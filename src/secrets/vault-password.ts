import { parse } from 'node:path'
import type { Outcome } from '../diagnostics/diagnostic.ts'
import { failed, inFile, report } from '../diagnostics/report.ts'
import { isScript, type KeyFile, type KeyringHost, readKeyFile, runScript } from './key-file.ts'
import { VAULT_HEADER } from './vault-envelope.ts'

// lib/ansible/parsing/vault/__init__.py: get_file_vault_secret, FileVaultSecret, ScriptVaultSecret.

/** What Python's strip() removes from bytes. */
const PYTHONS_SPACE = Buffer.from(' \t\n\r\v\f', 'latin1')
const LINE_ENDS = Buffer.from('\r\n', 'latin1')

/**
 * The password in a file, or what the file prints if it is executable. White space around a password in a file is removed;
 * from what a script prints, only line ends are.
 */
export async function readVaultPassword(path: string, host: KeyringHost): Promise<Outcome<Uint8Array>> {
  const file: KeyFile = { title: 'vault password file', path }
  const script = isScript(file, host)
  if (script.value === undefined) return failed(...script.diagnostics)
  const given = script.value ? await runScript(file, parametersFor(path), host) : readKeyFile(file, host)
  if (given.value === undefined) return given
  const value = stripped(given.value, script.value ? LINE_ENDS : PYTHONS_SPACE)
  const target = inFile(path)
  if (value.length === 0) return failed(report('password-empty', target, { ...file, script: script.value }))
  if (value.subarray(0, VAULT_HEADER.length).toString('latin1') === VAULT_HEADER)
    return failed(report('password-encrypted', target, file))
  return { value, diagnostics: [] }
}

/** Ansible passes the vault id to a script of such a name; `default` where the command line has none. */
const parametersFor = (path: string): readonly string[] =>
  parse(path).name.endsWith('-client') ? ['--vault-id', 'default'] : []

function stripped(bytes: Buffer, ends: Buffer): Buffer {
  let from = 0
  let to = bytes.length
  while (from < to && ends.includes(bytes[from] as number)) from += 1
  while (to > from && ends.includes(bytes[to - 1] as number)) to -= 1
  return bytes.subarray(from, to)
}
