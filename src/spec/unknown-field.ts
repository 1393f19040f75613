import type { Diagnostic, Pointer } from '../diagnostics/diagnostic.ts'
import { child, dotted, segments } from '../diagnostics/pointer.ts'
import { atKey, report } from '../diagnostics/report.ts'
import { fieldAt, sections } from './fields.ts'
import { folded, nearest } from './nearest.ts'
import { placeOfOption } from './option-spelling.ts'

/**
 * Names that Ansible and other tools use for fields of a spec, in lower case without hyphens; with its section if only there.
 * See placeOfOption for etcd's options.
 */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  members: 'nodes',
  servers: 'nodes',
  hosts: 'nodes',
  ip: 'nodes[].address',
  ipaddress: 'nodes[].address',
  ips: 'nodes[].ipAddresses',
  ipsans: 'nodes[].ipAddresses',
  hostname: 'nodes[].name',
  ansiblehost: 'nodes[].ansible.host',
  ansibleuser: 'ansible.user',
  ansibleport: 'ansible.port',
  sans: 'nodes[].dnsNames',
  altnames: 'nodes[].dnsNames',
  dnssans: 'nodes[].dnsNames',
  datadirectory: 'etcd.paths.data',
  waldirectory: 'etcd.paths.wal',
  configdir: 'etcd.paths.configuration',
  configfile: 'etcd.paths.configurationFile',
  certdir: 'etcd.paths.pki',
  pkidir: 'etcd.paths.pki',
  bindir: 'etcd.paths.binaries',
  clustertoken: 'etcd.token',
  clustername: 'name',
  clientport: 'etcd.ports.client',
  peerport: 'etcd.ports.peer',
  metricsport: 'etcd.ports.metrics',
  maxrequest: 'etcd.tuning.maxRequestSize',
  heartbeat: 'etcd.tuning.heartbeatInterval',
  election: 'etcd.tuning.electionTimeout',
  corruptcheck: 'etcd.tuning.corruptionChecks',
  logfile: 'etcd.logging.outputs',
  etcdversion: 'etcd.version',
  installmethod: 'etcd.install.method',
  checksum: 'etcd.install.sha256',
  downloadurl: 'etcd.install.mirror',
  extraargs: 'etcd.extraOptions',
  options: 'etcd.extraOptions',
  flags: 'etcd.extraOptions',
  featuregate: 'feature-gates under etcd.extraOptions',
  keytype: 'tls.algorithm',
  disabletls: 'tls.enabled',
  enabletls: 'tls.enabled',
  insecure: 'tls.enabled',
  notls: 'tls.enabled',
  plaintext: 'tls.enabled',
  scheme: 'tls.enabled',
  ssl: 'tls',
  usetls: 'tls.enabled',
  'tls.disabled': 'tls.enabled',
  'tls.mode': 'tls.enabled',
  'tls.type': 'tls.enabled',
  'tls.use': 'tls.enabled',
  validity: 'tls.certificateLifetime',
  cn: 'tls.clients[].commonName',
  mac: 'nodes[].macAddress',
  hwaddr: 'nodes[].macAddress',
  userdata: 'cloudInit.config',
  cloudconfig: 'cloudInit.config',
  cloudconfigfile: 'cloudInit.configFile',
  networkconfig: 'cloudInit.network',
  agerecipients: 'secrets.recipients',
  timeoutstartsec: 'systemd.startTimeout',
}

/** The diagnostic about an unknown field, and the field that is meant if it is in the same section. */
export type UnknownField = { readonly diagnostic: Diagnostic; readonly meant: string | undefined }

/**
 * Suggests a field for an unknown one: a similar name in the same section, the same name in another section, or another
 * tool's name.
 *
 * @param place what messages call the section
 */
export function unknownField(section: Pointer, name: string, place: string): UnknownField {
  const known = Object.keys(fieldAt(section)?.properties ?? {})
  const target = atKey(child(section, name))
  const said = (near: string | undefined, elsewhere: readonly string[]): UnknownField => ({
    diagnostic: report('field-unknown', target, { name, place, near, elsewhere, known }),
    meant: near,
  })
  const slip = nearest(name, known, 1)
  if (slip) return said(slip, [])
  const renamed = otherName(section, name) ?? placeOfOption(name)
  const elsewhere = sectionsWith(name)
  // At the top level, `hosts` means the nodes, although a client's install section has `hosts` too.
  if (renamed && (elsewhere.length === 0 || section === '' || isNearer(renamed, elsewhere, section))) {
    const meant = renamed.startsWith('nodes[].') && section.startsWith('/nodes/') ? renamed.slice(8) : renamed
    return { diagnostic: report('field-renamed', target, { name, place, path: meant }), meant }
  }
  return elsewhere.length > 0 ? said(undefined, elsewhere) : said(nearest(name, known), [])
}

function otherName(section: Pointer, name: string): string | undefined {
  const known = [`${dotted(section)}.${folded(name)}`, folded(name)]
  const spelling = known.find((candidate) => Object.hasOwn(OTHER_NAMES, candidate))
  return spelling === undefined ? undefined : OTHER_NAMES[spelling]
}

/** Whether the field belongs to the section where it is, and same-named fields belong elsewhere: etcd's configFile. */
function isNearer(renamed: string, elsewhere: readonly string[], section: Pointer): boolean {
  const part = `${segments(section)[0]}.`
  return renamed.startsWith(part) && !elsewhere.some((path) => path.startsWith(part))
}

const MOST_SECTIONS = 3

/** The sections with a field of this name; none if there are too many to list. */
function sectionsWith(name: string): string[] {
  const found = [...sections()].flatMap(([path, fields]) => {
    const field = fields.find((candidate) => folded(candidate) === folded(name))
    if (!field) return []
    const spelling = field === name ? '' : ` as ${JSON.stringify(field)}`
    return [`${sectionName(path)}${spelling}`]
  })
  return found.length > MOST_SECTIONS ? [] : found
}

function sectionName(path: string): string {
  if (path === '') return 'the top level'
  return path.endsWith('[]') ? `each entry of ${path.slice(0, -2)}` : path
}
