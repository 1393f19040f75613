/** What to do where nothing of a CA can be saved; follows "Restore it". */
export const NEW_PKI =
  'move the whole folder of the cluster aside. The next run then makes a new PKI, and every member and client needs a new certificate.'

/** What to do about a file that cannot be used. */
export const RESTORE = 'Restore it from a backup.'

/** How a CA is imported, by its id. */
export const importCa = (id: string): string => `quorate pki import SPEC FILE… --authority ${id}`
