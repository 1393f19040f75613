import { UPGRADES } from '../../etcd/releases.ts'
import { EARLIER_MARKER, earlierHeading, MARKER } from '../../node/marker.ts'
import { READ_AT_START_ONLY, type RunFiles } from '../../node/paths.ts'
import type { AbsentState, ClientHostState, Installation, NodeState } from '../../node/state.ts'
import { OTHER_MEMBERS } from '../../node/styles/joining.ts'
import { type Artifact, publicArtifact } from '../../output/artifact.ts'
import type { CaIdentity } from '../../pki/identity.ts'
import { sha256 } from '../../render/digest.ts'
import { isPlain, plainDocument, render } from '../../render/render.ts'
import { clientHostTable, EMPTY_TABLE } from './table.ts'

/** What the script has to do: install etcd in one way, and look up the members' names and SRV records if there are any. */
export type ScriptPurpose = {
  readonly method: Installation['method']
  readonly run: RunFiles
  readonly hasVirtualAddresses: boolean
  readonly hasNames: boolean
  readonly hasRecords: boolean
  readonly hasProxy: boolean
  readonly hasMirrorAuthority: boolean
}

/** What the script of a cluster with these nodes has to do. All of them get etcd in the same way. */
export function scriptPurpose(nodes: readonly NodeState[]): ScriptPurpose {
  const [first] = nodes
  if (!first) throw new Error('a cluster has a node')
  const { installation, member } = first
  return {
    method: installation.method,
    run: member.run,
    hasVirtualAddresses: nodes.some((node) => node.member.virtualAddresses.length > 0),
    hasNames: member.names.length > 0,
    hasRecords: member.records.length > 0,
    hasProxy: proxyOf(installation) !== undefined,
    hasMirrorAuthority: mirrorAuthorityOf(installation) !== undefined,
  }
}

/**
 * The script that inspects a node, judges it and sets it up, for every channel (POSIX.1-2017, Shell Command Language). It is
 * the same on all nodes of a cluster.
 */
export function bootstrapScript(purpose: ScriptPurpose): Artifact {
  return script(purpose, [
    'verdicts',
    'own-member',
    'own-version',
    'current',
    'upgrades',
    'lock',
    'set-up',
    'restart',
    'playbooks',
    'join',
    'remove',
  ])
}

/**
 * The same script for user-data, where room is scarce: without comments and indentation, and without what only people and playbooks use.
 * nodes/ has all of it.
 */
export function firstBootScript(purpose: ScriptPurpose): Artifact {
  const { text, ...file } = withoutComments(script(purpose, ['first-boot']))
  // Indentation means something in Python's lines alone.
  const parts = text.split(/^(.*<<'END'\n[\s\S]*?^END\n)/m)
  return {
    ...file,
    text: parts.map((part, index) => (index % 2 ? part : part.replace(/^ +/gm, ''))).join(''),
  }
}

/** The settings for user-data: a machine that boots for the first time trusts no CA yet. */
export function firstBootSettings(node: NodeState, table: string): Artifact {
  return withoutComments(settings(node, table))
}

