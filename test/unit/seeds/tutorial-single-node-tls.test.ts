import { X509Certificate } from 'node:crypto'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { memberId } from '../../../src/etcd/identity.ts'
import { tlsTutorialDocument as theirs } from './documents.ts'
import { findingsOf, messagesOf, verdictsOf } from './messages.ts'
import { codeIn, exampleText, linesOfTable, pageOf, tableUnder, treeOf, variablesIn } from './support.ts'

const example = 'tutorial-single-node-tls.yaml'
const { nodes, tree } = await treeOf(example)
const table = linesOfTable(tree, 'controller')
const variables = variablesIn(tree.text('nodes/controller/rootfs/etc/default/etcd'))
const page = pageOf(example)

test("is one node, on the document's machine", () => {
  expect(nodes).toEqual([{ name: 'controller', address: '127.0.0.1', ansible: { host: theirs.host } }])
})

describe('the member', () => {
  test('listens where the document draws it, with TLS for clients and peers', () => {
    expect(variables).toMatchObject({
      ETCD_LISTEN_CLIENT_URLS: theirs.clients,
      ETCD_ADVERTISE_CLIENT_URLS: theirs.clients,
      ETCD_LISTEN_PEER_URLS: `https://${theirs.peers}`,
      ETCD_CLIENT_CERT_AUTH: 'true',
      ETCD_PEER_CLIENT_CERT_AUTH: 'true',
    })
  })

  test("serves the document's certificate, and knows clients by the document's authority", () => {
    expect(variables).toMatchObject({
      ETCD_CERT_FILE: theirs.certificate.path,
      ETCD_KEY_FILE: theirs.key.path,
      ETCD_TRUSTED_CA_FILE: theirs.authority.path,
      ETCD_PEER_CERT_FILE: theirs.certificate.path,
      ETCD_PEER_KEY_FILE: theirs.key.path,
      ETCD_PEER_TRUSTED_CA_FILE: theirs.authority.path,
    })
  })

  test('has the ID that the page gives', () => {
    const { ETCD_INITIAL_ADVERTISE_PEER_URLS: peer = '', ETCD_INITIAL_CLUSTER_TOKEN: token = '' } = variables
    expect(page).toContain(`\`${memberId(peer, token).toString(16)}\``)
  })
})

describe('the node', () => {
  test.each([
    ['the authority', theirs.authority, 'root'],
    ['the certificate', theirs.certificate, 'root'],
    ['the key', theirs.key, 'etcd'],
    ['the data', theirs.data, 'etcd'],
  ])('has %s where the document has it, with its mode, for who reads it', (_what, { path, mode }, owner) => {
    expect(table).toContainEqual(expect.objectContaining({ path, mode, owner }))
  })

  test('has the programs and the unit of the document, and starts etcd on boot and after a failure', () => {
    expect(table.map(({ path }) => path)).toEqual(expect.arrayContaining([...theirs.programs, theirs.unit]))
    const unit = tree.text(`nodes/controller/rootfs${theirs.unit}`).split('\n')
    expect(unit).toEqual(expect.arrayContaining(['Restart=on-failure', 'WantedBy=multi-user.target']))
  })

  test('holds a certificate that is good for kube-apiserver beside it and for the document to read with', () => {
    const certificate = new X509Certificate(tree.text(`nodes/controller/rootfs${theirs.certificate.path}`))
    const authority = new X509Certificate(tree.text(`nodes/controller/rootfs${theirs.authority.path}`))
    expect(certificate.verify(authority.publicKey)).toBe(true)
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(certificate.checkHost('controller')).toBe('controller')
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])
    const named = theirs.read.flatMap((word) => /^--(?:cacert|cert|key)=(.*)$/.exec(word)?.[1] ?? [])
    expect(named).toEqual([theirs.authority.path, theirs.certificate.path, theirs.key.path])
    for (const word of named) expect(page).toContain(word)
  })
})

describe('checks and common causes', () => {
  const checks = tableUnder(page, /^\| the guide \| here \| message \|/)
  const causes = tableUnder(page, /^\| common cause \| here \| message \|/)
  const messages = {
    'verify.yml': findingsOf(tree),
    preflight: verdictsOf(tree),
    others: [...messagesOf(tree).values()],
  }
  const rows = [...checks, ...causes]
  const named = rows.flatMap(([, here = '', says = '']) => {
    const [, where = '', check = ''] = /(verify\.yml|preflight)`?, `([^`]+)`/.exec(here) ?? []
    return check === '' ? [] : [{ where: where as 'verify.yml' | 'preflight', check, says }]
  })

  test('all stand on the page', () => {
    const first = (table: readonly (readonly string[])[]) => table.map(([cell = '']) => cell)
    for (const command of theirs.checks) expect(first(checks).flatMap(codeIn).join('; ')).toContain(command)
    const plain = first(causes).map((cell) => cell.replaceAll(/[`"]/g, '').toLowerCase())
    expect(plain.filter((cell) => cell !== '')).toEqual(theirs.causes.map((cause) => cause.toLowerCase()))
    for (const [cause, here = ''] of causes) expect(here, cause).not.toBe('')
  })

  test('name checks that there are', () => {
    for (const { where, check } of named) expect([...messages[where].keys()], where).toContain(check)
  })

  test.each(named.flatMap((each) => quotesIn(each.says).map((quote) => ({ ...each, quote }))))(
    '$where says by "$check": $quote',
    ({ where, check, quote }) => {
      expect(quote).toMatch(messages[where].get(check) ?? 'nothing')
    },
  )

  test('what the script and the playbook say stands there in their words', () => {
    const all = [...messages['verify.yml'].values(), ...messages.preflight.values(), ...messages.others]
    const quotes = rows.flatMap(([, , says = '']) => quotesIn(says))
    expect(quotes.length).toBeGreaterThan(12)
    for (const quote of quotes)
      expect(
        all.some((message) => message.test(quote)),
        quote,
      ).toBe(true)
  })
})

test("the document's production has a row for each aspect, and two of them are not there yet", () => {
  const rows = tableUnder(page, /^\| aspect \|/)
  const aspects = rows.map(([aspect = '']) => aspect)
  expect(aspects).toEqual(expect.arrayContaining(theirs.aspects.map((aspect) => aspect.toLowerCase())))
  const later = rows.filter(([, , here = '']) => here.includes('a later step')).map(([aspect]) => aspect)
  expect(later).toEqual(['backup', 'monitoring'])
})

test('the example has the layout and the names of the document, and no more', () => {
  const { tls } = load(exampleText(example)) as { tls: object }
  expect(tls).toEqual({
    layout: 'shared-certificate',
    files: { naming: 'crt', authority: 'ca', member: 'kube-apiserver' },
  })
})

/** What a cell has in quotation marks, if it begins with that. */
function quotesIn(cell: string): readonly string[] {
  return /^"(.*?)"(?:,.*)?$/.exec(cell)?.slice(1) ?? []
}
