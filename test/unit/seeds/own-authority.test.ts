import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { beforeAll, describe, expect, test } from 'vitest'
import { Workplace } from '../commands/support.ts'
import { openssl } from '../pki/openssl.ts'
import { sharedFolder } from '../pki/support.ts'
import { tlsTutorialDocument } from './documents.ts'
import { exampleText, pageOf } from './support.ts'

/*
 * The example with a CA that was made before, by openssl as tutorials do: ca.crt and ca.key, and kube-apiserver's
 * certificate. What the page has its reader do.
 */

const example = 'tutorial-single-node-tls.yaml'
const cwd = sharedFolder()
const made = (name: string) => readFileSync(join(cwd, name), 'utf8')
const say = (words: string) => openssl(cwd, ...words.split(' '))

beforeAll(async () => {
  await say(
    'req -x509 -new -newkey rsa:2048 -nodes -sha512 -days 3653 -keyout ca.key -out ca.crt -subj /C=US/ST=Washington/L=Seattle/CN=CA',
  )
  await say(
    'req -new -newkey rsa:2048 -nodes -sha256 -keyout kube-apiserver.key -out kube-apiserver.csr -subj /CN=kubernetes -addext subjectAltName=IP:127.0.0.1,IP:10.32.0.1,DNS:kubernetes -addext extendedKeyUsage=clientAuth,serverAuth',
  )
  await signed('kube-apiserver.csr', 'kube-apiserver.crt')
})

/** Signs as the page does. */
const signed = (request: string, certificate: string) =>
  say(
    `x509 -req -in ${request} -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -copy_extensions copy -out ${certificate}`,
  )

/** The example, but for the name of the folder and where its authority comes from. */
function placeWith(authority: 'provided' | 'external'): Workplace {
  const { tls, ...spec } = load(exampleText(example)) as { tls: object }
  return new Workplace({ ...spec, name: 'lab', tls: { ...tls, authority } })
}

const onNode = (path: string) => `nodes/controller/rootfs${path}`
const { authority, certificate } = tlsTutorialDocument

async function isSignedByTheCa(place: Workplace): Promise<void> {
  expect(place.read(onNode(authority.path))).toBe(made('ca.crt'))
  const file = join(place.lab, onNode(certificate.path))
  expect(await say(`verify -CAfile ca.crt ${file}`)).toBe(`${file}: OK`)
}

describe('a CA of before', () => {
  test('signs kube-apiserver.crt, and its key goes to no node', async () => {
    const place = placeWith('provided')
    const refused = await place.generate()
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toContain('quorate pki import spec.yaml --out out FILE… --authority ca')
    expect(pageOf(example)).toContain('quorate pki import tutorial.yaml ca.crt ca.key --authority ca')
    const files = ['ca.crt', 'ca.key'].map((name) => place.file(name, made(name)))
    expect(await place.import(files, 'ca')).toMatchObject({ exitCode: 0 })
    await isSignedByTheCa(place)
    const withKeys = Object.entries(place.tree()).filter(([, text]) => text.includes('PRIVATE KEY-----\n'))
    expect(withKeys.map(([path]) => path)).toEqual([
      'secrets/ca.key',
      'secrets/clients/root.key',
      'secrets/members.key',
    ])
    expect(place.read(onNode('/etc/etcd/root.crt'))).not.toBe(place.read(onNode(certificate.path)))
  })

  test('signs it without giving its key away', async () => {
    const place = placeWith('external')
    expect(await place.generate()).toMatchObject({ exitCode: 1 })
    const names = ['members', 'clients/root']
    for (const name of names)
      await signed(join(place.lab, `pki/requests/${name}.csr`), `${name.replace('/', '-')}.crt`)
    const files = ['members.crt', 'clients-root.crt', 'ca.crt'].map((name) => join(cwd, name))
    expect(await place.import(files)).toMatchObject({ exitCode: 0 })
    await isSignedByTheCa(place)
    expect(place.files()).not.toContain('secrets/ca.key')
  })

  test("has signed kube-apiserver's certificate, which lacks the member's names", async () => {
    const place = placeWith('external')
    mkdirSync(join(place.lab, 'secrets'), { recursive: true, mode: 0o700 })
    place.file('out/lab/secrets/members.key', made('kube-apiserver.key'))
    await place.generate()
    const brought = place.file('kube-apiserver.crt', made('kube-apiserver.crt'))
    const said = await place.import([brought, place.file('ca.crt', made('ca.crt'))])
    expect(said.exitCode).toBe(1)
    const [told = ''] = /^error: kube-apiserver\.crt: .*$/m.exec(pageOf(example)) ?? []
    expect(said.stderr).toContain(told.replace('kube-apiserver.crt', brought))
  })
})
