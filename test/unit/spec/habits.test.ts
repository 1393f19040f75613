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
    'Write it in brackets: [{ name: a, address: 10.0.0.1 }, { name: b, address: 10.0.0.2 }]. The fields of an entry are name, memberName, address, peer, client, metrics, dnsNames, ipAddresses, macAddress, state, deleteData and ansible.',
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
    'Write it as { name: x }. Its fields are name, commonName, organizations, lifetime, install, kubernetes and etcdServersOverrides.',
  ],
  [
    'S11: a bastion as text',
    `${body}ansible: { bastion: host }`,
    ['type-wrong 5:21'],
    'Write it as { host: host }. Its fields are host, port, user and privateKeyFile.',
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
    'Write it in brackets: [{ name: etcd-1, address: 10.0.0.1 }, { name: etcd-2, address: fd00::2 }]. The fields of an entry are name, memberName, address, peer, client, metrics, dnsNames, ipAddresses, macAddress, state, deleteData and ansible.',
  ],
  [
    'addresses with spaces between',
    `${head}name: prod\nnodes: 10.0.0.1 10.0.0.2`,
    ['type-wrong 4:8'],
    'Write it in brackets: [{ name: etcd-1, address: 10.0.0.1 }, { name: etcd-2, address: 10.0.0.2 }]. The fields of an entry are name, memberName, address, peer, client, metrics, dnsNames, ipAddresses, macAddress, state, deleteData and ansible.',
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
    'Write it as { name: a, address: 10.0.0.1 }. Its fields are name, memberName, address, peer, client, metrics, dnsNames, ipAddresses, macAddress, state, deleteData and ansible.',
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
    'Write at least one entry, such as "- { name: etcd-1, address: 10.0.0.11 }". The fields of an entry are name, memberName, address, peer, client, metrics, dnsNames, ipAddresses, macAddress, state, deleteData and ansible.',
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
    'Write it in brackets: [{ name: etcd-1, address: 10.0.0.1 }].',
  ],
  [
    'a bastion as ssh takes it',
    `${body}ansible: { bastion: 'jump@bastion.example.net:2222' }`,
    ['type-wrong 5:21'],
    'Write it as { host: bastion.example.net, port: 2222, user: jump }. Its fields are host, port, user and privateKeyFile.',
  ],
  [
    'a method in place of a section',
    `${body}etcd: { install: package }`,
    ['type-wrong 5:18'],
    'Write it as { method: package }. Its fields are method, mirror, mirrorAuthority, proxy, sha256, packages and staging.',
  ],
  [
    'a version in place of a section',
    `${body}etcd: 3.6.14`,
    ['type-wrong 5:7'],
    'Write it as { version: 3.6.14 }. Its fields are version, install, style, token, discovery, ports, paths, account, tuning, logging, virtualAddresses, localhostListener, metrics and extraOptions.',
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
  [
    'no-break spaces before a dash',
    `${head}name: prod\nnodes:\n\u00A0\u00A0- { name: etcd-1, address: 10.0.0.1 }`,
    ['yaml-odd-space 5:1'],
    'Write a plain space, here and in all other lines.',
  ],
  [
    'a no-break space after a dash',
    `${head}name: prod\nnodes:\n  -\u00A0name: etcd-1\n    address: 10.0.0.1`,
    ['yaml-odd-space 5:4'],
    'Write a plain space, here and in all other lines.',
  ],
  [
    'no-break spaces before a field',
    `${body}etcd:\n\u00A0\u00A0version: 3.6.14\n\u00A0\u00A0style: env`,
    ['yaml-odd-space 6:1'],
    'Write a plain space, here and in all other lines.',
  ],
  [
    'a zero-width space',
    `${head}name: prod\nnodes:\n  \u200B- { name: etcd-1, address: 10.0.0.1 }`,
    ['yaml-odd-space 5:3'],
    'Delete it, here and in all other lines.',
  ],
  [
    'a minus sign',
    `${head}name: prod\nnodes:\n  \u2212 name: a\n    address: 10.0.0.1`,
    ['yaml-bullet 5:3'],
    'Write "- name: a".',
  ],
  [
    'an en dash without a space',
    `${head}name: prod\nnodes:\n  –name: a\n   address: 10.0.0.1`,
    ['yaml-bullet 5:3'],
    'Write "- name: a".',
  ],
  [
    'a full-width colon',
    `${head}name：prod\nnodes: [{ name: etcd-1, address: 10.0.0.1 }]`,
    ['yaml-full-width 3:1'],
    'Write "name: prod".',
  ],
  [
    'a full-width colon in the first line',
    'apiVersion： quorate/v1\nkind: EtcdCluster\nname: prod\nnodes: [{ name: etcd-1, address: 10.0.0.1 }]',
    ['yaml-full-width 1:1'],
    'Write "apiVersion: quorate/v1".',
  ],
  [
    'a full-width colon at the end of a line',
    `${head}name: prod\nnodes：\n  - name: etcd-1\n    address: 10.0.0.1`,
    ['yaml-full-width 4:1'],
    'Write "nodes:".',
  ],
  [
    'a full-width comma',
    `${head}name: prod\nnodes: [{ name: etcd-1， address: 10.0.0.1 }]`,
    ['yaml-full-width 4:1'],
    'Write "nodes: [{ name: etcd-1, address: 10.0.0.1 }]".',
  ],
  ...(
    [
      ['an inventory of Ansible', '[etcd]\netcd-1 ansible_host=10.0.0.1\n\n[etcd:vars]\nansible_user=root'],
      ['an inventory without groups', 'etcd-1 ansible_host=10.0.0.1\netcd-2 ansible_host=10.0.0.2'],
      ['TOML', 'name = "prod"\n\n[[nodes]]\nname = "etcd-1"\naddress = "10.0.0.1"'],
      ['TOML with a section', '[cluster]\nname = "prod"'],
      ['environment variables', 'ETCD_NAME=etcd-1\nETCD_DATA_DIR=/var/lib/etcd'],
      ['HCL', 'nodes {\n  name = "etcd-1"\n}'],
      ['XML', '<?xml version="1.0"?>\n<nodes/>'],
    ] as const
  ).map(([name, text]): readonly [string, string, string[], string] => [
    name,
    text,
    ['spec-not-yaml 1:1'],
    'Rewrite it as YAML. Its first line is "apiVersion: quorate/v1".',
  ]),
  [
    'addresses by name',
    `${head}name: prod\nnodes: { etcd-1: 10.0.0.1, etcd-2: 10.0.0.2 }`,
    ['type-wrong 4:8'],
    'Write it in brackets: [{ name: etcd-1, address: 10.0.0.1 }, { name: etcd-2, address: 10.0.0.2 }].',
  ],
  [
    'one node without a list',
    `${head}name: prod\nnodes: { name: etcd-1, address: 10.0.0.1 }`,
    ['type-wrong 4:8'],
    'Write it in brackets: [{ name: etcd-1, address: 10.0.0.1 }].',
  ],
  [
    'an address by name in a list',
    `${head}name: prod\nnodes: [{ etcd-1: 10.0.0.1 }]`,
    ['entry-keyed 4:9'],
    'Write the entry as { name: etcd-1, address: 10.0.0.1 }.',
  ],
  [
    'clients by name',
    `${body}tls: { clients: { app: { commonName: app } } }`,
    ['type-wrong 5:17'],
    'Write it in brackets: [{ name: app, commonName: app }].',
  ],
  [
    'a number of members',
    `${body}replicas: 3`,
    ['field-counted 5:1'],
    'Remove it: each entry of "nodes" is one member.',
  ],
  [
    'a group of Ansible as hosts',
    `${body}tls: { clients: [{ name: c, install: { hosts: all } }] }`,
    ['type-wrong 5:47'],
    'List each host by its name, as in [etcd-1].',
  ],
  [
    'one host as text',
    `${body}tls: { clients: [{ name: c, install: { hosts: etcd-1 } }] }`,
    ['type-wrong 5:47'],
    'Write it as [etcd-1].',
  ],
  [
    'a switch in place of hosts',
    `${body}tls: { clients: [{ name: c, install: true }] }`,
    ['type-wrong 5:38'],
    'List each host by its name, as in { hosts: [etcd-1] }.',
  ],
  [
    'the address of a client host as text',
    `${body}clientHosts: [10.0.0.12]\ntls: { clients: [{ name: c, install: { hosts: [client-1] } }] }`,
    ['type-wrong 5:15'],
    'Write it as { name: client-1, ansible: { host: 10.0.0.12 } }. Its fields are name and ansible.',
  ],
  [
    'a user and a client host as text',
    `${body}clientHosts: root@10.0.0.12\ntls: { clients: [{ name: c, install: { hosts: [client-1] } }] }`,
    ['type-wrong 5:14'],
    'Write it in brackets: [{ name: client-1, ansible: { host: 10.0.0.12, user: root } }]. The fields of an entry are name and ansible.',
  ],
  [
    'a comment right after an address',
    `${head}name: prod\nnodes:\n  - name: etcd-1\n    address: 10.0.0.1#first`,
    ['yaml-comment 6:5'],
    'Write "address: 10.0.0.1 #first".',
  ],
  [
    'a comment right after an address in braces',
    `${head}name: prod\nnodes: [{ name: etcd-1, address: 10.0.0.1#x }]`,
    ['yaml-comment 4:34'],
    'Write 10.0.0.1, and move the comment out of the brackets.',
  ],
  [
    'a comment right after a number',
    `${body}etcd:\n  ports:\n    client: 2379#x`,
    ['yaml-comment 7:5'],
    'Write "client: 2379 #x".',
  ],
  [
    'a comment right after a version',
    `${body}etcd:\n  version: 3.6.14#x`,
    ['yaml-comment 6:3'],
    'Write "version: 3.6.14 #x".',
  ],
  [
    'the port of a node',
    `${head}name: prod\nnodes: [{ name: a, address: 10.0.0.1, port: 2380 }]`,
    ['field-renamed 4:39'],
    'Use etcd.ports instead.',
  ],
]

