import type { Provider } from './providers.ts'
import type { Form } from './size.ts'

/** The arguments of a provider's program for one machine. The user replaces words in capitals. */
export type Machine = {
  /** The member's name, as one shell word. */
  readonly name: string
  readonly address: string
  readonly family: 4 | 6
  /** The path of the user-data, as one shell word, or `-` for standard input. */
  readonly userData: string
  readonly form: Form
}

/** The program that makes machines at a provider. */
export type Program = {
  /** The arguments that all machines share. */
  readonly shared: string
  /** The command that makes one machine. */
  readonly create: (machine: Machine) => string
  /** The commands that must follow for each machine. */
  readonly follow?: (machine: Machine) => readonly string[]
  /** Whether it takes compressed user-data, as bytes or in base64. */
  readonly takesCompressed: boolean
  /** Terraform's resource, and its argument for an expression that reads the file. */
  readonly resource: string
  readonly terraform: (file: string, form: Form) => string
  /** The lines that set the machine's address in that resource, or a comment that says how to set it. */
  readonly terraformAddress: (family: 4 | 6) => readonly string[]
  /** What to know about IPv6 addresses there: Markdown, in one line. */
  readonly ipv6?: string
}

const piped = (userData: string, stdin: string) => (userData === '-' ? stdin : userData)

/** A block of Terraform. */
const blockOf = (name: string, lines: readonly string[]) => [
  `${name} {`,
  ...lines.map((line) => `  ${line}`),
  '}',
]

/** An instance's name: up to 63 of a-z, 0-9 and -, a letter first (Compute Engine, Naming resources). */
function googleName(name: string): string {
  const begun = /^[a-z]/.test(name) ? name : `n-${name}`
  return begun.replaceAll('.', '-').slice(0, 63).replace(/-+$/, '')
}

