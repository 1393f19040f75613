import fc from 'fast-check'
import type { Spec } from '../../src/spec/spec.types.ts'

const name = fc
  .stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z])?$/)
  .filter((text) => !['all', 'ungrouped', 'etcd', 'localhost', 'root'].includes(text))
const path = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9._+-]{0,10}$/), { minLength: 3, maxLength: 3 })
const address = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 126 }), fc.nat(255), fc.nat(255), fc.nat(255))
    .map((parts) => parts.join('.')),
  fc
    .tuple(fc.integer({ min: 0xfc00, max: 0xfdff }), fc.nat(0xffff), fc.nat(0xffff))
    .map(([one, two, three]) => `${one.toString(16)}:${two.toString(16)}::${three.toString(16)}`),
)

/** Specs with no error in them; there may be warnings. */
export const soundSpec: fc.Arbitrary<Spec> = fc
  .record({
    name,
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 9 }),
    addresses: fc.uniqueArray(address, {
      minLength: 9,
      maxLength: 9,
      selector: (text) => text.replace(/^0+/, ''),
    }),
    dnsName: name,
    client: name,
    ports: fc.uniqueArray(fc.integer({ min: 1024, max: 65535 }), { minLength: 3, maxLength: 3 }),
    folders: path,
    heartbeat: fc.integer({ min: 1, max: 5000 }),
    days: fc.integer({ min: 1, max: 9999 }),
    quota: fc.integer({ min: 1, max: 9999 }),
    patch: fc.integer({ min: 0, max: 16 }),
    sections: fc.subarray(['etcd', 'tls', 'ansible', 'systemd']),
  })
  .map((given) => {
    const [data, configuration, releases] = given.folders
    const sections: Record<string, object> = {
      etcd: {
        version: `3.6.${given.patch}`,
        ports: { client: given.ports[0], peer: given.ports[1], metrics: given.ports[2] },
        paths: {
          data: `/srv/${data}/d`,
          configuration: `/srv/${configuration}/c`,
          releases: `/srv/${releases}/r`,
        },
        tuning: {
          heartbeatInterval: `${given.heartbeat}ms`,
          electionTimeout: `${given.heartbeat * 10}ms`,
          quota: `${given.quota}MiB`,
        },
      },
      tls: {
        certificateLifetime: `${given.days}d`,
        authorityLifetime: `${given.days * 10}d`,
        clients: [{ name: given.client }],
      },
      ansible: { user: 'debian', bastion: { host: `${given.dnsName}.example.net` } },
      systemd: { startTimeout: '5m' },
    }
    return {
      apiVersion: 'quorate/v1' as const,
      kind: 'EtcdCluster' as const,
      name: given.name,
      nodes: given.names.map((node, index) => ({
        name: node,
        address: given.addresses[index] ?? '',
        dnsNames: [`${node}.${given.dnsName}.net`],
      })),
      ...Object.fromEntries(given.sections.map((section) => [section, sections[section]])),
    }
  })
