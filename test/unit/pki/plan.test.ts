import { describe, expect, it } from 'vitest'
import { ALL_CAS, casOf, type Layout } from '../../../src/pki/layout.ts'
import { type PkiSubjects, planPki } from '../../../src/pki/plan.ts'
import { client, member, subjects } from './support.ts'

const find = (given: Partial<PkiSubjects>, id: string) =>
  planPki({ ...subjects, ...given }).certificates.find((certificate) => certificate.id === id)

describe('planPki', () => {
  it('plans two authorities, two certificates per member, root and the other clients', () => {
    const plan = planPki(subjects)
    expect(plan.algorithm).toBe('ecdsa-p256')
    expect(plan.authorities).toEqual([
      { id: 'client-ca', commonName: 'k8s client CA', lifetimeDays: 3650 },
      { id: 'peer-ca', commonName: 'k8s peer CA', lifetimeDays: 3650 },
    ])
    expect(plan.certificates.map(({ id, authority }) => `${id} by ${authority}`)).toEqual([
      'nodes/a/server by client-ca',
      'nodes/a/peer by peer-ca',
      'nodes/b/server by client-ca',
      'nodes/b/peer by peer-ca',
      'clients/root by client-ca',
      'clients/kube-apiserver by client-ca',
    ])
  })

  it.each(['server', 'peer'])('gives a %s certificate every name and address, for both ways', (role) => {
    expect(find({}, `nodes/a/${role}`)).toMatchObject({
      commonName: 'a',
      organizations: [],
      dnsNames: ['a', 'a.example.net', 'localhost'],
      ipAddresses: ['10.0.0.1', '127.0.0.1', '::1'],
      usages: ['serverAuth', 'clientAuth'],
      lifetimeDays: 365,
    })
  })

  it('gives a client its organizations, no names, and no right to serve', () => {
    expect(find({}, 'clients/kube-apiserver')).toMatchObject({
      commonName: 'kube-apiserver',
      organizations: ['ops', 'system:masters'],
      dnsNames: [],
      ipAddresses: [],
      usages: ['clientAuth'],
    })
  })

  it.each([
    [[], ['patroni']],
    [['ops'], ['ops']],
  ])('gives a client without a common name a subject that is not empty: %j', (organizations, want) => {
    const clients = [client('patroni', organizations, { commonName: '' })]
    expect(find({ clients }, 'clients/patroni')).toMatchObject({ commonName: '', organizations: want })
  })

  it('plans the same for subjects in any order', () => {
    const c = { ...member('c', '10.0.0.3', '10.0.0.4'), dnsNames: ['x.c', 'w.c'] }
    const swapped = { ...c, dnsNames: ['w.c', 'x.c'], ipAddresses: ['10.0.0.4', '10.0.0.3'] }
    const clients = ['x', 'B', 'a'].map((name) => client(name, ['q', 'p']))
    const turned = clients.toReversed().map((client) => ({ ...client, organizations: ['p', 'q', 'p'] }))
    expect(
      planPki({ ...subjects, members: [swapped, ...subjects.members.toReversed()], clients: turned }),
    ).toEqual(planPki({ ...subjects, members: [...subjects.members, c], clients }))
  })

  it.each([
    ['a name again', { name: 'a', dnsNames: ['a', 'localhost', 'b'] }, { dnsNames: ['a', 'b', 'localhost'] }],
    ['a name in capitals', { dnsNames: ['A'] }, { dnsNames: ['a', 'localhost'] }],
    ['loopback addresses', { ipAddresses: ['127.0.0.1', '0:0::1'] }, { ipAddresses: ['::1', '127.0.0.1'] }],
    [
      'one IPv6 address in two spellings',
      { ipAddresses: ['FD00:0::1', 'fd00::1'] },
      { ipAddresses: ['fd00::1', '127.0.0.1', '::1'] },
    ],
    [
      'an address with a zone, which certificates cannot hold',
      { ipAddresses: ['fe80::1%eth0'] },
      { ipAddresses: ['fe80::1', '127.0.0.1', '::1'] },
    ],
  ])('says once: %s', (_, given, want) => {
    expect(find({ members: [{ ...member('a'), ...given }] }, 'nodes/a/peer')).toMatchObject(want)
  })

  it('plans root first, with the lifetime of all and nothing else', () => {
    const clients = [client('a', [], { lifetimeDays: 7 })]
    const { certificates } = planPki({ ...subjects, clients })
    expect(certificates.filter(({ id }) => id.startsWith('clients/'))).toMatchObject([
      { id: 'clients/root', commonName: 'root', organizations: [], lifetimeDays: 365 },
      { id: 'clients/a', commonName: 'a', lifetimeDays: 7 },
    ])
  })

  it('gives a client another common name than that of its files', () => {
    const clients = [client('kube', [], { commonName: 'kube-apiserver-etcd-client' })]
    expect(find({ clients }, 'clients/kube')).toMatchObject({ commonName: 'kube-apiserver-etcd-client' })
  })

  it('keeps common names within 64 characters (RFC 5280, appendix A.1)', () => {
    const long = 'x'.repeat(63)
    const { authorities, certificates } = planPki({
      ...subjects,
      clusterName: long,
      members: [member(`${long}.example.net`)],
    })
    expect(authorities.map(({ commonName }) => commonName)).toEqual([
      `${'x'.repeat(54)} client CA`,
      `${'x'.repeat(56)} peer CA`,
    ])
    expect(certificates[0]).toMatchObject({ id: `nodes/${long}.example.net/server`, commonName: long })
  })
})

