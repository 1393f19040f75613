import { describe, expect, it } from 'vitest'
import { caFileNames, clientInstallPaths, nodeFileNames } from '../../../src/spec/certificate-files.ts'
import { fillDefaults } from '../../../src/spec/defaults.ts'
import type { FilledFilesSpec } from '../../../src/spec/spec.types.ts'
import { threeNodes } from './specs.ts'

const base = { apiVersion: 'quorate/v1', kind: 'EtcdCluster', name: 'k8s', nodes: threeNodes } as const
const files = (given: Partial<FilledFilesSpec> = {}) =>
  fillDefaults({ ...base, tls: { files: given } }).tls.files
const [crt, pem] = [files(), files({ naming: 'pem' })]
const PKI = '/etc/etcd/pki'

describe('where the files of a client go', () => {
  it.each([
    [
      'nothing',
      { install: {}, naming: crt, want: [`${PKI}/app.crt`, `${PKI}/app.key`, `${PKI}/client-ca.crt`] },
    ],
    [
      'nothing, pem',
      { install: {}, naming: pem, want: [`${PKI}/app.pem`, `${PKI}/app-key.pem`, `${PKI}/client-ca.pem`] },
    ],
    [
      'a certificate',
      {
        install: { certificate: '/a/b.crt' },
        naming: crt,
        want: ['/a/b.crt', '/a/b.key', '/a/client-ca.crt'],
      },
    ],
    [
      'a certificate, pem',
      {
        install: { certificate: '/a/b.pem' },
        naming: pem,
        want: ['/a/b.pem', '/a/b-key.pem', '/a/client-ca.pem'],
      },
    ],
    [
      'a certificate by the other naming',
      {
        install: { certificate: '/a/b.crt' },
        naming: pem,
        want: ['/a/b.crt', '/a/b.key', '/a/client-ca.pem'],
      },
    ],
    [
      'another extension',
      {
        install: { certificate: '/a/b.c.cert' },
        naming: crt,
        want: ['/a/b.c.cert', '/a/b.c.key', '/a/client-ca.crt'],
      },
    ],
    [
      'no extension',
      { install: { certificate: '/a/b' }, naming: crt, want: ['/a/b', '/a/b.key', '/a/client-ca.crt'] },
    ],
    [
      'the root',
      { install: { certificate: '/b.crt' }, naming: crt, want: ['/b.crt', '/b.key', '/client-ca.crt'] },
    ],
    [
      'a key alone',
      {
        install: { key: '/a/b.key' },
        naming: crt,
        want: [`${PKI}/app.crt`, '/a/b.key', `${PKI}/client-ca.crt`],
      },
    ],
    [
      'everything',
      { install: { certificate: '/a', key: '/b', authority: '/c' }, naming: crt, want: ['/a', '/b', '/c'] },
    ],
  ])('%s', (_, { install, naming, want }) => {
    const { certificate, key, authority } = clientInstallPaths(install, 'app', PKI, naming, 'separate-ca')
    expect([certificate, key, authority]).toEqual(want)
  })
})

describe('what files are called on a node', () => {
  it.each([
    ['separate-ca', crt, ['client-ca.crt', 'peer-ca.crt', 'server.key', 'peer.key', 'root.key']],
    ['single-ca', pem, ['ca.pem', 'ca.pem', 'server-key.pem', 'peer-key.pem', 'root-key.pem']],
    ['shared-certificate', crt, ['ca.crt', 'ca.crt', 'etcd.key', 'etcd.key', 'root.key']],
  ] as const)('%s', (layout, naming, want) => {
    const authorities = caFileNames(naming, layout)
    const { server, peer, root } = nodeFileNames(naming, layout, 'etcd-1')
    expect([authorities.client, authorities.peer, server.key, peer.key, root.key]).toEqual(want)
  })

  it('has the name of the node where the spec writes {node}', () => {
    const given = files({
      naming: 'pem',
      server: 'member-{node}',
      peer: '{node}.{node}',
      root: 'admin-{node}',
    })
    expect(nodeFileNames(given, 'single-ca', 'node1')).toEqual({
      server: { certificate: 'member-node1.pem', key: 'member-node1-key.pem' },
      peer: { certificate: 'node1.node1.pem', key: 'node1.node1-key.pem' },
      root: { certificate: 'admin-node1.pem', key: 'admin-node1-key.pem' },
    })
  })
})
