import type { Installation, NodeState } from '../../node/state.ts'
import { sha256 } from '../../render/digest.ts'
import { plainDocument, render } from '../../render/render.ts'
import { nodeTable } from './table.ts'

/**
 * The script that sets up a node without Ansible (POSIX.1-2017, Shell Command Language): what it is told of the node, how it
 * looks at the machine, which it shares with the playbooks, and what it does.
 */
export function bootstrapScript(node: NodeState): string {
  return [
    render('bundle/settings.sh', settings(node)),
    plainDocument('ansible/roles/etcd/files/node.sh'),
    ...PARTS[node.installation.method].map((name) => plainDocument(`bundle/install/${name}.sh`)),
    plainDocument('bundle/main.sh'),
  ].join('\n')
}

/** By how etcd is installed: the parts of the script that do it. */
const PARTS: Readonly<Record<Installation['method'], readonly string[]>> = {
  release: ['release-directory', 'archive', 'release'],
  'staged-archives': ['release-directory', 'archive', 'staged', 'staged-archives'],
  'staged-programs': ['release-directory', 'staged', 'staged-programs'],
  package: ['package'],
}

function settings(node: NodeState): object {
  const { name, account, installation, unit, files, member } = node
  return {
    ...member,
    ...account,
    unit,
    unitFile: files.find(({ path }) => path.endsWith(`/${unit}`))?.path,
    memberName: name,
    tableDigest: sha256(nodeTable(node)),
    ports: member.ports.join(' '),
    others: member.others.join(','),
    withKeys: member.keys.length > 0 ? [{}] : [],
    memberKeys: member.keys.join(' '),
    asks: Object.entries(member.asks).map(([variable, value]) => ({ name: variable, value })),
    tokenFiles: member.tokenFiles.join(' '),
    tokenLines: member.tokenLines.join('\n'),
    joiningFiles: member.joining.map(({ path }) => path).join(' '),
    joiningDropIn: member.joining.at(-1)?.path,
    version: installation.version,
    ...installationSettings(installation),
  }
}

/** What only some ways to install etcd have to know. Each is a list, empty where it has no place in the script. */
function installationSettings(installation: Installation): object {
  const { method } = installation
  return {
    releases: method === 'package' ? [] : [installation],
    stagings: 'staging' in installation ? [installation.staging] : [],
    programLists:
      method === 'staged-programs'
        ? [{ programs: installation.programs.map(({ file, sha256 }) => `${file} ${sha256}`).join(' ') }]
        : [],
    packageLists: method === 'package' ? [{ packages: installation.packages.join(' ') }] : [],
    archiveTables: archiveTable(installation),
  }
}

function archiveTable(installation: Installation): object[] {
  switch (installation.method) {
    case 'release': {
      const { archives } = installation
      return [
        {
          archives: archives.map(({ url, checksum, ...rest }) => ({ ...rest, source: url, proof: checksum })),
        },
      ]
    }
    case 'staged-archives': {
      const { archives } = installation
      return [
        { archives: archives.map(({ file, sha256, ...rest }) => ({ ...rest, source: file, proof: sha256 })) },
      ]
    }
    default:
      return []
  }
}
