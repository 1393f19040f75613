import { describe, expect, it } from 'vitest'
import { Lines } from '../../../src/diagnostics/lines.ts'
import { locate } from '../../../src/diagnostics/positions.ts'
import { parseSpec } from '../../../src/spec/parse.ts'

const head = 'apiVersion: quorate/v1\nkind: EtcdCluster\n'
const body = `${head}name: prod\nnodes: [{ name: etcd-1, address: 10.0.0.1 }]\n`

/**
 * What people write out of habit: what it is, the spec, the code and the place of everything that is said about it, and the
 * first advice. One mistake gives one error.
 */
const habits: readonly (readonly [name: string, text: string, want: readonly string[], hint: string])[] = [
  [
    'S1: no space after a colon',
    `${head}name:prod-etcd\nnodes:\n  - name: etcd-1\n    address: 10.0.0.1`,
    ['yaml-missing-space 3:1'],
    'Write "name: prod-etcd".',
  ],
  [
    'S1: in the last field',
    `${body}etcd:\n  version:3.6.14`,
    ['yaml-missing-space 6:3'],
    'Write "version: 3.6.14".',
  ],
  [
    'S2: no space after a colon in braces',
    `${head}name: prod\nnodes:\n  - { name:etcd-1, address: 10.0.0.1 }`,
    ['yaml-missing-space 5:7'],
    'Write "name: etcd-1".',
  ],
  [
    'S3: no space after a dash',
    `${head}name: prod\nnodes:\n  -name: etcd-1\n   address: 10.0.0.1`,
    ['yaml-missing-space 5:3'],
    'Write "- name: etcd-1".',
  ],
  [
    'S4: a template of a shell in braces',
    `${head}name: prod\nnodes: [{ name: a, address: \${IP} }]`,
    ['value-is-template 4:29'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'S5: a list as text',
    `${head}name: prod\nnodes: [{ name: a, address: 10.0.0.1, dnsNames: 'a,b,c' }]`,
    ['type-wrong 4:49'],
    'Write it in brackets: [a, b, c].',
  ],
  [
    'S5: nodes as pairs',
    `${head}name: prod\nnodes: a=10.0.0.1,b=10.0.0.2`,
    ['type-wrong 4:8'],
    'Write it in brackets: [{ name: a, address: 10.0.0.1 }, { name: b, address: 10.0.0.2 }]. The fields of an entry are name, address, dnsNames, ipAddresses, macAddress and ansible.',
  ],
  [
    'S6: files of a CA',
    `${body}tls: { caFile: /etc/ca.pem }`,
    ['field-renamed 5:8'],
    'Use tls.authority instead. It takes generated, provided or external.',
  ],
  [
    'S7: a method of encryption',
    `${body}secrets: { method: sops }`,
    ['field-renamed 5:12'],
    'Use secrets.encryption instead. It takes none, ansible-vault or age.',
  ],
  [
    'S8: the address of a client host',
    `${body}clientHosts: [{ name: x, address: 10.0.0.9 }]\ntls: { clients: [{ name: c, install: { hosts: [x] } }] }`,
    ['field-renamed 5:26'],
    'Use ansible.host instead.',
  ],
  [
    'S9: a quota in bytes',
    `${body}etcd: { tuning: { quota: 4294967296 } }`,
    ['value-malformed 5:26'],
    'Did you mean "4GiB"? Write a whole number with a unit: KiB, MiB or GiB, such as 512MiB or 8GiB.',
  ],
  [
    'S9: a heartbeat without a unit',
    `${body}etcd: { tuning: { heartbeatInterval: 100 } }`,
    ['value-malformed 5:38'],
    'Did you mean "100ms"? Write a whole number with a unit: ms, s, m or h, such as 100ms, 5m or 1h.',
  ],
  [
    'S10: metadata and spec',
    `apiVersion: quorate/v1\nkind: EtcdCluster\nmetadata:\n  name: prod\nspec:\n  nodes: [{ name: a, address: 10.0.0.1 }]`,
    ['fields-wrapped 3:1'],
    'Move "name" and "nodes" to the top level, and remove "metadata" and "spec".',
  ],
  [
    'S11: a client as text',
    `${body}tls: { clients: [x] }`,
    ['type-wrong 5:18'],
    'Write it as { name: x }. Its fields are name, commonName, organizations, lifetime, install and kubernetes.',
  ],
  [
    'S11: a bastion as text',
    `${body}ansible: { bastion: host }`,
    ['type-wrong 5:21'],
    'Write it as { host: host }. Its fields are host, port and user.',
  ],
  [
    'S11: nodes without a value',
    `${head}name: prod\nnodes:`,
    ['value-missing 4:1'],
    'Write at least one entry, such as "- { name: etcd-1, address: 10.0.0.11 }".',
  ],
  [
    'no space before the first entry',
    `${head}name: prod\nnodes:\n  -{ name: etcd-1, address: 10.0.0.1 }`,
    ['yaml-missing-space 5:3'],
    'Write "- { name: etcd-1, address: 10.0.0.1 }".',
  ],
  [
    'no space after the dashes of texts',
    `${head}name: prod\nnodes:\n  - name: a\n    address: 10.0.0.1\n    dnsNames:\n      -a.example.net`,
    ['yaml-missing-space 8:7'],
    'Write "- a.example.net".',
  ],
  [
    'no space after the dash of the second entry',
    `${head}name: prod\nnodes:\n  - name: etcd-1\n    address: 10.0.0.1\n  -name: etcd-2\n   address: 10.0.0.2`,
    ['yaml-missing-space 7:3'],
    'Write "- name: etcd-2".',
  ],
  [
    'no space before a bracket',
    `${head}name: prod\nnodes:[{ name: etcd-1, address: 10.0.0.1 }]`,
    ['yaml-missing-space 4:1'],
    'Write "nodes: [{ name: etcd-1, address: 10.0.0.1 }]".',
  ],
  [
    'no space before a brace',
    `${body}etcd:{ version: 3.6.14 }`,
    ['yaml-missing-space 5:1'],
    'Write "etcd: { version: 3.6.14 }".',
  ],
  [
    'a space before the colon',
    `${head}name :prod\nnodes: [{ name: etcd-1, address: 10.0.0.1 }]`,
    ['yaml-missing-space 3:1'],
    'Write "name: prod".',
  ],
  [
    'a no-break space after the colon',
    `${head}name:\u00A0prod\nnodes: [{ name: etcd-1, address: 10.0.0.1 }]`,
    ['yaml-missing-space 3:1'],
    'Write "name: prod".',
  ],
  [
    'two fields without a space',
    `${head}name: prod\nnodes:\n  - name:etcd-1\n    address:10.0.0.1\n    dnsNames: [x]`,
    ['yaml-missing-space 5:5', 'yaml-missing-space 6:5'],
    'Write "name: etcd-1".',
  ],
  [
    'an equals sign',
    `${head}name=prod\nnodes: [{ name: etcd-1, address: 10.0.0.1 }]`,
    ['yaml-equals-sign 3:1'],
    'Write "name: prod".',
  ],
  [
    'a line of TOML',
    `${head}name = "prod"\nnodes: [{ name: etcd-1, address: 10.0.0.1 }]`,
    ['yaml-equals-sign 3:1'],
    'Write name: "prod"',
  ],
  [
    'an equals sign in braces',
    `${head}name: prod\nnodes: [{ name=etcd-1, address: 10.0.0.1 }]`,
    ['yaml-equals-sign 4:11'],
    'Write "name: etcd-1".',
  ],
  [
    'no colon',
    `${head}name prod\nnodes: [{ name: etcd-1, address: 10.0.0.1 }]`,
    ['yaml-missing-colon 3:1'],
    'Write "name: prod".',
  ],
  [
    'a bullet',
    `${head}name: prod\nnodes:\n  • name: a\n    address: 10.0.0.1`,
    ['yaml-bullet 5:3'],
    'Write "- name: a".',
  ],
  [
    'an en dash',
    `${head}name: prod\nnodes:\n  – name: a\n    address: 10.0.0.1`,
    ['yaml-bullet 5:3'],
    'Write "- name: a".',
  ],
  [
    'an asterisk',
    `${head}name: prod\nnodes:\n  * name: a\n    address: 10.0.0.1`,
    ['yaml-bullet 5:3'],
    'Write "- name: a".',
  ],
  [
    'a comma at the end of a line',
    `${head}name: prod\nnodes: [{ name: a, address: 10.0.0.1 }],\ntls: {}`,
    ['yaml-line-comma 4:1'],
    'Write "nodes: [{ name: a, address: 10.0.0.1 }]".',
  ],
  [
    'a comma after quotes',
    `${head}name: "prod",\nnodes: [{ name: a, address: 10.0.0.1 }]`,
    ['yaml-line-comma 3:1'],
    'Write name: "prod"',
  ],
  [
    'a comma after a value',
    `${head}name: prod\nnodes:\n  - name: a\n    address: 10.0.0.1,`,
    ['address-invalid 6:14'],
    'Did you mean 10.0.0.1?',
  ],
  [
    'a comment without a space',
    `${head}name: prod\nnodes: [{ name: a, address: 10.0.0.1 }]#three later\ntls: {}`,
    ['yaml-comment 4:1'],
    'Write "nodes: [{ name: a, address: 10.0.0.1 }] #three later".',
  ],
  [
    'typographic quotes',
    `${head}name: “prod”\nnodes: [{ name: a, address: 10.0.0.1 }]`,
    ['value-malformed 3:7'],
    'Did you mean "prod"? Write 1 to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit.',
  ],
  [
    'a template of Jinja in braces',
    `${head}name: prod\nnodes: [{ name: a, address: {{ ip }} }]`,
    ['value-is-template 4:29'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'a template before a port',
    `${head}name: prod\nnodes:\n  - name: a\n    address: {{ ip }}:2380`,
    ['value-is-template 6:14'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'a loop of Jinja',
    `${head}name: prod\nnodes:\n{% for n in nodes %}\n  - name: a\n    address: 10.0.0.1\n{% endfor %}`,
    ['value-is-template 5:1'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'a loop of ERB',
    `${head}name: prod\nnodes:\n<% ips.each do |ip| %>\n  - { name: a, address: <%= ip %> }`,
    ['value-is-template 5:1'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'a placeholder',
    `${head}name: prod\nnodes: [{ name: a, address: <ip> }]`,
    ['value-is-template 4:29'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'a word to replace',
    `${head}name: CHANGE_ME\nnodes: [{ name: a, address: 10.0.0.1 }]`,
    ['value-is-template 3:7'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'an address with an x',
    `${head}name: prod\nnodes: [{ name: a, address: 10.0.0.x }]`,
    ['value-is-template 4:29'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    "autoconf's signs",
    `${head}name: prod\nnodes:\n  - name: a\n    address: @IP@`,
    ['value-is-template 6:14'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'a template for a number',
    `${body}etcd: { ports: { client: $PORT } }`,
    ['value-is-template 5:26'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'a template in a name',
    `${head}name: prod\nnodes: [{ name: etcd-$N, address: 10.0.0.1 }]`,
    ['value-is-template 4:17'],
    'Write the value itself, or render the template before quorate reads the spec.',
  ],
  [
    'a range of names',
    `${head}name: prod\nnodes: [{ name: "etcd-[1:3]", address: 10.0.0.1 }]`,
    ['value-is-range 4:17'],
    'Write an entry for each.',
  ],
  [
    'a range of addresses',
    `${head}name: prod\nnodes: [{ name: a, address: 10.0.0.1-3 }]`,
    ['value-is-range 4:29'],
    'Write an entry for each.',
  ],
  [
    'initial-cluster',
    `${head}name: prod\nnodes: etcd-1=https://10.0.0.1:2380,etcd-2=https://[fd00::2]:2380`,
    ['type-wrong 4:8'],
    'Write it in brackets: [{ name: etcd-1, address: 10.0.0.1 }, { name: etcd-2, address: fd00::2 }]. The fields of an entry are name, address, dnsNames, ipAddresses, macAddress and ansible.',
  ],
  [
    'addresses with spaces between',
    `${head}name: prod\nnodes: 10.0.0.1 10.0.0.2`,
    ['type-wrong 4:8'],
    'Write it in brackets: [{ name: etcd-1, address: 10.0.0.1 }, { name: etcd-2, address: 10.0.0.2 }]. The fields of an entry are name, address, dnsNames, ipAddresses, macAddress and ansible.',
  ],
  [
    'a list of addresses',
    `${head}name: prod\nnodes: [10.0.0.1, 10.0.0.2, 10.0.0.3]`,
    ['type-wrong 4:8'],
    'Write them as [{ name: etcd-1, address: 10.0.0.1 }, { name: etcd-2, address: 10.0.0.2 }, { name: etcd-3, address: 10.0.0.3 }].',
  ],
  [
    'a list of pairs',
    `${head}name: prod\nnodes: [a=https://10.0.0.1:2380]`,
    ['type-wrong 4:9'],
    'Write it as { name: a, address: 10.0.0.1 }. Its fields are name, address, dnsNames, ipAddresses, macAddress and ansible.',
  ],
  [
    'a list of JSON in quotes',
    `${head}name: prod\nnodes: [{ name: a, address: 10.0.0.1, dnsNames: '["a.x","b.x"]' }]`,
    ['type-wrong 4:49'],
    'Write it in brackets: [a.x, b.x].',
  ],
  [
    'a number of nodes',
    `${head}name: prod\nnodes: 3`,
    ['type-wrong 4:8'],
    'Write at least one entry, such as "- { name: etcd-1, address: 10.0.0.11 }". The fields of an entry are name, address, dnsNames, ipAddresses, macAddress and ansible.',
  ],
  [
    'names in place of fields',
    `${head}name: prod\nnodes:\n  - etcd-1:\n      ip: 10.0.0.1`,
    ['entry-keyed 5:5'],
    'Write "- name: etcd-1", and its other fields below it, aligned with "name".',
  ],
  [
    'nodes by name',
    `${head}name: prod\nnodes:\n  etcd-1: { address: 10.0.0.1 }`,
    ['type-wrong 5:3'],
    'Start each entry with "- name: etcd-1".',
  ],
  [
    'a bastion as ssh takes it',
    `${body}ansible: { bastion: 'jump@bastion.example.net:2222' }`,
    ['type-wrong 5:21'],
    'Write it as { host: bastion.example.net, port: 2222, user: jump }. Its fields are host, port and user.',
  ],
  [
    'a method in place of a section',
    `${body}etcd: { install: package }`,
    ['type-wrong 5:18'],
    'Write it as { method: package }. Its fields are method, mirror, sha256, packages and staging.',
  ],
  [
    'a version in place of a section',
    `${body}etcd: 3.6.14`,
    ['type-wrong 5:7'],
    'Write it as { version: 3.6.14 }. Its fields are version, install, style, token, ports, paths, account, tuning, logging, metrics and extraOptions.',
  ],
  [
    'a port in place of a section',
    `${body}etcd: { ports: 2379 }`,
    ['type-wrong 5:16'],
    'Write it as { client: 2379 }. Its fields are client, peer and metrics.',
  ],
  [
    'flags as a list',
    `${body}etcd: { extraOptions: [--max-wals=10, --enable-pprof=true] }`,
    ['type-wrong 5:23'],
    'Write it as { max-wals: 10, enable-pprof: true }.',
  ],
  [
    'flags as text',
    `${body}etcd: { extraOptions: "--max-wals=10 --enable-pprof=true" }`,
    ['type-wrong 5:23'],
    'Write it as { max-wals: 10, enable-pprof: true }.',
  ],
  [
    'seconds without a unit',
    `${body}systemd: { startTimeout: 90 }`,
    ['value-malformed 5:26'],
    'Did you mean "90s"? Write a whole number with a unit: ms, s, m or h, such as 100ms, 5m or 1h.',
  ],
  [
    'days without a unit',
    `${body}tls: { certificateLifetime: 365 }`,
    ['value-malformed 5:29'],
    'Did you mean "365d"? Write a whole number of days, such as 365d.',
  ],
  [
    'a duration of Go',
    `${body}tls: { certificateLifetime: 8760h0m0s }`,
    ['value-malformed 5:29'],
    'Did you mean "365d"? Write a whole number of days, such as 365d.',
  ],
  [
    'a duration of two units',
    `${body}systemd: { startTimeout: 1m30s }`,
    ['value-malformed 5:26'],
    'Did you mean "90s"? Write a whole number with a unit: ms, s, m or h, such as 100ms, 5m or 1h.',
  ],
  [
    'a fraction',
    `${body}etcd: { tuning: { quota: 1.5 GB } }`,
    ['value-malformed 5:26'],
    'Did you mean "1536MiB"? Write a whole number with a unit: KiB, MiB or GiB, such as 512MiB or 8GiB.',
  ],
  [
    'bytes in quotes',
    `${body}etcd: { tuning: { maxRequestSize: "1572864" } }`,
    ['value-malformed 5:35'],
    'Did you mean "1536KiB"? Write a whole number with a unit: KiB, MiB or GiB, such as 512MiB or 8GiB.',
  ],
  [
    "a wrapper of one's own",
    `apiVersion: quorate/v1\nkind: EtcdCluster\ncluster:\n  name: prod\n  nodes: [{ name: a, address: 10.0.0.1 }]`,
    ['fields-wrapped 3:1'],
    'Move "name" and "nodes" to the top level, and remove "cluster".',
  ],
  [
    'spec alone',
    `${head}name: prod\nspec:\n  nodes: [{ name: a, address: 10.0.0.1 }]`,
    ['fields-wrapped 4:1'],
    'Move "nodes" to the top level, and remove "spec".',
  ],
  ['days of TLS', `${body}tls: { days: 365 }`, ['field-renamed 5:8'], 'Use tls.certificateLifetime instead.'],
  [
    'a key of a client',
    `${body}tls: { clients: [{ name: x, keyFile: /x }] }`,
    ['field-renamed 5:29'],
    'Use install.key instead.',
  ],
  [
    'a jump host',
    `${body}ansible: { proxyJump: bastion.example.net }`,
    ['field-renamed 5:12'],
    'Use ansible.bastion instead.',
  ],
  [
    'packages of cloud-init',
    `${body}cloudInit: { packages: [chrony] }`,
    ['field-renamed 5:14'],
    'Use cloudInit.config instead.',
  ],
  [
    'a public address',
    `${head}name: prod\nnodes: [{ name: a, address: 10.0.0.1, publicIp: 203.0.113.1 }]`,
    ['field-renamed 4:39'],
    'Use ansible.host instead.',
  ],
]

describe('a habit', () => {
  it.each(habits)('%s', (_, text, want, hint) => {
    const { diagnostics, positions } = parseSpec(text)
    const lines = new Lines(text)
    const said = diagnostics.map((diagnostic) => {
      const { line, column } = lines.positionOf(locate(diagnostic, positions)?.start ?? 0)
      return `${diagnostic.code} ${line}:${column}`
    })
    expect(said).toEqual(want)
    expect(diagnostics[0]?.hint).toBe(hint)
  })

  const corrected = habits.flatMap(([name, text, want, hint]): [string, string][] => {
    const [, right] = /^Write "([^"]+)"\.$/.exec(hint) ?? []
    const [, line] = /^yaml-\S+ (\d+):/.exec(want.length === 1 ? (want[0] ?? '') : '') ?? []
    if (right === undefined || line === undefined) return []
    const lines = text.split('\n')
    const wrong = lines[Number(line) - 1] ?? ''
    if (/^ *- \{/.test(wrong) || /^nodes: \[/.test(wrong)) return []
    lines[Number(line) - 1] = `${/^ */.exec(wrong)?.[0]}${right}`
    return [[name, lines.join('\n')]]
  })
  it.each(corrected)('is gone once the line is as the advice says: %s', (_, text) => {
    const { diagnostics } = parseSpec(text)
    expect(diagnostics.filter(({ code }) => /missing-space|equals|bullet|missing-colon/.test(code))).toEqual(
      [],
    )
  })
})
