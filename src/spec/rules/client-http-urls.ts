import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress, isLoopback } from '../../ip-address.ts'
import { EXTRA_OPTIONS, givenValue } from './extra-options.ts'
import { isPlain, nodesOf, purposesOf, type Rule } from './rule.ts'

const NAME = 'listen-client-http-urls'
const POINTER = `${EXTRA_OPTIONS}/${NAME}`
const SWITCH = '/tls/enabled'

/**
 * The separate HTTP listener needs an address that every node has and a port that etcd does not use (etcd,
 * embed/config.go, checkBindURLs; embed/etcd.go), and must not be open to everyone.
 */
export const clientHttpUrls: Rule = (subject) => {
  const urls = (givenValue(subject.spec, NAME) ?? '').split(',').flatMap((text) => parts(text.trim()) ?? [])
  const said = urls.flatMap((url) => checkUrl(url, subject))
  const twice = urls.find((url, index) => urls.slice(0, index).some((other) => clash(url, other)))
  if (!twice || said.length > 0) return said
  const reason = `two of its URLs use port ${twice.port}`
  const advice = 'Keep one of them; 0.0.0.0 includes all addresses.'
  return [report('option-needs', at(POINTER), { name: NAME, reason, advice })]
}

/** Whether etcd cannot listen on both: the second would fail with "address already in use". */
function clash(one: Url, other: Url): boolean {
  if (one.port !== other.port) return false
  const [first, second] = [addressOf(one), addressOf(other)]
  return first === second || [first, second].some((address) => address !== undefined && isAny(address))
}

/** The address that etcd uses for `localhost`. */
const LOCALHOST = '127.0.0.1'

function addressOf({ host }: Url): string | undefined {
  return host === 'localhost' ? LOCALHOST : canonicalAddress(host)
}

/** Whether it means every address of the machine. */
function isAny(address: string): boolean {
  return address === '0.0.0.0' || address === '::'
}

type Url = { readonly text: string; readonly scheme: string; readonly host: string; readonly port: number }

function parts(text: string): Url | undefined {
  const [, scheme, host, port] = /^(https?):\/\/(\[[^\]]+\]|[^:/]+):(\d+)$/i.exec(text) ?? []
  if (scheme === undefined || host === undefined) return undefined
  return { text, scheme: scheme.toLowerCase(), host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function checkUrl(url: Url, subject: Parameters<Rule>[0]): Diagnostic[] {
  const { host, port, scheme } = url
  const address = addressOf(url)
  const plain = isPlain(subject.spec)
  const anywhere = plain ? `http://${LOCALHOST}` : 'https://0.0.0.0 or https://[::]'
  const refuse = (reason: string, advice: string, ...related: string[]) =>
    report('option-needs', at(POINTER, ...related), { name: NAME, reason, advice })
  if (address === undefined) {
    const example = plain ? `http://${LOCALHOST}:2382` : 'https://0.0.0.0:2382'
    return [
      refuse(
        `"${host}" is not an IP address`,
        `Write a URL with an IP address, such as ${example}, or with localhost.`,
      ),
    ]
  }
  const isLocal = isLoopback(address)
  if (plain && scheme === 'https') {
    const advice = isLocal ? `Write ${url.text.replace(/^https:/i, 'http:')}.` : `Write ${anywhere}:${port}.`
    return [refuse('https needs a certificate, but TLS is off', advice, SWITCH)]
  }
  const nodes = nodesOf(subject.spec)
  const owner = nodes.find(({ node }) => canonicalAddress(node.address ?? '') === address)
  if (owner && nodes.length > 1) {
    const advice = `Write ${anywhere} with the port: all nodes get the same value.`
    return [refuse('all nodes would listen on the address of one node', advice, `${owner.pointer}/address`)]
  }
  if (!isLocal && !isAny(address) && !owner) {
    return [refuse(`no node has the address ${host}`, `Write ${anywhere} with the port.`)]
  }
  const role = portOwner(port, address, subject)
  if (role) {
    const advice = 'Choose an unused port, such as 2382.'
    const fieldPointer = `/etcd/ports/${role}`
    return [
      refuse(
        `the ${role} port is also ${port}`,
        advice,
        ...(subject.isWritten(fieldPointer) ? [fieldPointer] : []),
      ),
    ]
  }
  if (scheme === 'https' || isLocal) return []
  if (plain) return [report('tls-off-address', at(POINTER, SWITCH), { address: url.text })]
  const reason = 'everyone who can reach it can read and write keys without a certificate'
  const advice = `Write ${url.text.replace(/^http:/i, 'https:')}, or use a loopback address.`
  return [report('option-unsafe', at(POINTER), { name: NAME, reason, advice })]
}

/** Which of etcd's own listeners uses this port on the same address, if any. */
function portOwner(port: number, address: string, { spec }: Parameters<Rule>[0]): string | undefined {
  const { client, peer, metrics } = spec.etcd?.ports ?? {}
  const onLoopback = isAny(address) || address === LOCALHOST
  // With several nodes, a node's address has already been refused.
  const onNode =
    isAny(address) || nodesOf(spec).some(({ node }) => canonicalAddress(node.address ?? '') === address)
  if (port === client && (onLoopback || onNode)) return 'client'
  if (port === peer && onNode) return 'peer'
  const listen = spec.etcd?.metrics?.listen
  const isOwn = purposesOf(spec).some((each) => each.purpose === 'metrics')
  const clashes = isOwn || (onLoopback && listen !== 'node') || (onNode && listen !== 'loopback')
  return port === metrics && clashes ? 'metrics' : undefined
}
