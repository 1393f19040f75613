import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { attempt } from './command.ts'

/** Whether the lab can run on this machine, and if not, why. */
export type Availability =
  | { readonly available: true }
  | { readonly available: false; readonly reason: string }

/** Tells whether the lab can run here. Changes nothing on the machine and asks no network. */
export async function labAvailability(): Promise<Availability> {
  if (process.platform !== 'linux') return unavailable(`it needs Linux, and this is ${process.platform}`)
  const release = existsSync('/etc/os-release') ? parseEnv(readFileSync('/etc/os-release', 'utf8')) : {}
  // Debian 12 is the one release that has ansible-core 2.14, the oldest that the generated playbooks promise to suit.
  const { ID: system, VERSION_ID: version, PRETTY_NAME: title = 'another system' } = release
  if (system !== 'debian' || version !== '12') {
    return unavailable(`it needs Debian 12, and this is ${title}`)
  }
  if (process.getuid?.() !== 0) return unavailable('it needs root, for network namespaces, mounts and apt')
  const namespaces = await attempt(['unshare', '--mount', '--net', 'true'])
  if (namespaces.exitCode !== 0)
    return unavailable('this root may not make namespaces (a container without privileges?)')
  const fileSystems = readFileSync('/proc/filesystems', 'utf8').split(/\s+/)
  if (!fileSystems.includes('cgroup2')) return unavailable('this kernel has no cgroup v2')
  if (!fileSystems.includes('overlay') && (await attempt(['modprobe', 'overlay'])).exitCode !== 0) {
    return unavailable('this kernel has no overlay file system')
  }
  return { available: true }
}

/** The one line that tells a person that the real hosts are left out, and why. */
export function leftOut(reason: string): string {
  return `The lab of real hosts is left out: ${reason}.`
}

/** Whether leaving the lab out is a failure: it is where CI runs, because a test that never runs there proves nothing. */
export function leavingOutFails(): boolean {
  const { CI: continuousIntegration } = process.env
  return continuousIntegration === 'true'
}

function unavailable(reason: string): Availability {
  return { available: false, reason }
}
