import ipaddr from 'ipaddr.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress } from './address-form.ts'
import { EXTRA_OPTIONS, givenValue } from './extra-options.ts'
import { nodesOf, type Rule } from './rule.ts'

const NAME = 'listen-client-http-urls'
const POINTER = `${EXTRA_OPTIONS}/${NAME}`

/**
 * Where etcd answers HTTP apart from gRPC is an address that every node has, at a port that nothing else of etcd listens
 * at (etcd, embed/config.go, checkBindURLs; embed/etcd.go), and not open to everyone.
 */
export const clientHttpUrls: Rule = (subject) => {
  const urls = (givenValue(subject.spec, NAME) ?? '').split(',').flatMap((text) => parts(text.trim()) ?? [])
  const said = urls.flatMap((url) => checkUrl(url, subject))
  const twice = urls.find((url, index) => urls.slice(0, index).some((other) => clash(url, other)))
  if (!twice || said.length > 0) return said
  const reason = `two of its URLs are at port ${twice.port}`
  const advice = 'Keep one of them: 0.0.0.0 includes the others.'
  return [report('option-needs', at(POINTER), { name: NAME, reason, advice })]
}

/** Whether etcd could not listen at both: the second would be "address already in use". */
function clash(one: Url, other: Url): boolean {
  const isAny = ({ host }: Url) => host === '0.0.0.0' || host === '::'
  const canonical = ({ host }: Url) => (host === 'localhost' ? '127.0.0.1' : canonicalAddress(host))
  return one.port === other.port && (isAny(one) || isAny(other) || canonical(one) === canonical(other))
}

type Url = { readonly text: string; readonly scheme: string; readonly host: string; readonly port: number }

function parts(text: string): Url | undefined {
  const [, scheme, host, port] = /^(https?):\/\/(\[[^\]]+\]|[^:/]+):(\d+)$/i.exec(text) ?? []
  if (scheme === undefined || host === undefined) return undefined
  return { text, scheme: scheme.toLowerCase(), host: host.replace(/^\[|\]$/g, ''), port: Number(port) }
}

function checkUrl(url: Url, subject: Parameters<Rule>[0]): Diagnostic[] {
  const { host, port, scheme } = url
  const address = canonicalAddress(host)
  const refuse = (reason: string, advice: string, ...related: string[]) =>
    report('option-needs', at(POINTER, ...related), { name: NAME, reason, advice })
  if (host !== 'localhost' && address === undefined) {
    return [
      refuse(`"${host}" is no IP address`, 'Write an address, such as https://0.0.0.0:2382, or localhost.'),
    ]
  }
  const nodes = nodesOf(subject.spec)
  const owner = nodes.find(
    ({ node }) => canonicalAddress(node.address ?? '') === address && address !== undefined,
  )
  if (owner && nodes.length > 1) {
    const advice = 'Write https://0.0.0.0 or https://[::] with the port: each node is told the same.'
    return [refuse('all nodes would listen at the address of one', advice, `${owner.pointer}/address`)]
  }
  const isEverywhere =
    address === undefined || ['unspecified', 'loopback'].includes(ipaddr.parse(address).range())
  if (!isEverywhere && !owner) {
    return [refuse(`no node has the address ${host}`, 'Write https://0.0.0.0 or https://[::] with the port.')]
  }
  const role = portOwner(port, address, subject)
  if (role) {
    const advice = 'Choose a port of its own, such as 2382.'
    const place = `/etcd/ports/${role}`
    return [
      refuse(`the ${role} port is ${port} as well`, advice, ...(subject.isWritten(place) ? [place] : [])),
    ]
  }
  const isLocal = address === undefined || ipaddr.parse(address).range() === 'loopback'
  if (scheme === 'https' || isLocal) return []
  const reason = 'everyone who reaches it can read and write keys without a certificate'
  const advice = `Write ${url.text.replace(/^http:/i, 'https:')}, or an address of loopback.`
  return [report('option-unsafe', at(POINTER), { name: NAME, reason, advice })]
}

/** Which of etcd's ports it is, where etcd listens there at an address that this one clashes with. */
function portOwner(
  port: number,
  address: string | undefined,
  { spec }: Parameters<Rule>[0],
): string | undefined {
  const { client, peer, metrics } = spec.etcd?.ports ?? {}
  const isAny = address !== undefined && ipaddr.parse(address).range() === 'unspecified'
  // `localhost` is 127.0.0.1 to etcd; the address of a node has only come this far where there is one node.
  const onLoopback = isAny || address === undefined || address === '127.0.0.1'
  const onNode =
    isAny || nodesOf(spec).some(({ node }) => address && canonicalAddress(node.address ?? '') === address)
  if (port === client && (onLoopback || onNode)) return 'client'
  if (port === peer && onNode) return 'peer'
  const listen = spec.etcd?.metrics?.listen
  const clashes = (onLoopback && listen !== 'node') || (onNode && listen !== 'loopback')
  return port === metrics && clashes ? 'metrics' : undefined
}
