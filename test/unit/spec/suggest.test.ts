import { describe, expect, it } from 'vitest'
import schema from '../../../schema/cluster.schema.json' with { type: 'json' }
import { suggest } from '../../../src/spec/suggest.ts'

describe('the value that is probably meant', () => {
  const { label, hostName, absolutePath, duration, days, size, digest } = schema.$defs
  it.each([
    ['K8s_Etcd', label, 'k8s-etcd'],
    [' etcd ', label, 'etcd'],
    ['Etcd-1.Example.NET.', hostName, 'etcd-1.example.net'],
    ['/var/lib/etcd/', absolutePath, '/var/lib/etcd'],
    ['/var//lib/etcd', absolutePath, '/var/lib/etcd'],
    ['/var/../etc', absolutePath, undefined],
    ['100 ms', duration, '100ms'],
    ['5min', duration, '5m'],
    ['1d', duration, '24h'],
    ['1y', days, '365d'],
    ['8760h', days, '365d'],
    ['8G', size, '8GiB'],
    ['8 gb', size, '8GiB'],
    ['512Mi', size, '512MiB'],
    ['1536k', size, '1536KiB'],
    ['1536 KB', size, '1536KiB'],
    ['0GiB', size, undefined],
    [`sha256:${'A'.repeat(64)}`, digest, 'a'.repeat(64)],
    ['a/b', label, undefined],
    [`${'a'.repeat(300)}_`, label, undefined],
  ])('%j', (value, { pattern }, want) => {
    expect(suggest(value, pattern)).toBe(want)
  })
})
