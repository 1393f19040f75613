import { isDigest, isRecord, parseJson } from './json.ts'
import { isIrreplaceable, isSecret } from './paths.ts'
import { isPlace } from './places.ts'

/** Where files wait until all of them are written. Files with keys wait under secrets/. */
export const STAGING = { open: '.staging', secret: 'secrets/.staging' }

/** What a run is about to do. While this file exists, the tree is incomplete. */
export const JOURNAL = `${STAGING.open}/journal.json`

/** A staged file, the path to move it to, and the digest of its content. */
export type Move = { readonly from: string; readonly to: string; readonly sha256: string }

/** A file to remove, unless it has changed. */
export type Removal = { readonly path: string; readonly sha256: string }

/** Paths are relative to the folder. Moves come first, in their order. */
export type Journal = {
  readonly journalVersion: 1
  readonly move: readonly Move[]
  readonly remove: readonly Removal[]
}

/**
 * Reads a journal, which anybody may have edited. Undefined where the text is not a journal, or asks for what no run
 * does: change a file that is not quorate's, remove a key, or change one file twice.
 */
export function readJournal(text: string): Journal | undefined {
  const journal = parseJson(text)
  if (!isRecord(journal) || journal.journalVersion !== 1) return undefined
  const { move, remove } = journal
  if (!Array.isArray(move) || !move.every(isMove)) return undefined
  if (!Array.isArray(remove) || !remove.every(isRemoval)) return undefined
  const touched = [...move.flatMap(({ from, to }) => [from, to]), ...remove.map(({ path }) => path)]
  if (new Set(touched).size !== touched.length) return undefined
  return { journalVersion: 1, move, remove }
}

function isMove(entry: unknown): entry is Move {
  if (!isRecord(entry) || !isDigest(entry.sha256)) return false
  const { from, to } = entry
  if (typeof from !== 'string' || typeof to !== 'string' || !isPlace(to)) return false
  return from.replace(/\/\d+$/, '') === (isSecret(to) ? STAGING.secret : STAGING.open)
}

function isRemoval(entry: unknown): entry is Removal {
  if (!isRecord(entry) || !isDigest(entry.sha256) || typeof entry.path !== 'string') return false
  return isPlace(entry.path) && !isIrreplaceable(entry.path)
}
