import { describe, expect, test } from 'vitest'
import { describeDifference } from '../../trees/difference.ts'
import type { Tree } from '../../trees/tree.ts'

const file = (content: string) => ({ kind: 'file', content }) as const
const lines = (count: number, text: string) =>
  Array.from({ length: count }, (_, index) => `${text} ${index}\n`).join('')

const heading = 'The rendered tree is not the committed one:'
const advice = 'If the change is what you want: npm run accept, then read git diff.'

const rows: readonly [string, { readonly committed: Tree; readonly rendered: Tree }, readonly string[]][] = [
  ['equal trees', { committed: { a: file('x') }, rendered: { a: file('x') } }, []],
  [
    'one line changed',
    { committed: { a: file('1\n2\n3\n') }, rendered: { a: file('1\ntwo\n3\n') } },
    [heading, 'changed  a', '', 'a', '  - 2', '  + two', '', advice],
  ],
  [
    'files missing and extra, in the order of their paths',
    { committed: { 'b/a': file(''), c: file('') }, rendered: { a: file(''), c: file('') } },
    [heading, 'extra    a', 'missing  b/a', '', advice],
  ],
  [
    'an executable that is none any more',
    { committed: { a: { kind: 'executable', content: 'x' } }, rendered: { a: file('x') } },
    [heading, 'changed  a (was executable, is file)', '', advice],
  ],
  [
    'a link with another target',
    { committed: { a: { kind: 'link', content: 'x' } }, rendered: { a: { kind: 'link', content: 'y' } } },
    [heading, 'changed  a', '', 'a', '  - x', '  + y', '', advice],
  ],
  [
    'a last line without its end',
    { committed: { a: file('x\n') }, rendered: { a: file('x') } },
    [heading, 'changed  a', '', 'a', '  - ', '', advice],
  ],
]

describe('describeDifference', () => {
  test.each(rows)('%s', (_, { committed, rendered }, want) =>
    expect(describeDifference(committed, rendered)).toBe(want.join('\n')),
  )

  test('names every file first, then shows 40 lines in equal shares, and says how many more there are', () => {
    const names = ['a', 'b', 'c', 'd']
    const tree = (text: string) => Object.fromEntries(names.map((name) => [name, file(lines(50, text))]))
    const said = describeDifference(tree('old'), tree('new')).split('\n')
    expect(said.slice(1, 6)).toEqual([...names.map((name) => `changed  ${name}`), ''])
    expect(said.filter((line) => /^ {2}[-+] /.test(line))).toHaveLength(40)
    expect(said.filter((line) => line === '  (90 more)')).toHaveLength(4)
  })

  test('shows no more than 40 lines of many files', () => {
    const names = Array.from({ length: 100 }, (_, index) => `file-${index}`)
    const tree = (text: string) => Object.fromEntries(names.map((name) => [name, file(lines(9, text))]))
    const said = describeDifference(tree('old'), tree('new')).split('\n')
    expect(said.filter((line) => line.startsWith('changed'))).toHaveLength(100)
    expect(said.filter((line) => /^ {2}[-+] /.test(line))).toHaveLength(40)
  })
})
