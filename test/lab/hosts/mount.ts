import { mkdirSync, readFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../machine/command.ts'

/**
 * Mounts an overlay over `lowers`, the topmost first, at `folder`/root and returns that path; what is written lands in
 * `folder`/upper.
 */
export async function mountOverlay(lowers: readonly string[], folder: string): Promise<string> {
  const [upper, work, root] = ['upper', 'work', 'root'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [upper, work, root]) mkdirSync(path, { recursive: true })
  // volatile: syncing is left out. The hosts don't outlive the run, and etcd syncs at every write.
  const options = `lowerdir=${lowers.join(':')},upperdir=${upper},workdir=${work},volatile`
  await run(['mount', '-t', 'overlay', '-o', options, 'overlay', root])
  return root
}

/** Unmounts an overlay and throws away what was written to it; its root as `mountOverlay` returns it. */
export async function discardOverlay(root: string): Promise<void> {
  await unmount(root)
  for (const name of ['upper', 'work']) await rm(join(root, '..', name), { recursive: true, force: true })
}

/** Unmounts an overlay and moves what was written to it to `target`, where it can be a lower layer of others. */
export async function keepOverlay(root: string, target: string): Promise<void> {
  await unmount(root)
  await rename(join(root, '../upper'), target)
}

/** Unmounts whatever is mounted at a path, if anything. */
export async function unmount(path: string): Promise<void> {
  if (mountPoints().some(({ point }) => point === path)) await run(['umount', path])
}

/** What is mounted in this process's mount namespace: where, and what kind of file system. */
export function mountPoints(): readonly { readonly point: string; readonly type: string }[] {
  // proc(5): … root mount-point options … - type source options; blanks in paths are written as octal escapes.
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const [before, after] = line.split(' - ') as [string, string]
    const point = (before.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal) =>
      String.fromCharCode(parseInt(octal, 8)),
    )
    return { point, type: after.split(' ')[0] ?? '' }
  })
}
