/** The operating system's code of an error, such as `ENOSPC`; undefined for every other error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** The operating system's code of an error, such as `ENOSPC`. Every other error is a bug, and is thrown again. */
export function systemCode(error: unknown): string {
  const code = codeOf(error)
  if (code === undefined) throw error
  return code
}
