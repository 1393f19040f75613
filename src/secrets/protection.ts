/** How the files under secrets/ are encrypted. */
export type Protection =
  | { readonly method: 'none' }
  /** Format 1.1; or 1.2 with an id, which names one of several passwords. */
  | { readonly method: 'ansible-vault'; readonly vaultId: string | undefined }
  /** Every one of the recipients can open it. */
  | { readonly method: 'age'; readonly recipients: readonly string[] }

/**
 * What is wrong with a vault id, as the end of a sentence that begins with it; undefined where nothing is. An id is in
 * the first line of a file, between semicolons and in ASCII (Ansible, parsing/vault, _parse_vaulttext_envelope), and on
 * the command line before an @ (cli/__init__.py, split_vault_id).
 */
export function vaultIdProblem(vaultId: string): string | undefined {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(vaultId)
    ? undefined
    : 'is no vault id: letters, digits, and _ . - inside of it'
}
