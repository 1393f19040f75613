import { describe, expect, it } from 'vitest'
import schema from '../../../schema/cluster.schema.json' with { type: 'json' }
import { PINNED_VERSIONS, pinnedDigest } from '../../../src/etcd/digests.ts'
import {
  ARCHITECTURES,
  architecturesOf,
  isKnownVersion,
  recommendedLine,
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
    }
    const version = schema.$defs.etcd.properties.version.default
    expect(PINNED_VERSIONS[0]).toBe(version)
    expect(version.startsWith(`${recommendedLine().minor}.`)).toBe(true)
    expect(pinnedDigest('constructor', 'amd64')).toBeUndefined()
  })

  it('came to IBM Z with 3.5', () => {
    expect(architecturesOf('3.4.45')).not.toContain('s390x')
    expect(architecturesOf('3.5.0')).toEqual(ARCHITECTURES)
    expect(architecturesOf('4.0.0')).toEqual([])
  })

  it.each([
    ['v3.6.14', '3.6.14'],
    ['3.6', '3.6.16'],
    ['3.5.x', '3.5.35'],
    ['3.6.014', '3.6.14'],
    ['3.6.0-rc.1', '3.6.16'],
    ['latest', '3.6.16'],
    ['3.4.23-4+b4', '3.4.23'],
    ['3.4.30-1ubuntu0.24.04.3', '3.4.30'],
    ['3.3.25+dfsg-7', undefined],
    ['3.10', undefined],
    ['etcd', undefined],
  ])('%s is near %s', (text, want) => {
    expect(nearVersion(text)).toBe(want)
  })
})
