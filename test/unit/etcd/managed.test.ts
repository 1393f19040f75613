import { describe, expect, it } from 'vitest'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { MANAGED_OPTIONS, managedBy } from '../../../src/etcd/managed.ts'
import { refusedBecause } from '../../../src/etcd/refused.ts'
import { minorOf } from '../../../src/etcd/releases.ts'
import { memberSettings } from '../../../src/node/settings.ts'
import { fieldAt } from '../../../src/spec/fields.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { specText } from '../spec/specs.ts'

/** The options that a member is told, where the spec has every field that adds one. */
function settingsOf(version: string): string[] {
  const isOld = /^3\.[45]\./.test(version)
  const { value } = parseSpec(
    specText({
      etcd: {
        version,
        install: { sha256: { amd64: 'a'.repeat(64) } },
        paths: { wal: '/var/lib/etcd-wal' },
        tuning: { corruptionCheckInterval: '12h' },
        logging: { format: isOld ? 'json' : 'console' },
      },
      tls: {
        minVersion: 'TLS1.2',
        maxVersion: 'TLS1.3',
        cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
      },
    }),
  )
  if (!value) throw new Error(`the spec for ${version} is at fault`)
  const cluster = resolveCluster(value)
  const [member] = cluster.members
  if (!member) throw new Error('there is no member')
  return memberSettings(cluster, member).flatMap(({ settings }) => settings.map(({ option }) => option))
}

describe('the options that quorate sets', () => {
  it.each(['3.4.45', '3.5.35', '3.6.14', '3.7.3'])('are known for %s', (version) => {
    const options = settingsOf(version)
    expect(options.length).toBeGreaterThan(25)
    // The gates of the spec are merged with quorate's own.
    const unknown = options.filter(
      (option) => option !== 'feature-gates' && !managedBy(option, minorOf(version)),
    )
    expect(unknown).toEqual([])
  })

  it('name fields that a spec has', () => {
    const fields = MANAGED_OPTIONS.flatMap((option) => managedBy(option, '3.4')?.field ?? [])
    for (const path of fields.flatMap((field) => field.split(/, | and | or /))) {
      if (path === 'compactionRevisions') continue
      expect(fieldAt(`/${path.replace('[]', '.0').replaceAll('.', '/')}`), path).toBeDefined()
    }
  })

  it.each([
    ['unsafe-no-fsync', true],
    ['unsafe', false],
    ['discovery', true],
    ['discovery-srv', true],
    ['proxy-dial-timeout', true],
    ['peer-auto-tls', true],
    ['constructor', false],
    ['max-wals', false],
  ])('%s is refused: %s', (option, want) => {
    expect(refusedBecause(option) !== undefined).toBe(want)
  })
})
