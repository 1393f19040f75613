import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nodesAt, type Said, Workplace } from './support.ts'

const nodes = nodesAt('127.0.0.1').map((node) => ({ ...node, ansible: { host: 'server' } }))
const plain = { nodes, tls: { enabled: false } }

async function generated(more: object): Promise<Workplace> {
  const place = new Workplace(more)
  expect((await place.generate()).exitCode).toBe(0)
  return place
}

function expectRefused({ exitCode, stdout, stderr }: Said, ...words: readonly string[]) {
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
  for (const word of words) expect(stderr).toContain(word)
}

describe('a cluster without TLS', () => {
  test('has no certificate and no key, and nothing is said of any', async () => {
    const place = new Workplace(plain)
    const { exitCode, stdout, stderr } = await place.generate()
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).not.toContain('issued')
    for (const folder of ['pki', 'secrets']) expect(existsSync(join(place.lab, folder)), folder).toBe(false)
    expect((await place.generate()).stdout).toMatch(/^ {2}files: \d+ unchanged$/m)
  })

  test('shows none', async () => {
    const place = await generated(plain)
    expect(await place.status()).toEqual({
      exitCode: 0,
      stdout: 'lab\n  no certificates: plain HTTP (tls.enabled: false)\n',
      stderr: '',
    })
    expect(JSON.parse((await place.status({ json: true })).stdout)).toEqual([
      { cluster: 'lab', certificates: [] },
    ])
  })

  test('has nothing to renew, and takes nothing', async () => {
    const place = await generated(plain)
    const off = 'the spec turns TLS off (tls.enabled: false)'
    expectRefused(await place.renew([], { all: true }), 'has no certificates', off)
    const file = place.file('ca.crt', 'no matter what')
    expectRefused(await place.import([file], 'ca'), 'takes no certificates', off)
  })

  test('needs no password, whatever the spec says of secrets', async () => {
    const place = new Workplace({ ...plain, secrets: { encryption: 'ansible-vault' } })
    expect((await place.generate()).exitCode).toBe(0)
  })

  test('gets its PKI once TLS is turned on', async () => {
    const place = await generated(plain)
    place.describe({ nodes })
    const { exitCode, stdout } = await place.generate()
    expect(exitCode).toBe(0)
    expect(stdout).toContain('issued: 2 CAs and 3 certificates')
    expect((await place.status()).exitCode).toBe(0)
  })
})

describe('a cluster with TLS', () => {
  test('does not lose it, nor its authorities, by a change of the spec', async () => {
    const place = await generated({ nodes })
    const authority = join(place.lab, 'pki/client-ca.crt')
    const before = readFileSync(authority, 'utf8')
    place.describe(plain)
    expectRefused(await place.generate(), 'has certificates or keys here', 'Turn it on again')
    expect(readFileSync(authority, 'utf8')).toBe(before)
    place.describe({ nodes })
    expect((await place.generate()).stdout).toMatch(/^ {2}files: \d+ unchanged$/m)
  })

  test('gets no second PKI where the first has been lost, and does not go on without', async () => {
    const place = await generated({ nodes })
    for (const folder of ['pki', 'secrets']) rmSync(join(place.lab, folder), { recursive: true })
    expectRefused(await place.generate(), 'pki/client-ca.crt', 'generated before')
    place.describe(plain)
    expectRefused(await place.generate(), 'Turn it on again')
  })

  test('does not lose keys that wait for another CA', async () => {
    const place = new Workplace({ nodes, tls: { authority: 'external' } })
    expect((await place.generate()).exitCode).toBe(1)
    place.describe(plain)
    expectRefused(await place.generate(), 'Turn it on again')
  })
})