/** Sources: the reference of each program for its command, and of each Terraform provider for its resource. */
export const PROGRAMS: Readonly<Record<Exclude<Provider, 'nocloud'>, Program>> = {
  aws: {
    shared:
      '--image-id IMAGE --instance-type TYPE --subnet-id SUBNET --security-group-ids GROUP --key-name KEY',
    create: ({ name, address, family, userData }) =>
      [
        'aws ec2 run-instances "$@"',
        family === 6 ? `--ipv6-addresses Ipv6Address=${address}` : `--private-ip-address ${address}`,
        `--tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=${name}}]'`,
        userData === '-' ? '--user-data fileb:///dev/stdin' : `--user-data file://${userData}`,
      ].join(' '),
    takesCompressed: true,
    resource: 'aws_instance',
    terraform: (file, form) =>
      form === 'gzip' ? `user_data_base64 = base64gzip(${file})` : `user_data = ${file}`,
    terraformAddress: (family) => [
      family === 6 ? 'ipv6_addresses = [each.value]' : 'private_ip = each.value',
    ],
  },
  gcp: {
    shared: '--zone=ZONE --machine-type=TYPE --subnet=SUBNET --image-family=FAMILY --image-project=PROJECT',
    create: ({ name, address, family, userData, form }) =>
      [
        `gcloud compute instances create ${googleName(name)} "$@"`,
        family === 6
          ? `--stack-type=IPV4_IPV6 --internal-ipv6-address=${address}`
          : `--private-network-ip=${address}`,
        ...(form === 'gzip' ? ['--metadata=user-data-encoding=base64'] : []),
        `--metadata-from-file=user-data=${piped(userData, '/dev/stdin')}`,
      ].join(' '),
    takesCompressed: true,
    resource: 'google_compute_instance',
    terraform: (file, form) =>
      form === 'gzip'
        ? `metadata = { user-data = base64gzip(${file}), user-data-encoding = "base64" }`
        : `metadata = { user-data = ${file} }`,
    terraformAddress: (family) =>
      blockOf('network_interface', [
        'subnetwork = "SUBNET"',
        ...(family === 6
          ? ['stack_type = "IPV4_IPV6"', 'ipv6_address = each.value']
          : ['network_ip = each.value']),
      ]),
    ipv6: 'The subnet needs internal IPv6 addresses. Each address must be the first of the `/96` that its machine gets. If the subnet has no IPv4, write `IPV6_ONLY` instead of `IPV4_IPV6`.',
  },
  azure: {
    shared:
      '--resource-group GROUP --image IMAGE --size SIZE --vnet-name NETWORK --subnet SUBNET --admin-username USER --ssh-key-values KEY.pub',
    create: ({ name, address, family, userData }) =>
      [
        `az vm create "$@" --name ${name}`,
        // The CLI sets only IPv4 addresses.
        ...(family === 4 ? [`--private-ip-address ${address}`] : []),
        `--custom-data ${userData}`,
      ].join(' '),
    takesCompressed: false,
    resource: 'azurerm_linux_virtual_machine',
    terraform: (file, form) => `custom_data = ${form === 'gzip' ? 'base64gzip' : 'base64encode'}(${file})`,
    terraformAddress: (family) => [
      "# The address is set in ip_configuration of the node's azurerm_network_interface, which network_interface_ids names:",
      `# private_ip_address_allocation = "Static"${family === 6 ? ', private_ip_address_version = "IPv6"' : ''}, private_ip_address = each.value`,
    ],
    ipv6: '`az vm create` cannot set an IPv6 address. Make the network interfaces first, with these addresses (`az network nic ip-config create --private-ip-address-version IPv6`). Azure also requires an IPv4 address on each. Then write `--nics NAME` instead of the network, the subnet and the address.',
  },
  openstack: {
    shared: '--image IMAGE --flavor FLAVOR --security-group GROUP --key-name KEY',
    create: ({ name, address, family, userData }) =>
      [
        'openstack server create "$@"',
        `--nic net-id=NETWORK,v${family}-fixed-ip=${address}`,
        `--user-data ${userData} ${name}`,
      ].join(' '),
    // Older versions open the file as text (python-openstackclient, compute/v2/server.py).
    takesCompressed: false,
    resource: 'openstack_compute_instance_v2',
    terraform: (file, form) => `user_data = ${form === 'gzip' ? `base64gzip(${file})` : file}`,
    terraformAddress: (family) =>
      blockOf('network', ['uuid = "NETWORK"', `fixed_ip_v${family} = each.value`]),
  },
  digitalocean: {
    shared: '--image IMAGE --size SIZE --region REGION --vpc-uuid VPC --ssh-keys KEY',
    create: ({ name, userData }) => `doctl compute droplet create ${name} "$@" --user-data-file ${userData}`,
    takesCompressed: false,
    resource: 'digitalocean_droplet',
    terraform: (file) => `user_data = ${file}`,
    terraformAddress: () => [
      '# DigitalOcean chooses the address. The address in the table at the top must come from somewhere else.',
    ],
  },
  hetzner: {
    shared: '--type TYPE --image IMAGE --location LOCATION --ssh-key KEY',
    create: ({ name, family, userData }) =>
      [
        `hcloud server create "$@" --name ${name}`,
        // Only an existing server can get a private address. Attach it before the first boot.
        ...(family === 4 ? ['--start-after-create=false'] : []),
        `--user-data-from-file ${userData}`,
      ].join(' '),
    follow: ({ name, address, family }) =>
      family === 6
        ? []
        : [
            `hcloud server attach-to-network ${name} --network NETWORK --ip ${address} && hcloud server poweron ${name}`,
          ],
    takesCompressed: true,
    resource: 'hcloud_server',
    terraform: (file, form) => `user_data = ${form === 'gzip' ? `base64gzip(${file})` : file}`,
    terraformAddress: (family) =>
      family === 6
        ? ['# Set the address with the Primary IP: public_net { ipv6 = … }']
        : blockOf('network', ['network_id = "NETWORK"', 'ip = each.value']),
    ipv6: 'Private networks at Hetzner have no IPv6, and Hetzner chooses the public address. So make a Primary IP for each node first (`hcloud primary-ip create --type ipv6`). Write its address, which ends in `::1`, into the spec. Then make the server with `--primary-ipv6`.',
  },
}
