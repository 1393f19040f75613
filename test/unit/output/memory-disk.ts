import type { Disk } from '../../../src/output/disk.ts'

type Entry =
  // A file that was put there by a test is on the disk itself.
  | { kind: 'file'; text: string; mode: number; synced?: boolean }
  | { kind: 'directory'; mode: number }
  | { kind: 'other'; mode: number }

/** A process that was killed makes no change any more, neither in its `catch` nor in its `finally`. */
export class Killed extends Error {}

/**
 * A disk in memory that can be made to fail at its n-th change, or to end the run at its n-th touch, which is a change or
 * a part of one: half of a file written, some of a directory's files removed.
 */
export class MemoryDisk implements Disk {
  readonly entries = new Map<string, Entry>([['/tree', { kind: 'directory', mode: 0o755 }]])
  changes = 0
  failAt = Number.POSITIVE_INFINITY
  failWith = 'ENOSPC'
  touches = 0
  killAt = Number.POSITIVE_INFINITY
  /** What was there before each touch since the last that was a sync. */
  #sinceSync: Map<string, Entry>[] = []

  /** Every file and its text, sorted by path. */
  files(): Record<string, string> {
    const files = [...this.entries].flatMap(([path, entry]) =>
      entry.kind === 'file' ? [[path, entry.text] as const] : [],
    )
    return Object.fromEntries(files.sort())
  }

  /** The same disk for another run. */
  copy(entries: ReadonlyMap<string, Entry> = this.entries): MemoryDisk {
    const copy = new MemoryDisk()
    copy.entries.clear()
    for (const [path, entry] of entries) copy.entries.set(path, { ...entry })
    return copy
  }

  /**
   * Every disk that a power cut may leave now. ext4 and xfs keep names in the order of their changes, at least up to the
   * last sync of anything; a file that was not synced itself may have lost what it held.
   */
  afterPowerCut(): MemoryDisk[] {
    return [...this.#sinceSync, this.entries].map((entries) => {
      const left = this.copy(entries)
      for (const entry of left.entries.values()) {
        if (entry.kind === 'file' && entry.synced === false) entry.text = ''
      }
      return left
    })
  }

  readText(path: string): string | undefined {
    const entry = this.entries.get(path)
    return entry?.kind === 'file' ? entry.text : undefined
  }

  inspect(path: string) {
    const entry = this.entries.get(path)
    if (!entry) return undefined
    const { kind, mode } = entry
    return { kind, mode, size: kind === 'file' ? Buffer.byteLength(entry.text) : 0 }
  }

  list(path: string): string[] {
    return [...this.entries.keys()]
      .filter((each) => parentOf(each) === path)
      .map((each) => each.slice(path.length + 1))
  }

  makeDirectories(path: string): string[] {
    const made: string[] = []
    if (!this.entries.has(path)) this.#touch()
    for (let each = path; each !== ''; each = parentOf(each)) {
      if (this.entries.has(each)) continue
      this.entries.set(each, { kind: 'directory', mode: 0o755 })
      made.unshift(each)
    }
    return made
  }

  makeDirectory(path: string, mode: number): void {
    this.#change('mkdir', path)
    if (this.entries.has(path)) throw systemError('EEXIST', 'mkdir', path)
    this.#needParent(path)
    this.entries.set(path, { kind: 'directory', mode })
  }

  changeMode(path: string, mode: number): void {
    this.#change('chmod', path)
    const entry = this.entries.get(path)
    if (!entry) throw systemError('ENOENT', 'chmod', path)
    entry.mode = mode
  }

  writeNew(path: string, text: string, mode: number): void {
    this.#change('open', path)
    if (this.entries.has(path)) throw systemError('EEXIST', 'open', path)
    this.#needParent(path)
    const entry = { kind: 'file' as const, text: text.slice(0, text.length / 2), mode, synced: false }
    this.entries.set(path, entry)
    this.#touch()
    entry.text = text
  }

  async writeDurably(path: string, text: string, mode: number): Promise<void> {
    this.writeNew(path, text, mode)
    const entry = this.entries.get(path)
    // Others write meanwhile.
    await undefined
    this.#touch()
    if (entry?.kind === 'file') entry.synced = true
    this.#sinceSync = []
  }

  async syncDirectory(path: string): Promise<void> {
    this.#change('fsync', path)
    if (this.entries.get(path)?.kind !== 'directory') throw systemError('ENOENT', 'open', path)
    this.#sinceSync = []
  }

  link(from: string, to: string): void {
    this.#change('link', to)
    const entry = this.entries.get(from)
    if (!entry) throw systemError('ENOENT', 'link', from)
    if (this.entries.has(to)) throw systemError('EEXIST', 'link', to)
    this.entries.set(to, entry)
  }

  rename(from: string, to: string): void {
    this.#change('rename', from)
    const entry = this.entries.get(from)
    if (!entry) throw systemError('ENOENT', 'rename', from)
    this.#needParent(to)
    this.entries.delete(from)
    this.entries.set(to, entry)
  }

  removeFile(path: string): void {
    this.#change('unlink', path)
    if (!this.entries.delete(path)) throw systemError('ENOENT', 'unlink', path)
  }

  removeEmptyDirectory(path: string): void {
    if (this.entries.get(path)?.kind !== 'directory' || this.list(path).length > 0) return
    this.#touch()
    this.entries.delete(path)
  }

  #change(syscall: string, path: string): void {
    this.#touch()
    this.changes += 1
    if (this.changes >= this.failAt) throw systemError(this.failWith, syscall, path)
  }

  #touch(): void {
    this.touches += 1
    if (this.touches >= this.killAt) throw new Killed()
    this.#sinceSync.push(new Map([...this.entries].map(([path, entry]) => [path, { ...entry }])))
  }

  #needParent(path: string): void {
    if (this.entries.get(parentOf(path))?.kind !== 'directory') throw systemError('ENOENT', 'open', path)
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

function systemError(code: string, syscall: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${syscall} '${path}'`), { code, syscall, path })
}
