import type { Disk } from '../../../src/output/disk.ts'

type Entry =
  | { kind: 'file'; text: string; mode: number }
  | { kind: 'directory'; mode: number }
  | { kind: 'other'; mode: number }

/** A disk in memory that can be made to fail at its n-th change. */
export class MemoryDisk implements Disk {
  readonly entries = new Map<string, Entry>([['/tree', { kind: 'directory', mode: 0o755 }]])
  changes = 0
  failAt = Number.POSITIVE_INFINITY
  failWith = 'ENOSPC'

  /** Every file and its text, sorted by path. */
  files(): Record<string, string> {
    const files = [...this.entries].flatMap(([path, entry]) =>
      entry.kind === 'file' ? [[path, entry.text] as const] : [],
    )
    return Object.fromEntries(files.sort())
  }

  readText(path: string): string | undefined {
    const entry = this.entries.get(path)
    return entry?.kind === 'file' ? entry.text : undefined
  }

  look(path: string) {
    return this.entries.get(path)
  }

  list(path: string): string[] {
    return [...this.entries.keys()]
      .filter((each) => parentOf(each) === path)
      .map((each) => each.slice(path.length + 1))
  }

  makeDirectories(path: string): void {
    for (let each = path; each !== ''; each = parentOf(each)) {
      if (!this.entries.has(each)) this.entries.set(each, { kind: 'directory', mode: 0o755 })
    }
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
    this.entries.set(path, { kind: 'file', text, mode })
  }

  async writeDurably(path: string, text: string, mode: number): Promise<void> {
    this.writeNew(path, text, mode)
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
    if (this.list(path).length === 0) this.entries.delete(path)
  }

  removeTree(path: string): void {
    for (const each of [...this.entries.keys()]) {
      if (each === path || each.startsWith(`${path}/`)) this.entries.delete(each)
    }
  }

  #change(syscall: string, path: string): void {
    this.changes += 1
    if (this.changes >= this.failAt) throw systemError(this.failWith, syscall, path)
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
