import * as fs from 'node:fs'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { codeOf } from '../system-error.ts'

/** Every access to the disk that writing a tree needs, so that tests can make each one fail. All errors are Node's own. */
export type Disk = {
  /**
   * The text of a regular file, or undefined where there is none. Throws where something else is there: a link is not
   * followed, and a pipe is not waited for. Throws for a file that is larger than `LARGEST_FILE`.
   */
  readText(path: string): string | undefined
  /** What is there, without following links; undefined where nothing is. */
  inspect(path: string): Found | undefined
  /** The names in a directory. */
  list(path: string): string[]
  /** Makes a directory and those above it that are missing; returns those that it has made, the outermost first. */
  makeDirectories(path: string): readonly string[]
  /** Makes one directory; its parent has to exist. */
  makeDirectory(path: string, mode: number): void
  changeMode(path: string, mode: number): void
  /** Writes a file that must not exist yet. */
  writeNew(path: string, text: string, mode: number): void
  /** Writes a file that must not exist yet; done once it is synced to the disk. */
  writeDurably(path: string, text: string, mode: number): Promise<void>
  /** Done once the names in a directory are synced to the disk. */
  syncDirectory(path: string): Promise<void>
  rename(from: string, to: string): void
  /** Gives a file a second name, which must not exist yet. */
  link(from: string, to: string): void
  removeFile(path: string): void
  /** Removes a directory if it is empty; does nothing if it is not. */
  removeEmptyDirectory(path: string): void
}

/** What is at a path: its kind, its permissions, and the bytes of a file. */
export type Found = {
  readonly kind: 'file' | 'directory' | 'other'
  readonly mode: number
  readonly size: number
}

/** Far larger than any file of a cluster's folder. A larger one is not read. */
export const LARGEST_FILE = 64 * 2 ** 20

const fsync = promisify(fs.fsync)

/** The real disk. */
export const disk: Disk = {
  readText(path) {
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants
    let descriptor: number
    try {
      descriptor = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
    try {
      const found = fs.fstatSync(descriptor)
      if (!found.isFile()) throw unreadable('EINVAL', path)
      if (found.size > LARGEST_FILE) throw unreadable('EFBIG', path)
      return fs.readFileSync(descriptor, 'utf8')
    } finally {
      fs.closeSync(descriptor)
    }
  },
  inspect(path) {
    const found = fs.lstatSync(path, { throwIfNoEntry: false })
    if (!found) return undefined
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other'
    return { kind, mode: found.mode & 0o777, size: found.size }
  },
  list: (path) => fs.readdirSync(path),
  makeDirectories(path) {
    // Node's own recursive mkdir never ends under /proc.
    const missing: string[] = []
    for (let each = resolve(path); !fs.existsSync(each); each = dirname(each)) missing.push(each)
    const made: string[] = []
    for (const each of missing.toReversed()) {
      try {
        fs.mkdirSync(each, 0o755)
        made.push(each)
      } catch (error) {
        // Another run may have made it meanwhile.
        const isThere = codeOf(error) === 'EEXIST' && fs.existsSync(each) && fs.statSync(each).isDirectory()
        if (!isThere) throw error
      }
    }
    return made
  },
  makeDirectory(path, mode) {
    fs.mkdirSync(path, { mode })
    fs.chmodSync(path, mode)
  },
  changeMode(path, mode) {
    fs.chmodSync(path, mode)
  },
  writeNew(path, text, mode) {
    const descriptor = fs.openSync(path, 'wx', mode)
    try {
      fs.writeFileSync(descriptor, text)
      fs.fchmodSync(descriptor, mode)
    } catch (error) {
      throw withPath(error, path)
    } finally {
      fs.closeSync(descriptor)
    }
  },
  async writeDurably(path, text, mode) {
    const descriptor = fs.openSync(path, 'wx', mode)
    try {
      fs.writeFileSync(descriptor, text)
      fs.fchmodSync(descriptor, mode)
      await fsync(descriptor)
    } catch (error) {
      throw withPath(error, path)
    } finally {
      fs.closeSync(descriptor)
    }
  },
  async syncDirectory(path) {
    const descriptor = fs.openSync(path, 'r')
    try {
      await fsync(descriptor)
    } catch (error) {
      // Windows and some network file systems cannot sync a directory.
      if (!['EINVAL', 'EPERM'].includes(codeOf(error) ?? '')) throw error
    } finally {
      fs.closeSync(descriptor)
    }
  },
  rename: fs.renameSync,
  link: fs.linkSync,
  removeFile: fs.unlinkSync,
  removeEmptyDirectory(path) {
    try {
      fs.rmdirSync(path)
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error
    }
  },
}

/** Node's errors about an open file do not name it. */
const withPath = (error: unknown, path: string): unknown =>
  error instanceof Error ? Object.assign(error, { path }) : error

/** An error as the operating system gives it. */
function unreadable(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: cannot read '${path}'`), { code, syscall: 'read', path })
}
