import type { Cluster, Member } from '../../cluster/cluster.ts'
import { shellWord } from '../../render/escape.ts'
import type { Protection } from '../../secrets/protection.ts'
import { type Machine, PROGRAMS } from './programs.ts'
import { PROVIDERS, type Provider } from './providers.ts'
import type { Form } from './size.ts'

/** How user-data is attached, line by line for a shell in the cluster's folder. */
export type Attaching = {
  /** How the private directory comes to hold what is decrypted; none where nothing has to be. */
  readonly decrypting: readonly string[]
  readonly lines: readonly string[]
  /** What Terraform is told of each node, whose name is the key and whose address is the value; none where that has no place. */
  readonly terraform: readonly { readonly resource: string; readonly lines: readonly string[] }[]
}

/** How the user-data of all nodes is attached at the spec's provider. */
export function attaching(cluster: Cluster, form: Form): Attaching {
  const { provider } = cluster.cloudInit
  return provider === 'nocloud' ? seeding(cluster) : starting(cluster, provider, form)
}

/** The directory for what nobody else may read, and nothing keeps. Where none could be made, a line ends here. */
const PRIVATE = `"\${private:?}"`

/** Makes it, in memory where there is such a place. What stands in the parentheses is a shell of its own. */
const MAKE_PRIVATE = [
  'umask 077',
  `private=$(for place in "\${XDG_RUNTIME_DIR-}" /dev/shm "\${TMPDIR:-/tmp}"; do [ -d "$place" ] && [ -w "$place" ] && exec mktemp -d "$place/user-data.XXXXXX"; done)`,
]

const REMOVE_PRIVATE = `rm -rf ${PRIVATE}`

function userDataPath({ cloudInit }: Cluster, { name }: Member): string {
  return `${cloudInit.keys === 'embed' ? 'secrets/' : ''}cloud-init/${name}/user-data`
}

/** The command that decrypts the user-data of this tree; none where that is not encrypted. */
function opening({ cloudInit, protection }: Cluster): string | undefined {
  if (cloudInit.keys !== 'embed') return undefined
  const commands: Readonly<Record<Protection['method'], string | undefined>> = {
    none: undefined,
    'ansible-vault': 'ansible-vault decrypt --output -',
    age: `age --decrypt --identity "\${AGE_IDENTITY_FILE:?}"`,
  }
  return commands[protection.method]
}

/** Images for NoCloud, which cloud-init finds by their label (cloud-init, Datasources, NoCloud). */
function seeding(cluster: Cluster): Attaching {
  const open = opening(cluster)
  const lines = cluster.members.map((member) => {
    const { name } = member
    const path = userDataPath(cluster, member)
    // An image has files by their own names, so what is decrypted lies in a directory for each node.
    const opened = `${PRIVATE}/${name}`
    const files = [
      open === undefined ? path : `${opened}/user-data`,
      `cloud-init/${name}/meta-data`,
      ...(cluster.cloudInit.network ? [`cloud-init/${name}/network-config`] : []),
    ]
    const make = `genisoimage -quiet -output IMAGES/${name}.iso -volid CIDATA -joliet -rock ${files.join(' ')}`
    if (cluster.cloudInit.keys !== 'embed') return make
    const before = open === undefined ? '' : `mkdir ${opened} && ${open} ${path} >${opened}/user-data && `
    return `(umask 077; ${before}${make})`
  })
  return {
    decrypting: [],
    lines: open === undefined ? lines : [...MAKE_PRIVATE, ...lines, REMOVE_PRIVATE],
    terraform: [],
  }
}

function starting(cluster: Cluster, provider: Exclude<Provider, 'nocloud'>, form: Form): Attaching {
  const { members, cloudInit } = cluster
  const program = PROGRAMS[provider]
  const open = opening(cluster)
  const nodes = members.map((member) => {
    const path = userDataPath(cluster, member)
    const opened = `${PRIVATE}/${member.name}`
    return open === undefined
      ? { member, path, decrypt: '' }
      : { member, path: opened, decrypt: `${open} ${path} >${opened}` }
  })
  const directory = cloudInit.keys === 'embed' ? 'secrets/cloud-init' : 'cloud-init'
  const file = open === undefined ? `${directory}/\${each.key}/user-data` : `PRIVATE/\${each.key}`
  const family = members[0]?.address.family ?? 4
  const terraform = [
    {
      resource: program.resource,
      lines: [...program.terraformAddress(family), program.terraform(`file("${file}")`, form)],
    },
  ]
  if (form === 'gzip' && !program.takesCompressed) {
    const decrypting = open === undefined ? [] : [...MAKE_PRIVATE, ...nodes.map(({ decrypt }) => decrypt)]
    return { decrypting, lines: [], terraform }
  }
  const machines = nodes.map((node) => ({ ...node, machine: machineOf(node.member, node.path, form) }))
  // A session and one hop: no program that can be made to ask for a page, nor a container, gets at the keys.
  const guarded =
    cloudInit.keys === 'embed' && provider === 'aws'
      ? ' --metadata-options HttpTokens=required,HttpPutResponseHopLimit=1'
      : ''
  const lines = [
    `set -- ${program.shared}${guarded}`,
    // Not in one pipe: where nothing can be decrypted, no machine is to be made.
    ...machines.map(({ machine, path, decrypt }) =>
      [...(decrypt ? [decrypt] : []), `${compressing(provider, form, path)}${program.create(machine)}`].join(
        ' && ',
      ),
    ),
    ...machines.flatMap(({ machine }) => program.follow?.(machine) ?? []),
  ]
  return {
    decrypting: [],
    lines: open === undefined ? lines : [...MAKE_PRIVATE, ...lines, REMOVE_PRIVATE],
    // What is encrypted, Terraform would have to be given in the open.
    terraform: open === undefined ? terraform : [],
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

/** The stages of a pipe in which user-data is compressed for a provider, if it is. */
function compressing(provider: Provider, form: Form, path: string): string {
  if (form === 'plain') return ''
  return `gzip -9nc ${path} | ${PROVIDERS[provider].compressed === 'base64' ? "base64 | tr -d '\\n' | " : ''}`
}
