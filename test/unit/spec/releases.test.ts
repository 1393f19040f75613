import { describe, expect, it } from 'vitest'
import schema from '../../../schema/cluster.schema.json' with { type: 'json' }
import { DIGESTS, newestPinned, PINNED_VERSIONS, pinnedDigest, SOURCES } from '../../../src/etcd/digests.ts'
import { compare } from '../../../src/etcd/options/versions.ts'
import {
  ARCHITECTURES,
  architecturesOf,
  isKnownVersion,
  RECOMMENDED_VERSION,
} from '../../../src/etcd/releases.ts'
import { nearVersion } from '../../../src/spec/versions.ts'

describe('releases', () => {
  it.each([
    ['3.4.0', true],
    ['3.4.45', true],
    ['3.4.46', false],
    ['3.5.35', true],
    ['3.6.16', true],
    ['3.7.3', true],
    ['3.8.0', false],
    ['3.6', false],
    ['3.60.1', false],
    ['03.6.1', false],
    ['', false],
  ])('%s is known: %s', (version, want) => {
    expect(isKnownVersion(version)).toBe(want)
  })

  it('have digests of the right form, the default among them', () => {
    for (const version of PINNED_VERSIONS) {
      expect(isKnownVersion(version)).toBe(true)
      for (const architecture of ARCHITECTURES) {
        expect(pinnedDigest(version, architecture) ?? '0'.repeat(64)).toMatch(/^[0-9a-f]{64}$/)
      }
      const { amd64, arm64, sources = [] } = DIGESTS[version] ?? {}
      expect([amd64, arm64], version).not.toContain(undefined)
      expect(Object.keys(SOURCES), version).toEqual(expect.arrayContaining([...sources]))
      expect(sources.length, version).toBeGreaterThan(0)
    }
    const version = schema.$defs.etcd.properties.version.default
    expect(version).toBe(RECOMMENDED_VERSION)
    expect(PINNED_VERSIONS).toContain(version)
    expect(pinnedDigest('constructor', 'amd64')).toBeUndefined()
  })

  it('are in the table once, oldest first', () => {
    const versions = Object.keys(DIGESTS)
    expect(versions).toEqual([...versions].sort(compare))
    const digests = Object.values(DIGESTS).flatMap(({ sources: _, ...ofOne }) => Object.values(ofOne))
    expect(new Set(digests).size).toBe(digests.length)
  })

  it('came to IBM Z with 3.5', () => {
    expect(architecturesOf('3.4.45')).not.toContain('s390x')
    expect(architecturesOf('3.5.0')).toEqual(ARCHITECTURES)
    expect(architecturesOf('3.8.0')).toEqual(ARCHITECTURES)
    expect(architecturesOf('4.0.0')).toEqual([])
  })

  it.each([
    ['v3.6.14', '3.6.14'],
    ['3.6', RECOMMENDED_VERSION],
    ['3.5.x', newestPinned('3.5')],
    ['3.7.0-rc.0', newestPinned('3.7')],
    ['3.8', newestPinned('3.7')],
    ['3.4', undefined],
    ['3.6.014', '3.6.14'],
    ['3.6.0-rc.1', RECOMMENDED_VERSION],
    ['latest', RECOMMENDED_VERSION],
    ['3.4.23-4+b4', '3.4.23'],
    ['3.4.30-1ubuntu0.24.04.3', '3.4.30'],
    ['3.3.25+dfsg-7', undefined],
    ['3.10', newestPinned('3.7')],
    ['4.0', undefined],
    ['etcd', undefined],
  ])('%s is near %s', (text, want) => {
    expect(nearVersion(text)).toBe(want)
  })
})
