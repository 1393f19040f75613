import type { ClientHostState, Installation, NodeContent, NodeFile, NodeState } from '../../node/state.ts'
import { sha256 } from '../../render/digest.ts'

const HEADING = '# kind mode owner group digest-or-target path'

/**
 * What a node is to hold, line by line, in the order in which it is written: what bootstrap.sh compares a machine with, and
 * what people who distribute files by hand go by. Digests are of SHA-256; `-` stands where a column means nothing.
 */
export function nodeTable(node: NodeState): string {
  const { account, installation } = node
  return table([
    `account - ${account.user} ${account.group} - ${account.user}`,
    ...node.directories.map(
      ({ path, owner, group, mode }) => `directory ${octal(mode)} ${owner} ${group} - ${path}`,
    ),
    ...fileLines(node, account.user),
    ...node.leftovers.map((path) => `leftover - - - - ${path}`),
    ...installationLines(installation),
  ])
}

/** The same of a machine that holds certificates of clients. */
export function clientHostTable(host: ClientHostState): string {
  return table(fileLines(host))
}

function table(lines: readonly string[]): string {
  return `${[HEADING, ...lines].join('\n')}\n`
}

/** Of a node that leaves the cluster. */
export const EMPTY_TABLE = table([])

/** By what a file holds: its kind in the table. A leaf certificate and its key take their places together. */
const KINDS: Readonly<Record<NodeContent['kind'], string>> = {
  text: 'file',
  authority: 'ca',
  certificate: 'certificate',
  secret: 'key',
}

function fileLines({ parents, files }: ClientHostState, account?: string): string[] {
  const isOthers = ({ content, owner }: NodeFile) =>
    content.kind === 'secret' && owner !== 'root' && owner !== account
  return [
    ...parents.map((path) => `parent - - - - ${path}`),
    ...files.filter(isOthers).map(({ path, owner, group }) => `owner - ${owner} ${group} - ${path}`),
    ...files.flatMap(({ path, owner, group, mode, content }) => {
      const line = (kind: string, digest: string) =>
        `${kind} ${octal(mode)} ${owner} ${group} ${digest} ${path}`
      const digest = content.kind === 'secret' ? content.sha256 : sha256(content.text)
      const moving = movingOf(content)
      return [
        ...(moving === undefined ? [] : [line('moving', sha256(moving))]),
        line(KINDS[content.kind], digest),
      ]
    }),
  ]
}

/** A certificate with old and new names, which takes the place of the one with the new names alone while members move. */
export function movingOf(content: NodeContent): string | undefined {
  return content.kind === 'certificate' ? content.moving : undefined
}

function installationLines(installation: Installation): string[] {
  if (installation.method === 'package') {
    return installation.packages.map((name) => `package - - - ${installation.version} ${name}`)
  }
  return [
    `release - - - - ${installation.directory}`,
    ...installation.links.map(({ path, target }) => `program - - - ${target} ${path}`),
  ]
}

/** As `stat -c %a` prints it. */
function octal(mode: number): string {
  return mode.toString(8)
}
