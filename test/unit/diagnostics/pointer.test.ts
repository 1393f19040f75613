import { describe, expect, it } from 'vitest'
import { ancestry, child, dotted, parent, segments } from '../../../src/diagnostics/pointer.ts'

describe('JSON pointers', () => {
  it.each([
    ['a field', { names: ['etcd', 'version'], pointer: '/etcd/version', dotted: 'etcd.version' }],
    [
      'an item',
      { names: ['nodes', '2', 'address'], pointer: '/nodes/2/address', dotted: 'nodes[2].address' },
    ],
    ['the document', { names: [], pointer: '', dotted: '' }],
    ['a slash and a tilde', { names: ['a/b', '~1'], pointer: '/a~1b/~01', dotted: 'a/b.~1' }],
    ['an empty name', { names: [''], pointer: '/', dotted: '' }],
  ])('%s', (_, given) => {
    expect(given.names.reduce(child, '')).toBe(given.pointer)
    expect(segments(given.pointer)).toEqual(given.names)
    expect(dotted(given.pointer)).toBe(given.dotted)
  })

  it('lead to what holds them', () => {
    expect([...ancestry('/a/0')]).toEqual(['/a/0', '/a', ''])
    expect(parent('')).toBeUndefined()
  })
})
