import { attempt, type Command, run } from './command.ts'

/** What the lab needs of Debian's packages on the machine that it runs on. */
const packages = [
  'systemd-container', // systemd-nspawn
  'mmdebstrap',
  'iproute2',
  'nftables',
  'openssh-client',
  'openssl',
  'python3-venv',
  'apt-utils', // apt-ftparchive
  'ansible-core', // 2.14, beside the newer one from PyPI
  'ca-certificates',
  'shellcheck',
  'genisoimage', // and isoinfo
  'dnsmasq-base', // no service, unlike dnsmasq
] as const

let installing: Promise<readonly string[]> | undefined

/**
 * Installs the packages that are missing, if any, and returns their names. Needs root. Scenarios that run side by side
 * share one installation: `apt-get update` does not wait for another one's lock.
 */
export function installPackages(): Promise<readonly string[]> {
  installing ??= install()
  return installing
}

async function install(): Promise<readonly string[]> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own placeholders
  const format = '--showformat=${Package} ${db:Status-Status}\n'
  const query = await attempt(['dpkg-query', '--show', format, ...packages])
  const installed = new Set(
    query.stdout.split('\n').flatMap((line) => line.match(/^(\S+) installed$/)?.[1] ?? []),
  )
  const missing = packages.filter((name) => !installed.has(name))
  if (missing.length === 0) return []
  // Another apt may be at work, a second lab's for one: wait for its lock.
  const apt: Command = ['apt-get', '--quiet', '-o', 'DPkg::Lock::Timeout=300']
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run([...apt, 'update'], { env })
  await run([...apt, 'install', '--yes', '--no-install-recommends', ...missing], { env })
  return missing
}
