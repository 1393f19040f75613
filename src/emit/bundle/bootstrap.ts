import type { Installation, NodeState } from '../../node/state.ts'
import { plainDocument, render } from '../../render/render.ts'

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

function settings({
  name,
  account,
  installation,
  unit,
  keysUnit,
  files,
  member,
  etcdctl,
}: NodeState): object {
  return {
    ...member,
    ...account,
    unit,
    keysUnit,
    memberName: name,
    ports: member.ports.join(' '),
    others: member.others.join(','),
    tokenFiles: member.tokenFiles.join(' '),
    tokenLines: member.tokenLines.join('\n'),
    joiningFiles: member.joining.map(({ path }) => path).join(' '),
    joiningDropIn: member.joining.at(-1)?.path,
    etcdctlVariables: Object.entries(etcdctl).map(([variable, value]) => ({ name: variable, value })),
    version: installation.version,
    ...installationSettings(installation, files.find(({ path }) => path.endsWith(`/${unit}`))?.path),
  }
}

/** What only some ways to install etcd have to know. Each is a list, empty where it has no place in the script. */
function installationSettings(installation: Installation, unitFile: string | undefined): object {
  const { method } = installation
  return {
    releases: method === 'package' ? [] : [installation],
    stagings: 'staging' in installation ? [installation.staging] : [],
    programLists:
      method === 'staged-programs'
        ? [{ programs: installation.programs.map(({ file, sha256 }) => `${file} ${sha256}`).join(' ') }]
        : [],
    packageLists: method === 'package' ? [{ packages: installation.packages.join(' '), unitFile }] : [],
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
