import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { PROVIDERS, type Provider } from '../../../src/emit/cloud-init/providers.ts'
import { formOf, sizeOf, userDataProblems } from '../../../src/emit/cloud-init/size.ts'
import { clusterOf, Tree } from './support.ts'

/** As many bytes as are asked for. */
const compressible = (bytes: number) => 'x'.repeat(bytes)

/** The most plain bytes that each provider takes. */
const largest: [Provider, number][] = [
  ['aws', 16_384],
  ['gcp', 262_144],
  ['azure', 65_535],
  // 65,532 bytes of base64; with one more it would be 65,536.
  ['openstack', 49_149],
  ['digitalocean', 65_536],
  ['hetzner', 32_768],
]

test('every provider has a limit here, but NoCloud, and says where it is from', () => {
  expect(new Set(['nocloud', ...largest.map(([provider]) => provider)])).toEqual(
    new Set(Object.keys(PROVIDERS)),
  )
  expect(PROVIDERS.nocloud.limit).toBe(Number.POSITIVE_INFINITY)
  for (const { source } of Object.values(PROVIDERS)) expect(source).toMatch(/\w+, \w+/)
})

describe('user-data at the limit', () => {
  it.each(largest)('%s takes %i bytes plain', (provider, bytes) => {
    expect(formOf([compressible(bytes)], provider)).toBe('plain')
    expect(sizeOf(compressible(bytes), provider).size).toBeLessThanOrEqual(PROVIDERS[provider].limit)
  })

  it.each(largest)('%s: one more than %i is compressed, or too much', (provider, bytes) => {
    const text = compressible(bytes + 1)
    const { size, limit } = sizeOf(text, provider)
    expect([formOf([text], provider), size <= limit]).toEqual(
      provider === 'digitalocean' ? ['plain', false] : ['gzip', true],
    )
  })

  it('is counted in bytes, not in characters', () => {
    expect(formOf(['ä'.repeat(8192)], 'aws')).toBe('plain')
    expect(formOf([`${'ä'.repeat(8192)}x`], 'aws')).toBe('gzip')
  })

  it('is compressed for all nodes where one needs it', () => {
    expect(formOf(['small', compressible(20_000)], 'aws')).toBe('gzip')
  })
})

describe('compressed user-data', () => {
  /** Twice as many characters as gzip leaves bytes, about. */
  const random = randomBytes(64 * 1024).toString('hex')

  /** The longest text that fits, found by halves. */
  function longest(provider: Provider): number {
    let [fits, tooLong] = [0, random.length]
    while (tooLong - fits > 1) {
      const middle = Math.floor((fits + tooLong) / 2)
      const { size, limit } = sizeOf(random.slice(0, middle), provider)
      if (size <= limit) fits = middle
      else tooLong = middle
    }
    return fits
  }

  it.each<[Provider, number]>([
    ['aws', 16_384],
    ['azure', 65_535],
    ['openstack', 49_149],
    // In base64.
    ['hetzner', 24_576],
  ])('%s takes what is less than %i bytes by a 64th', (provider, limit) => {
    const bytes = gzipSync(random.slice(0, longest(provider))).length
    expect(bytes).toBeLessThanOrEqual(limit - bytes / 64)
    expect(bytes).toBeGreaterThan(limit - bytes / 64 - 64)
  })
})

describe('user-data that is too large', () => {
  const artifacts = (path: string, text: string) => [
    { path, mode: 0o600, text },
    { path: 'README.md', mode: 0o644, text },
  ]
  const other =
    'set the nodes up another way: Ansible, nodes/pack.sh, or an image for NoCloud (cloudInit.provider: nocloud)'
  const random = randomBytes(64 * 1024).toString('hex')

  const rows: [string, object, string, string, string, RegExp, string][] = [
    [
      'plain',
      { cloudInit: { provider: 'digitalocean' } },
      'cloud-init/a/user-data',
      compressible(65_537),
      'a',
      /too large for DigitalOcean: 65537 bytes, and 65536 is the limit\.$/,
      `S${other.slice(1)}.`,
    ],
    [
      'compressed',
      { cloudInit: { provider: 'aws', config: { packages: ['chrony'] } } },
      'cloud-init/b/user-data',
      random,
      'b',
      /too large for AWS: \d+ bytes compressed, and 16384 is the limit/,
      `Shorten your own cloud-config: let it download what is long; or ${other}.`,
    ],
    [
      'compressed and in base64, with keys of RSA',
      { cloudInit: { provider: 'hetzner', keys: 'embed' }, tls: { algorithm: 'rsa-4096' } },
      'secrets/cloud-init/c/user-data',
      random,
      'c',
      /too large for Hetzner Cloud: \d+ bytes compressed and in base64, and 32768 is/,
      `Choose smaller keys and certificates (tls.algorithm: ecdsa-p256); or deliver the keys after boot (cloudInit.keys: later); or ${other}.`,
    ],
  ]

  it.each(rows)('%s', (_, more, path, text, node, message, hint) => {
    const [problem, ...rest] = userDataProblems(clusterOf(more), artifacts(path, text))
    expect(rest).toEqual([])
    expect(problem).toMatchObject({
      severity: 'error',
      file: path,
      message: expect.stringMatching(message),
      hint,
    })
    expect(problem?.message).toContain(`The user-data of ${node} is`)
  })

  it('is not what any node of a plain cluster has, at any provider', async () => {
    for (const keys of ['later', 'embed']) {
      const tree = await Tree.of({ cloudInit: { keys } })
      for (const provider of Object.keys(PROVIDERS)) {
        expect(userDataProblems(clusterOf({ cloudInit: { keys, provider } }), tree.artifacts)).toEqual([])
      }
    }
  })

  it('leaves room at AWS for keys and a cloud-config of 3 KB', async () => {
    const config = { write_files: [{ path: '/x', content: random.slice(0, 3072) }] }
    const spec = { cloudInit: { provider: 'aws', keys: 'embed', config } }
    expect(userDataProblems(clusterOf(spec), (await Tree.of(spec)).artifacts)).toEqual([])
  })
})
