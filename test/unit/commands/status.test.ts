import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { daysLater } from '../pki/support.ts'
import { nodesAt, Workplace } from './support.ts'

async function generated(more: object = {}) {
  const place = new Workplace(more)
  expect((await place.generate()).exitCode).toBe(0)
  return place
}

describe('status', () => {
  test('is a table with a line for each certificate, its columns one under the other', async () => {
    const place = await generated({ tls: { clients: [{ name: 'app' }] } })
    const { exitCode, stdout, stderr } = await place.status()
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const [name, headings = '', ...rows] = stdout.trimEnd().split('\n')
    expect(name).toBe('lab')
    expect(headings).toMatch(/^ {2}expires +days left {2}certificate +kind +issuer$/)
    expect(rows.map((row) => row.trim().split(/ +/)[2])).toEqual([
      'client-ca',
      'peer-ca',
      ...place.plan.certificates.map(({ id }) => id),
    ])
    for (const row of rows) {
      expect(row).toMatch(/^ {2}\d{4}-\d\d-\d\d +\d+ {2}\S+ +\S+ +\S+$/)
      expect(row.slice(0, headings.indexOf('certificate') - 2)).toMatch(/\d$/)
      expect(row.lastIndexOf(' ')).toBe(headings.indexOf('issuer') - 1)
    }
    expect(stdout).not.toContain('\x1B')
    expect(stdout).not.toMatch(/ $/m)
  })

  test('fits into 80 columns, and has the dates first where a name is too long for that', async () => {
    const place = await generated({
      nodes: [{ name: 'etcd-1.example.net', address: '10.0.0.1' }],
      tls: { clients: [{ name: 'kube-apiserver' }] },
    })
    const { stdout } = await place.status()
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(
      /\n {2}\d{4}-\d\d-\d\d +\d+ {2}nodes\/etcd-1\.example\.net\/server +server +client-ca\n/,
    )
    const name = `${'x'.repeat(60)}.${'y'.repeat(60)}.example.net`
    const long = await generated({ nodes: [{ name, address: '10.0.0.1' }] })
    for (const row of (await long.status()).stdout.trimEnd().split('\n').slice(2))
      expect(row).toMatch(/^ {2}\d{4}-\d\d-\d\d +\d+ {2}\S/)
  })

  test('needs no keys, and looks at none', async () => {
    const place = await generated()
    rmSync(join(place.lab, 'secrets'), { recursive: true })
    writeFileSync(join(place.lab, 'secrets'), 'no directory at all')
    expect((await place.status()).exitCode).toBe(0)
  })

  test('has JSON for every certificate', async () => {
    const place = await generated()
    const { stdout, exitCode } = await place.status({ json: true })
    expect(exitCode).toBe(0)
    const report = JSON.parse(stdout) as { cluster: string; certificates: Record<string, unknown>[] }[]
    expect(report).toHaveLength(1)
    expect(report[0]?.cluster).toBe('lab')
    expect(report[0]?.certificates.map(({ id }) => id)).toEqual([
      'client-ca',
      'peer-ca',
      ...place.plan.certificates.map(({ id }) => id),
    ])
    expect(report[0]?.certificates[2]).toEqual({
      id: 'nodes/a/server',
      kind: 'server',
      issuer: 'client-ca',
      serial: expect.stringMatching(/^[0-9a-f]{32}$/),
      fingerprint: expect.stringMatching(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/),
      names: ['a', 'localhost', '10.0.0.1', '127.0.0.1', '::1'],
      notBefore: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      notAfter: expect.stringMatching(/Z$/),
      daysLeft: 364,
      state: 'valid',
      ok: true,
      reasons: [],
    })
  })

  test.each([
    [364, 0],
    [365, 1],
    [0, 0],
    [99_999, 1],
  ])('--within %dd on a new PKI exits with %d, as a table and as JSON', async (withinDays, exitCode) => {
    const place = await generated({ tls: { authorityLifetime: '99999d', certificateLifetime: '365d' } })
    expect((await place.status({ withinDays })).exitCode).toBe(exitCode)
    expect((await place.status({ withinDays, json: true })).exitCode).toBe(exitCode)
  })

  test('of what is wrong says why, below its line, in red; of what ends soon, in yellow', async () => {
    const place = new Workplace({})
    await place.bring(daysLater(-350, new Date()))
    writeFileSync(join(place.lab, 'pki/nodes/a/peer.crt'), 'x')
    rmSync(join(place.lab, 'pki/nodes/b/peer.crt'))
    place.describe({ nodes: nodesAt('10.0.0.9', '10.0.0.2', '10.0.0.3') })
    const { exitCode, stdout } = await place.status({ colours: true })
    expect(exitCode).toBe(1)
    const lines = stdout.trimEnd().split('\n')
    const colourOf = (start: string) => {
      const line = lines.find((each) => stripVTControlCharacters(each).includes(` ${start} `))
      return line?.startsWith('\x1B[31m') ? 'red' : line?.startsWith('\x1B[33m') ? 'yellow' : 'none'
    }
    expect(colourOf('client-ca')).toBe('none')
    expect(colourOf('nodes/a/server')).toBe('red')
    expect(colourOf('nodes/b/server')).toBe('yellow')
    const plain = (await place.status()).stdout
    expect(stripVTControlCharacters(stdout)).toBe(plain)
    expect(plain).toContain('\n    does not fit: its SANs changed: added 10.0.0.9; removed 10.0.0.1\n')
    expect(plain).toMatch(/\n {2}- +- {2}nodes\/a\/peer +peer +peer-ca\n {4}damaged\n/)
    expect(plain).toMatch(/\n {2}- +- {2}nodes\/b\/peer +peer +peer-ca\n {4}missing\n/)
  })

  test.each([
    [false, ''],
    [true, `${JSON.stringify([{ cluster: 'lab', certificates: [] }], null, 2)}\n`],
  ])('of a folder that is not there is an error (json: %s)', async (json, stdout) => {
    const place = new Workplace({})
    expect(await place.status({ json })).toEqual({
      exitCode: 1,
      stdout,
      stderr: 'error: There is no folder out/lab.\n  Generate the cluster first, or check --out.\n',
    })
    expect(existsSync(place.out)).toBe(false)
  })

  test('of a folder without a PKI is that everything is missing', async () => {
    const place = new Workplace({})
    mkdirSync(place.lab, { recursive: true })
    const { exitCode, stdout } = await place.status()
    expect(exitCode).toBe(1)
    expect(stdout.match(/^ {4}missing$/gm)).toHaveLength(9)
    expect(place.files()).toEqual([])
    const [{ certificates }] = JSON.parse((await place.status({ json: true })).stdout) as [
      { certificates: { ok: boolean }[] },
    ]
    expect(certificates.map(({ ok }) => ok)).toEqual(Array(9).fill(false))
  })

  test('of what expires within the time says so below each line, and is not ok in JSON', async () => {
    const place = await generated()
    const { stdout } = await place.status({ withinDays: 365 })
    expect(stdout.match(/^ {4}expires within 365 days$/gm)).toHaveLength(7)
    expect((await place.status({ withinDays: 364 })).stdout).not.toContain('expires within')
    const { stdout: json } = await place.status({ withinDays: 365, json: true })
    const [{ certificates }] = JSON.parse(json) as [{ certificates: { id: string; ok: boolean }[] }]
    expect(certificates.filter(({ ok }) => ok).map(({ id }) => id)).toEqual(['client-ca', 'peer-ca'])
  })

  test('of what cannot be read is a problem, and no guess', async () => {
    const place = await generated()
    rmSync(join(place.lab, 'pki/clients/root.crt'))
    const { symlinkSync } = await import('node:fs')
    symlinkSync('/etc/hostname', join(place.lab, 'pki/clients/root.crt'))
    const said = await place.status()
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain('out/lab: pki/clients/root.crt is a symbolic link.')
  })

  test('of certificates that wait for another CA is that they are missing', async () => {
    const place = new Workplace({ tls: { authority: 'external' } })
    await place.generate()
    const { exitCode, stdout } = await place.status()
    expect(exitCode).toBe(1)
    expect(stdout).toContain('missing')
  })
})
