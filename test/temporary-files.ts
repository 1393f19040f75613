import { readFileSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 2 ** 30

/**
 * The directory for temporary files of tests: in memory, where Linux has room there and runs programs from it. The tests write and
 * remove some thousand small trees, and on a disk that is a quarter of their CPU time. A container may forbid programs there.
 */
export function temporaryDirectory(): string {
  try {
    const mount = readFileSync('/proc/mounts', 'utf8').match(/^\S+ \/dev\/shm tmpfs (\S+)/m)
    const { bavail, bsize } = statfsSync(MEMORY)
    const isFit = mount !== null && !mount[1]?.split(',').includes('noexec') && bavail * bsize > ENOUGH_BYTES
    return isFit ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}
