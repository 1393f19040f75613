import { describe, expect, it } from 'vitest'
import { nearest } from '../../../src/spec/nearest.ts'

describe('the name that is probably meant', () => {
  it.each([
    ['adress', ['name', 'address', 'dnsNames'], 'address'],
    ['vesrion', ['version', 'style'], 'version'],
    ['peer-port', ['peerPort', 'clientPort'], 'peerPort'],
    ['dns_names', ['name', 'dnsNames'], 'dnsNames'],
    ['node', ['nodes', 'name'], 'nodes'],
    ['name', ['names', 'name'], 'name'],
    ['x', ['name', 'nodes'], undefined],
    ['metadata', ['name', 'nodes', 'ansible'], undefined],
    ['', ['name'], undefined],
    ['heartbeta', ['heartbeatInterval', 'heartbeat'], 'heartbeat'],
    ['xname', ['name'], 'name'],
    ['aname', ['nodes', 'named', 'name'], 'name'],
    ['snapshot-count-x', ['snapshots', 'snapshot-count'], 'snapshot-count'],
    ['__proto__', ['ports', 'paths'], undefined],
  ])('%s', (name, candidates, want) => {
    expect(nearest(name, candidates)).toBe(want)
  })
})
