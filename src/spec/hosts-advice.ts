import type { Pointer } from '../diagnostics/diagnostic.ts'

const HOSTS = /^\/tls\/clients\/\d+\/install(?:\/hosts)?$/

/**
 * What to write where `hosts` of a client, or its section `install`, is a text: the hosts by name. Ansible's groups, such
 * as `all`, are not names of hosts. Undefined for other fields.
 */
export function hostsAdvice(text: string, pointer: Pointer, spec: unknown): string | undefined {
  if (!HOSTS.test(pointer)) return undefined
  const { nodes, clientHosts } = spec as Readonly<Record<string, unknown>>
  const [members, others] = [namesIn(nodes), namesIn(clientHosts)]
  const written = text.split(/[\s,;[\]"']+/).filter((part) => part !== '')
  const isKnown =
    written.length > 0 && written.every((name) => members.includes(name) || others.includes(name))
  const right = `[${(isKnown ? written : [...members, ...others]).slice(0, MOST).join(', ')}]`
  if (right === '[]') return 'List each host by its name, in brackets.'
  const isSection = pointer.endsWith('/install')
  const whole = isSection ? `{ hosts: ${right} }` : right
  return isKnown ? `Write it as ${whole}.` : `List each host by its name, as in ${whole}.`
}

const MOST = 20

function namesIn(list: unknown): string[] {
  const entries: readonly unknown[] = Array.isArray(list) ? list : []
  return entries.flatMap((entry) => {
    const name: unknown = (entry as { name?: unknown } | null)?.name
    return typeof name === 'string' && /^[a-z0-9.-]+$/.test(name) ? [name] : []
  })
}