describe('planPki by its layout', () => {
  const summary = (layout: Layout) => {
    const { authorities, certificates } = planPki({ ...subjects, layout })
    return {
      authorities: authorities.map(({ id, commonName }) => `${id}: ${commonName}`),
      certificates: certificates.map(({ id, kind, authority }) => `${id}: ${kind} by ${authority}`),
    }
  }

  it('single-ca: one authority, two certificates for each member', () => {
    expect(summary('single-ca')).toEqual({
      authorities: ['ca: k8s CA'],
      certificates: [
        'nodes/a/server: server by ca',
        'nodes/a/peer: peer by ca',
        'nodes/b/server: server by ca',
        'nodes/b/peer: peer by ca',
        'clients/root: client by ca',
        'clients/kube-apiserver: client by ca',
      ],
    })
  })

  it('shared-certificate: one authority, one certificate for all members', () => {
    expect(summary('shared-certificate')).toEqual({
      authorities: ['ca: k8s CA'],
      certificates: [
        'members: member by ca',
        'clients/root: client by ca',
        'clients/kube-apiserver: client by ca',
      ],
    })
  })

  it('shared-certificate: with the names and addresses of all, each once, loopback last', () => {
    const layout = 'shared-certificate' as const
    const members = [member('b', '10.0.0.9', 'fd00::2'), member('a', '10.0.0.1', '10.0.0.9')]
    const want = {
      commonName: 'k8s members',
      dnsNames: ['a', 'a.example.net', 'b', 'b.example.net', 'localhost'],
      ipAddresses: ['10.0.0.1', '10.0.0.9', 'fd00::2', '127.0.0.1', '::1'],
      usages: ['serverAuth', 'clientAuth'],
    }
    expect(find({ layout, members }, 'members')).toMatchObject(want)
    expect(find({ layout, members: members.toReversed() }, 'members')).toMatchObject(want)
  })

  it('shared-certificate: a cluster of the longest name has a common name within the limit', () => {
    const given = { layout: 'shared-certificate', clusterName: 'x'.repeat(63) } as const
    expect(find(given, 'members')?.commonName).toBe(`${'x'.repeat(56)} members`)
    expect(planPki({ ...subjects, ...given }).authorities[0]?.commonName).toBe(`${'x'.repeat(61)} CA`)
  })

  it.each([
    ['separate-ca', ['client-ca', 'peer-ca']],
    ['single-ca', ['ca']],
    ['shared-certificate', ['ca']],
  ] as const)('%s has the authorities %j', (layout, ids) => {
    expect(casOf(layout)).toEqual(ids)
    expect(ALL_CAS).toEqual(expect.arrayContaining([...ids]))
  })
})