function withoutComments({ text, ...file }: Artifact): Artifact {
  const lines = text.split('\n').filter((line) => !/^\s*(?:#(?!!)|$)/.test(line))
  return { ...file, text: `${lines.join('\n')}\n` }
}

function script(purpose: ScriptPurpose, more: readonly string[]): Artifact {
  const { method, run, hasVirtualAddresses, hasNames, hasRecords } = purpose
  const inScript = (names: readonly string[]) => names.map((name) => `script/${name}`)
  const lookUps = [
    ...(hasVirtualAddresses ? ['virtual-addresses'] : []),
    ...(hasNames ? ['names'] : []),
    ...(hasRecords ? ['records'] : []),
  ]
  const parts = [
    ...inScript(['head', 'report', 'facts', ...lookUps, 'members', 'judge']),
    ...INSTALL_PARTS[method].map((name) => `install/${name}`),
    ...inScript(['apply', 'start', ...more, 'main']),
  ]
  const facts = { ...run, ...purpose, upgrades: UPGRADES }
  const text = parts
    .map((name) => `bundle/${name}.sh`)
    .map((name) => (isPlain(name) ? plainDocument(name) : render(name, facts)))
    .join('')
  return { path: 'bootstrap.sh', mode: 0o755, text }
}

/** The parts of the script that install etcd. */
const INSTALL_PARTS: Readonly<Record<Installation['method'], readonly string[]>> = {
  release: ['release-directory', 'archive', 'release'],
  'staged-archives': ['release-directory', 'archive', 'staged', 'staged-archives'],
  'staged-programs': ['release-directory', 'staged', 'staged-programs'],
  package: ['package'],
}

/**
 * What the script has to know of a node.
 *
 * @param table by `nodeTable`
 * @param trusted the CAs that the node trusts
 * @param leaving the nodes that the node removes from the cluster
 */
export function nodeSettings(
  node: NodeState,
  table: string,
  trusted: readonly CaIdentity[],
  leaving: Leaving,
): Artifact {
  const { text, ...file } = settings(node, table)
  return { ...file, text: `${text}${settingsOfMember(node, trusted, leaving)}` }
}

/** The nodes that leave the cluster, and the peer URLs of those that stay. */
export type Leaving = { readonly absent: readonly AbsentState[]; readonly peerUrls: readonly string[] }

function settingsOfMember(
  { name, member }: NodeState,
  trusted: readonly CaIdentity[],
  { absent, peerUrls }: Leaving,
): string {
  const { mountedPaths, requiredUnits } = member
  const cas = new Map(trusted.map((ca) => [ca.fingerprint, ca]))
  return render('bundle/settings-of-a-member.sh', {
    ...member,
    ...member.asking,
    hasOtherName: member.name !== name,
    memberName: member.name,
    otherMembers: OTHER_MEMBERS,
    hasAbsent: absent.length > 0,
    absent: absent.map((each) => `${each.name} ${each.peerUrl} ${each.memberName}`).join('\n'),
    peerUrls: peerUrls.join(' '),
    hasDependencies: mountedPaths.length + requiredUnits.length > 0,
    mountedPaths: mountedPaths.join(' '),
    requiredUnits: requiredUnits.join(' '),
    readAtStartOnly: READ_AT_START_ONLY,
    fingerprints: [...cas.keys()].join(' '),
    marks: [...cas.values()].flatMap(({ marks }) => marks).join('\n'),
  })
}

function settings(node: NodeState, table: string): Artifact {
  const { name, account, installation, unit, files, member } = node
  const text = render('bundle/settings.sh', {
    ...member,
    ...member.asking,
    ...account,
    unit,
    unitFile: files.find(({ path }) => path.endsWith(`/${unit}`))?.path,
    nodeName: name,
    tableDigest: sha256(table),
    addresses: member.addresses.join(' '),
    hasVirtualAddresses: member.virtualAddresses.length > 0,
    virtualAddresses: member.virtualAddresses.join(' '),
    hasNames: member.names.length > 0,
    names: member.names.join('\n'),
    hasRecords: member.records.length > 0,
    records: member.records.join('\n'),
    ports: member.ports.join(' '),
    memberKeys: member.keys.join(' '),
    marker: MARKER,
    earlierMarker: EARLIER_MARKER,
    earlierHeading: earlierHeading(member.clusterName),
    tokenFiles: member.tokenFiles.join(' '),
    tokenLines: member.tokenLines.join('\n'),
    joiningFiles: member.joining.map(({ path }) => path).join(' '),
    joiningDropIn: member.joining.at(-1)?.path,
    version: installation.version,
    ...installationSettings(installation),
  })
  return publicArtifact('settings.sh', text)
}

/** What the script has to know of a node that leaves the cluster. */
export function absentSettings(node: AbsentState): Artifact {
  const text = render('bundle/absent-settings.sh', {
    ...node,
    deletesData: node.deletesData ? 'yes' : 'no',
    tableDigest: sha256(EMPTY_TABLE),
    marker: MARKER,
    earlierMarker: EARLIER_MARKER,
    earlierHeading: earlierHeading(node.clusterName),
    tokenFiles: node.tokenFiles.join(' '),
    tokenLines: node.tokenLines.join('\n'),
  })
  return publicArtifact('settings.sh', text)
}

/** What the script has to know of a machine that holds client certificates. */
export function clientHostSettings(host: ClientHostState): Artifact {
  const tableDigest = sha256(clientHostTable(host))
  return publicArtifact(
    'settings.sh',
    render('bundle/client-host-settings.sh', { name: host.name, tableDigest }),
  )
}

/** What the script has to know of the way in which etcd is installed. Only what `is…` and `has…` name is printed. */
function installationSettings(installation: Installation): object {
  const { method } = installation
  const archives = archivesOf(installation)
  const proxy = proxyOf(installation)
  const mirrorAuthority = mirrorAuthorityOf(installation)
  return {
    isRelease: method !== 'package',
    releaseDirectory: method === 'package' ? '' : installation.directory,
    isStaged: 'staging' in installation,
    stagingDirectory: 'staging' in installation ? installation.staging.directory : '',
    isPrograms: method === 'staged-programs',
    programs:
      method === 'staged-programs'
        ? installation.programs.map(({ file, sha256 }) => `${file} ${sha256}`).join(' ')
        : '',
    isPackage: method === 'package',
    packages: method === 'package' ? installation.packages.join(' ') : '',
    hasProxy: proxy !== undefined,
    proxy: Object.entries(proxy ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
    hasMirrorAuthority: mirrorAuthority !== undefined,
    mirrorAuthority: mirrorAuthority ?? '',
    hasArchives: archives.length > 0,
    archives,
  }
}

const proxyOf = (installation: Installation) => ('proxy' in installation ? installation.proxy : undefined)

const mirrorAuthorityOf = (installation: Installation) =>
  installation.method === 'release' ? installation.mirrorAuthority : undefined

/** The archives of the release: for which machine, the file or URL, and its digest. */
function archivesOf(installation: Installation): object[] {
  switch (installation.method) {
    case 'release':
      return installation.archives.map(({ url, checksum, ...rest }) => ({
        ...rest,
        source: url,
        proof: checksum,
      }))
    case 'staged-archives':
      return installation.archives.map(({ file, sha256, ...rest }) => ({
        ...rest,
        source: file,
        proof: sha256,
      }))
    default:
      return []
  }
}
