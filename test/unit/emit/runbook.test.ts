import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { PROVIDERS } from '../../../src/emit/cloud-init/providers.ts'
import { temporaryFolder } from '../pki/support.ts'
import { people } from '../secrets/support.ts'
import { Tree } from './support.ts'

const random = (bytes: number) => randomBytes(bytes / 2).toString('hex')
const age = { encryption: 'age', recipients: [people[0].recipient] }

/** The runbook's sections on cloud-init and on the shell bundle, and the commands in them. */
async function sections(more: object) {
  const text = (await Tree.of({ cloudInit: {}, ...more })).text('README.md')
  const section = (title: string) => text.split(`\n## ${title}\n`)[1]?.split(/^## /m)[0] ?? ''
  const cloudInit = section('Set up nodes with cloud-init')
  const bundle = section('Set up a node with the shell bundle')
  const commands = (section: string) =>
    [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block.trimEnd().split('\n'))
  return { text, cloudInit, bundle, commands }
}

/** By provider, the line for a node. */
const rows: [string, object, string][] = [
  [
    'nocloud',
    { provider: 'nocloud', network: { interface: 'ens3', prefixLength: 24 } },
    'genisoimage -quiet -output IMAGES/<node>.iso -volid CIDATA -joliet -rock cloud-init/<node>/user-data cloud-init/<node>/meta-data cloud-init/<node>/network-config',
  ],
  [
    'aws',
    { provider: 'aws' },
    `gzip -9nc cloud-init/<node>/user-data | aws ec2 run-instances "$@" --private-ip-address <address> --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=<node>}]' --user-data fileb:///dev/stdin`,
  ],
  [
    'gcp',
    { provider: 'gcp' },
    'gcloud compute instances create <node> "$@" --private-network-ip=<address> --metadata-from-file=user-data=cloud-init/<node>/user-data',
  ],
  [
    'gcp, compressed',
    { provider: 'gcp', config: { write_files: [{ path: '/x', content: random(240_000) }] } },
    `gzip -9nc cloud-init/<node>/user-data | base64 | tr -d '\\n' | gcloud compute instances create <node> "$@" --private-network-ip=<address> --metadata=user-data-encoding=base64 --metadata-from-file=user-data=/dev/stdin`,
  ],
  [
    'azure',
    { provider: 'azure' },
    'az vm create "$@" --name <node> --private-ip-address <address> --custom-data cloud-init/<node>/user-data',
  ],
  [
    'openstack',
    { provider: 'openstack' },
    'openstack server create "$@" --nic net-id=NETWORK,v4-fixed-ip=<address> --user-data cloud-init/<node>/user-data <node>',
  ],
  [
    'digitalocean',
    { provider: 'digitalocean' },
    'doctl compute droplet create <node> "$@" --user-data-file cloud-init/<node>/user-data',
  ],
  [
    'hetzner',
    { provider: 'hetzner' },
    `gzip -9nc cloud-init/<node>/user-data | base64 | tr -d '\\n' | hcloud server create "$@" --name <node> --start-after-create=false --user-data-from-file -`,
  ],
]

describe('the runbook’s lines for a provider', () => {
  it.each(rows)('%s: one for each node, and nobody else’s', async (_, cloudInit, line) => {
    const { cloudInit: section, commands } = await sections({ cloudInit })
    const [lines = []] = commands(section)
    for (const [index, node] of ['a', 'b', 'c'].entries()) {
      const own = line.replaceAll('<address>', `10.0.0.${index + 1}`).replaceAll('<node>', node)
      expect(lines).toContain(own)
    }
    const { provider } = cloudInit as { provider: keyof typeof PROVIDERS }
    const others = ['genisoimage', 'aws ec2', 'gcloud ', 'az vm', 'openstack server', 'doctl ', 'hcloud ']
    expect(others.filter((program) => section.includes(program))).toHaveLength(1)
    expect(section.includes('terraform'), 'Terraform').toBe(provider !== 'nocloud')
    // The scripts in user-data have the form that a template of Terraform takes for its own.
    expect(section.includes('`templatefile` would fail'), 'templatefile').toBe(provider !== 'nocloud')
  })

  it('give a private address at Hetzner before the server starts', async () => {
    const { cloudInit, commands } = await sections({ cloudInit: { provider: 'hetzner' } })
    expect(commands(cloudInit)[0]).toContain(
      'hcloud server attach-to-network b --network NETWORK --ip 10.0.0.2 && hcloud server poweron b',
    )
  })

  const ipv6: [string, string][] = [
    ['aws', '--ipv6-addresses Ipv6Address=fd00::1 '],
    ['gcp', '--stack-type=IPV4_IPV6 --internal-ipv6-address=fd00::1 '],
    ['openstack', 'v6-fixed-ip=fd00::1 '],
    ['hetzner', '--name a --user-data-from-file -'],
  ]
  it.each(ipv6)('suit IPv6 as well: %s', async (provider, want) => {
    const nodes = [{ name: 'a', address: 'fd00::1' }]
    expect((await sections({ nodes, cloudInit: { provider } })).cloudInit).toContain(want)
  })

  const embedded: [string, object, string][] = [
    [
      'aws',
      {},
      `ansible-vault decrypt --output - secrets/cloud-init/a/user-data >"\${private:?}"/a && gzip -9nc "\${private:?}"/a | aws ec2 run-instances "$@"`,
    ],
    [
      'azure',
      {},
      `ansible-vault decrypt --output - secrets/cloud-init/a/user-data >"\${private:?}"/a && az vm create "$@" --name a --private-ip-address 10.0.0.1 --custom-data "\${private:?}"/a`,
    ],
    [
      'digitalocean',
      { secrets: age },
      `age --decrypt --identity "\${AGE_IDENTITY_FILE:?}" secrets/cloud-init/a/user-data >"\${private:?}"/a && doctl compute droplet create a "$@" --user-data-file "\${private:?}"/a`,
    ],
    [
      'hetzner',
      { secrets: age },
      `>"\${private:?}"/a && gzip -9nc "\${private:?}"/a | base64 | tr -d '\\n' | hcloud server create`,
    ],
    [
      'nocloud',
      { secrets: age },
      `(umask 077; mkdir "\${private:?}"/a && age --decrypt --identity "\${AGE_IDENTITY_FILE:?}" secrets/cloud-init/a/user-data >"\${private:?}"/a/user-data && genisoimage`,
    ],
    ['gcp', { secrets: {} }, '--metadata-from-file=user-data=secrets/cloud-init/a/user-data'],
  ]
  it.each(embedded)('decrypt into memory where keys are encrypted: %s', async (provider, more, want) => {
    const { cloudInit } = await sections({
      secrets: { encryption: 'ansible-vault' },
      cloudInit: { provider, keys: 'embed' },
      ...more,
    })
    expect(cloudInit).toContain(want)
    expect(cloudInit).toContain('/var/lib/cloud/instance/user-data.txt')
    expect(cloudInit).not.toContain('holds no private key')
    // What is encrypted, Terraform cannot read.
    expect(cloudInit.includes('terraform')).toBe(provider === 'gcp')
  })

  describe('that decrypt', () => {
    /** Runs the lines, with programs in place of those that they call, and a folder as what is named. */
    async function paste(environment: Record<string, string>, programs: Record<string, string> = {}) {
      const { cloudInit, commands } = await sections({
        secrets: age,
        cloudInit: { provider: 'digitalocean', keys: 'embed' },
      })
      const [lines = []] = commands(cloudInit)
      const folder = temporaryFolder()
      const own = { age: 'echo opened', doctl: `cat "$(echo "$*" | sed 's/.* //')" >>made`, ...programs }
      for (const [name, script] of Object.entries(own))
        writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
      const { stderr } = spawnSync('sh', ['-c', lines.join('\n')], {
        cwd: folder,
        env: { PATH: `${folder}:${process.env.PATH}`, AGE_IDENTITY_FILE: 'x', ...environment },
        encoding: 'utf8',
      })
      return { hasMade: existsSync(join(folder, 'made')), stderr }
    }

    it('take the first directory that is there, and leave nothing in it', async () => {
      const place = temporaryFolder()
      expect((await paste({ XDG_RUNTIME_DIR: place })).hasMade).toBe(true)
      expect(readdirSync(place)).toEqual([])
      expect((await paste({ XDG_RUNTIME_DIR: '/nowhere' })).hasMade).toBe(true)
    })

    it.each([
      ['no directory can be made', {}, { mktemp: 'exit 1' }, 'private'],
      ['no identity is named', { AGE_IDENTITY_FILE: '' }, {}, 'AGE_IDENTITY_FILE'],
    ])('write nothing and make no machine where %s', async (_, environment, programs, says) => {
      const { hasMade, stderr } = await paste(environment, programs)
      expect(hasMade).toBe(false)
      expect(stderr).toContain(`${says}: parameter`)
      expect(existsSync('/a')).toBe(false)
    })
  })

  const addresses: [string, string, string][] = [
    ['aws', '10.0.0.1', 'private_ip = each.value'],
    ['aws', 'fd00::1', 'ipv6_addresses = [each.value]'],
    ['gcp', '10.0.0.1', 'network_ip = each.value'],
    ['gcp', 'fd00::1', 'ipv6_address = each.value'],
    ['azure', '10.0.0.1', 'private_ip_address = each.value'],
    ['azure', 'fd00::1', '`--nics NAME`'],
    ['openstack', '10.0.0.1', 'fixed_ip_v4 = each.value'],
    ['openstack', 'fd00::1', 'fixed_ip_v6 = each.value'],
    ['digitalocean', '10.0.0.1', '# DigitalOcean chooses the address'],
    ['hetzner', '10.0.0.1', 'ip = each.value'],
    ['hetzner', 'fd00::1', '`--primary-ipv6`'],
  ]
  it.each(addresses)('have Terraform give a machine its address: %s, %s', async (provider, address, want) => {
    const { cloudInit } = await sections({ nodes: [{ name: 'a', address }], cloudInit: { provider } })
    expect(cloudInit).toContain(`for_each = {\n  "a" = "${address}"\n}\n`)
    expect(cloudInit).toContain(want)
  })

  it.each([
    ['etcd-1.example.net', 'etcd-1-example-net'],
    ['1.example.net', 'n-1-example-net'],
    [`a.${'b'.repeat(60)}.example.net`, `a-${'b'.repeat(60)}`],
  ])('name an instance as Google Cloud wants it: %s', async (name, want) => {
    const { cloudInit } = await sections({
      nodes: [{ name, address: '10.0.0.1' }],
      cloudInit: { provider: 'gcp' },
    })
    expect(cloudInit).toContain(`gcloud compute instances create ${want} `)
  })

  it('are Terraform’s where the provider’s program takes text alone', async () => {
    const config = { write_files: [{ path: '/x', content: random(40_000) }] }
    for (const provider of ['azure', 'openstack']) {
      const { cloudInit, commands } = await sections({ cloudInit: { provider, config } })
      expect(commands(cloudInit)[0]?.[0]).toMatch(/^cloud-init status/)
      expect(cloudInit).toContain(`base64gzip(file("cloud-init/\${each.key}/user-data"))`)
      expect(cloudInit).toContain('takes only plain text')
    }
  })
})

describe('the runbook', () => {
  it('describes cloud-init only if the spec has that section', async () => {
    const { text } = await sections({ cloudInit: undefined })
    expect(text).not.toMatch(/genisoimage|cloud-init status/)
    expect(text).toContain('add `cloudInit` to the spec')
  })

  it('says which ports have to be open, and where etcd comes from', async () => {
    const more = { etcd: { install: { mirror: 'https://mirror.example.net/etcd' } } }
    const { cloudInit } = await sections(more)
    expect(cloudInit).toContain('TCP ports 2379 (clients) and 2380 (peers)')
    expect(cloudInit).toContain('must reach `https://mirror.example.net` and ')
  })

  it('says that etcd starts by itself only where the keys are with it', async () => {
    const later = await sections({ cloudInit: { keys: 'later' } })
    expect(later.cloudInit).not.toContain('installs etcd and starts it')
    expect(later.cloudInit).toContain('waits for its private keys')
    const embedded = await sections({ cloudInit: { keys: 'embed' } })
    expect(embedded.cloudInit).toContain('installs etcd and starts it')
    expect(embedded.cloudInit).not.toContain('waits for its private keys')
  })

  it('says why user-data cannot do it where the release lies on the control node', async () => {
    const install = { method: 'staged', staging: { directory: '/srv/etcd' } }
    const { cloudInit, commands } = await sections({ etcd: { install } })
    expect(commands(cloudInit)).toEqual([])
    expect(cloudInit).toContain('does not work with this spec')
  })

  test('has no two empty lines, and each block of commands is a shell’s', async () => {
    for (const provider of Object.keys(PROVIDERS)) {
      for (const more of [
        {},
        { secrets: { encryption: 'ansible-vault' } },
        { secrets: age, ansible: { user: 'x' } },
      ]) {
        for (const keys of ['later', 'embed']) {
          const { text, cloudInit, bundle, commands } = await sections({
            ...more,
            cloudInit: { provider, keys },
          })
          expect(text).not.toMatch(/\n\n\n/)
          for (const block of [...commands(cloudInit), ...commands(bundle)]) {
            const { status, stderr } = spawnSync('sh', ['-n'], { input: block.join('\n'), encoding: 'utf8' })
            expect([status, stderr], block.join('\n')).toEqual([0, ''])
          }
        }
      }
    }
  })
})
