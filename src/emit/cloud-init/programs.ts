import type { Provider } from './providers.ts'
import type { Form } from './size.ts'

/** What a provider's program is told of one machine. Words in capitals are the user's to fill in. */
export type Machine = {
  /** The member's name, as one word of a shell. */
  readonly name: string
  readonly address: string
  readonly family: 4 | 6
  /** Where the program finds the user-data: a path, as one word of a shell, or `-` for what is piped in. */
  readonly userData: string
  readonly form: Form
}

/** What makes machines at a provider. */
export type Program = {
  /** What is the same for all machines. */
  readonly shared: string
  /** What makes one machine. */
  readonly create: (machine: Machine) => string
  /** What has to follow for each machine, if anything. */
  readonly follow?: (machine: Machine) => readonly string[]
  /** Whether it takes user-data that is compressed, be it as bytes or in base64. */
  readonly takesCompressed: boolean
  /** Terraform's resource, and its argument by what reads the file. */
  readonly resource: string
  readonly terraform: (file: string, form: Form) => string
}

const piped = (userData: string, stdin: string) => (userData === '-' ? stdin : userData)

/** Sources: each program's own reference, of the command that stands here; Terraform's providers, of its resource. */
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
  },
  gcp: {
    shared: '--zone=ZONE --machine-type=TYPE --subnet=SUBNET --image-family=FAMILY --image-project=PROJECT',
    create: ({ name, address, family, userData, form }) =>
      [
        // Instances have no dots in their names (Compute Engine, Naming resources).
        `gcloud compute instances create ${name.replaceAll('.', '-')} "$@"`,
        family === 6 ? `--internal-ipv6-address=${address}` : `--private-network-ip=${address}`,
        ...(form === 'gzip' ? ['--metadata=user-data-encoding=base64'] : []),
        `--metadata-from-file=user-data=${piped(userData, '/dev/stdin')}`,
      ].join(' '),
    takesCompressed: true,
    resource: 'google_compute_instance',
    terraform: (file, form) =>
      form === 'gzip'
        ? `metadata = { user-data = base64gzip(${file}), user-data-encoding = "base64" }`
        : `metadata = { user-data = ${file} }`,
  },
  azure: {
    shared:
      '--resource-group GROUP --image IMAGE --size SIZE --vnet-name NETWORK --subnet SUBNET --admin-username USER --ssh-key-values KEY.pub',
    create: ({ name, address, family, userData }) =>
      [
        `az vm create "$@" --name ${name}`,
        // The CLI sets addresses of IPv4 alone.
        ...(family === 4 ? [`--private-ip-address ${address}`] : []),
        `--custom-data ${userData}`,
      ].join(' '),
    takesCompressed: false,
    resource: 'azurerm_linux_virtual_machine',
    terraform: (file, form) => `custom_data = ${form === 'gzip' ? 'base64gzip' : 'base64encode'}(${file})`,
  },
  openstack: {
    shared: '--image IMAGE --flavor FLAVOR --security-group GROUP --key-name KEY',
    create: ({ name, address, family, userData }) =>
      [
        'openstack server create "$@"',
        `--nic net-id=NETWORK,v${family}-fixed-ip=${address}`,
        `--user-data ${userData} ${name}`,
      ].join(' '),
    // It used to open the file as text (python-openstackclient, compute/v2/server.py).
    takesCompressed: false,
    resource: 'openstack_compute_instance_v2',
    terraform: (file, form) => `user_data = ${form === 'gzip' ? `base64gzip(${file})` : file}`,
  },
  digitalocean: {
    shared: '--image IMAGE --size SIZE --region REGION --vpc-uuid VPC --ssh-keys KEY',
    create: ({ name, userData }) => `doctl compute droplet create ${name} "$@" --user-data-file ${userData}`,
    takesCompressed: false,
    resource: 'digitalocean_droplet',
    terraform: (file) => `user_data = ${file}`,
  },
  hetzner: {
    shared: '--type TYPE --image IMAGE --location LOCATION --ssh-key KEY',
    create: ({ name, family, userData }) =>
      [
        `hcloud server create "$@" --name ${name}`,
        // A private address is given to a server that is there already; before it starts, so that it boots with it.
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
  },
}
