import * as fs from 'node:fs'
import { promisify } from 'node:util'
import { codeOf } from '../system-error.ts'

/** Every access to the disk that writing a tree needs, so that tests can make each one fail. All errors are Node's own. */
export type Disk = {
  /** The file's text, or undefined where there is none. */
  readText(path: string): string | undefined
  /** What is there, without following links; undefined where nothing is. */
  inspect(path: string): { readonly kind: 'file' | 'directory' | 'other'; readonly mode: number } | undefined
  /** The names in a directory. */
  list(path: string): string[]
  /** Makes a directory and those above it that are missing. */
  makeDirectories(path: string): void
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
  removeTree(path: string): void
}

const fsync = promisify(fs.fsync)

/** The real disk. */
export const disk: Disk = {
  readText(path) {
    try {
      return fs.readFileSync(path, 'utf8')
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
  },
  inspect(path) {
    const found = fs.lstatSync(path, { throwIfNoEntry: false })
    if (!found) return undefined
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other'
    return { kind, mode: found.mode & 0o777 }
  },
  list: (path) => fs.readdirSync(path),
  makeDirectories(path) {
    fs.mkdirSync(path, { recursive: true, mode: 0o755 })
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
  removeTree(path) {
    fs.rmSync(path, { recursive: true, force: true })
  },
}
