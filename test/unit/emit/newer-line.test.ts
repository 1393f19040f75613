import { expect, test } from 'vitest'
import { LINES, newestOf } from '../../../src/etcd/releases.ts'
import { Tree } from './support.ts'

const newest = newestOf(LINES.at(-1) ?? LINES[0] ?? expect.unreachable())
const sha256 = { amd64: 'a'.repeat(64), arm64: 'b'.repeat(64) }

/** The files of a node's root for a version, without the version. */
async function rootOf(version: string, style: string): Promise<ReadonlyMap<string, string>> {
  const { artifacts } = await Tree.of({ etcd: { version, style, install: { sha256 } } })
  const isRoot = (path: string) =>
    /^nodes\/a\/(?:rootfs\/.*|files\.txt)$/.test(path) && !/\.(?:crt|pem)$/.test(path)
  const files = artifacts.filter(({ path }) => isRoot(path))
  const plain = (text: string) => text.replaceAll(version, 'VERSION').replace(/[0-9a-f]{64}/g, 'DIGEST')
  return new Map(files.map(({ path, text }) => [path, plain(text)]))
}

test.each(['env', 'flags', 'file'])(
  'a version of a newer line is configured like the newest, by %s',
  async (style) => {
    const want = await rootOf(newest, style)
    expect(want.size).toBeGreaterThan(4)
    expect(await rootOf('3.99.0', style)).toEqual(want)
  },
)

test('a version of a newer line is downloaded with the digests of the spec', async () => {
  const tree = await Tree.of({ etcd: { version: '3.99.0', install: { sha256 } } })
  const settings = tree.text('nodes/a/settings.sh')
  for (const [architecture, digest] of Object.entries(sha256))
    expect(settings).toMatch(
      new RegExp(`/v3\\.99\\.0/etcd-v3\\.99\\.0-linux-${architecture}\\.tar\\.gz.* .*sha256:${digest}`),
    )
  expect(settings).not.toContain('SHA256SUMS')
})