/** Where the next error asks for more: lines below a dash move along, and packages need the distribution's version. */
const UNFOLLOWED: readonly string[] = [
  'S3: no space after a dash',
  'no space after the dash of the second entry',
  'an en dash without a space',
  'a method in place of a section',
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

  /** What a hint says to write in place of what is underlined. */
  const literal = (hint: string): string | undefined =>
    /^Write (?:it as|it in brackets:|them as|the entry as) (.+?)\.(?: [A-Z].*)?$/.exec(hint)?.[1] ??
    /^List each host by its name, as in (.+)\.$/.exec(hint)?.[1] ??
    /^Did you mean "?([^"]+?)"?\?/.exec(hint)?.[1] ??
    /^Write "([^"]+)"\.$/.exec(hint)?.[1] ??
    /^Write ([\w.]+), and move the comment/.exec(hint)?.[1]

  const followed = habits.filter(
    ([name, , , hint]) => literal(hint) !== undefined && !UNFOLLOWED.includes(name),
  )
  it.each(followed)('is accepted once it is as the hint says: %s', (_, text) => {
    const { diagnostics, positions } = parseSpec(text)
    const changes = diagnostics.map((diagnostic) => {
      const { start, end } = locate(diagnostic, positions) ?? { start: 0, end: 0 }
      return { start, end, right: literal(diagnostic.hint) ?? '' }
    })
    const right = changes
      .toSorted((one, other) => other.start - one.start)
      .reduce((all, { start, end, right }) => all.slice(0, start) + right + all.slice(end), text)
    const errors = parseSpec(right).diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors).toEqual([])
  })
})
