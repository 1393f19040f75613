import type { Cluster, Member } from '../../cluster/cluster.ts'
import { shellWord } from '../../render/escape.ts'
import type { Protection } from '../../secrets/protection.ts'
import { type Machine, PROGRAMS } from './programs.ts'
import { PROVIDERS, type Provider } from './providers.ts'
import type { Form } from './size.ts'

/** The commands that attach user-data, for a shell in the cluster's folder. */
export type AttachCommands = {
  /** Decrypts the user-data into the private directory; empty if nothing is encrypted, or if `lines` does it. */
  readonly decrypting: readonly string[]
  readonly lines: readonly string[]
  /** Terraform's arguments for each node: its name is the key, its address the value. Empty if Terraform cannot be used. */
  readonly terraform: readonly { readonly resource: string; readonly lines: readonly string[] }[]
}

/** The commands that attach the user-data of all nodes at the spec's provider. */
export function attachCommands(cluster: Cluster, form: Form): AttachCommands {
  const { provider } = cluster.cloudInit
  return provider === 'nocloud' ? imageCommands(cluster) : machineCommands(cluster, provider, form)
}

/** The directory that only the user can read. If it could not be made, `:?` stops the command. */
const PRIVATE = `"\${private:?}"`

/** Makes it, in memory if possible. `exec` ends only the subshell in the parentheses. */
const MAKE_PRIVATE = [
  'umask 077',
  `private=$(for place in "\${XDG_RUNTIME_DIR-}" /dev/shm "\${TMPDIR:-/tmp}"; do [ -d "$place" ] && [ -w "$place" ] && exec mktemp -d "$place/user-data.XXXXXX"; done)`,
]

const REMOVE_PRIVATE = `rm -rf ${PRIVATE}`

function userDataPath({ cloudInit }: Cluster, { name }: Member): string {
  return `${cloudInit.keys === 'embed' ? 'secrets/' : ''}cloud-init/${name}/user-data`
}

/** The command that decrypts the user-data; undefined if it is not encrypted. */
function decryption({ cloudInit, protection }: Cluster): string | undefined {
  if (cloudInit.keys !== 'embed') return undefined
  const commands: Readonly<Record<Protection['method'], string | undefined>> = {
    none: undefined,
    'ansible-vault': 'ansible-vault decrypt --output -',
    age: `age --decrypt --identity "\${AGE_IDENTITY_FILE:?}"`,
  }
  return commands[protection.method]
}

/** Makes images for NoCloud, which cloud-init finds by their label (cloud-init, Datasources, NoCloud). */
function imageCommands(cluster: Cluster): AttachCommands {
  const decrypt = decryption(cluster)
  const lines = cluster.members.map((member) => {
    const { name } = member
    const path = userDataPath(cluster, member)
    // The name of a file in an image is its own name, so each node has a directory for what is decrypted.
    const directory = `${PRIVATE}/${name}`
    const files = [
      decrypt === undefined ? path : `${directory}/user-data`,
      `cloud-init/${name}/meta-data`,
      ...(cluster.cloudInit.network ? [`cloud-init/${name}/network-config`] : []),
    ]
    const make = `genisoimage -quiet -output IMAGES/${name}.iso -volid CIDATA -joliet -rock ${files.join(' ')}`
    if (cluster.cloudInit.keys !== 'embed') return make
    const before =
      decrypt === undefined ? '' : `mkdir ${directory} && ${decrypt} ${path} >${directory}/user-data && `
    return `(umask 077; ${before}${make})`
  })
  return {
    decrypting: [],
    lines: decrypt === undefined ? lines : [...MAKE_PRIVATE, ...lines, REMOVE_PRIVATE],
    terraform: [],
  }
}

/** Makes machines at a provider. */
function machineCommands(
  cluster: Cluster,
  provider: Exclude<Provider, 'nocloud'>,
  form: Form,
): AttachCommands {
  const { members, cloudInit } = cluster
  const program = PROGRAMS[provider]
  const decrypt = decryption(cluster)
  const nodes = members.map((member) => {
    const path = userDataPath(cluster, member)
    const decrypted = `${PRIVATE}/${member.name}`
    return decrypt === undefined
      ? { member, path, before: '' }
      : { member, path: decrypted, before: `${decrypt} ${path} >${decrypted}` }
  })
  const directory = cloudInit.keys === 'embed' ? 'secrets/cloud-init' : 'cloud-init'
  const file = decrypt === undefined ? `${directory}/\${each.key}/user-data` : `PRIVATE/\${each.key}`
  const family = members[0]?.address.family ?? 4
  const terraform = [
    {
      resource: program.resource,
      lines: [...program.terraformAddress(family), program.terraform(`file("${file}")`, form)],
    },
  ]
  if (form === 'gzip' && !program.takesCompressed) {
    const decrypting = decrypt === undefined ? [] : [...MAKE_PRIVATE, ...nodes.map(({ before }) => before)]
    return { decrypting, lines: [], terraform }
  }
  const machines = nodes.map((node) => ({ ...node, machine: machineOf(node.member, node.path, form) }))
  // A session token and one hop: neither a container nor a process that is tricked into a request can read the keys.
  const metadataOptions =
    cloudInit.keys === 'embed' && provider === 'aws'
      ? ' --metadata-options HttpTokens=required,HttpPutResponseHopLimit=1'
      : ''
  const lines = [
    `set -- ${program.shared}${metadataOptions}`,
    // Not in one pipe: if the decryption fails, no machine may be made.
    ...machines.map(({ machine, path, before }) =>
      [...(before ? [before] : []), `${compressing(provider, form, path)}${program.create(machine)}`].join(
        ' && ',
      ),
    ),
    ...machines.flatMap(({ machine }) => program.follow?.(machine) ?? []),
  ]
  return {
    decrypting: [],
    lines: decrypt === undefined ? lines : [...MAKE_PRIVATE, ...lines, REMOVE_PRIVATE],
    // Terraform cannot read encrypted user-data.
    terraform: decrypt === undefined ? terraform : [],
  }
}

function machineOf({ name, address }: Member, path: string, form: Form): Machine {
  return {
    name: shellWord(name),
    address: address.text,
    family: address.family,
    userData: form === 'gzip' ? '-' : path,
    form,
  }
}

/** The stages of a pipe that compress user-data for a provider; empty for plain user-data. */
function compressing(provider: Provider, form: Form, path: string): string {
  if (form === 'plain') return ''
  return `gzip -9nc ${path} | ${PROVIDERS[provider].compressed === 'base64' ? "base64 | tr -d '\\n' | " : ''}`
}
