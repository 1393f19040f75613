import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { markerLine } from '../../../src/node/marker.ts'
import { plainDocument } from '../../../src/render/render.ts'
import { Tree } from '../emit/support.ts'

/* How scripts on a node tell whose file it is: by the line that says so, not by the words around it. */

const root = mkdtempSync(join(tmpdir(), 'quorate-marker-'))
afterAll(() => rmSync(root, { recursive: true }))

const styles = ['env', 'flags', 'file'] as const
const trees = new Map(
  await Promise.all(styles.map(async (style) => [style, await Tree.of({ etcd: { style } })] as const)),
)

/** A machine with files of a tree on it, below a folder: the facts that the script tells of it. */
class Machine {
  readonly #settings: string

  constructor(settings: string) {
    // Every path of the node is one below the folder.
    this.#settings = settings.replaceAll(/(?<=[=' ])\/(?=etc|var|run)/g, `${root}/`)
  }

  put(path: string, text: string): void {
    const target = join(root, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }

  get isOurs(): boolean {
    return spawnSync('sh', ['-euc', `${this.#program}\nours`]).status === 0
  }

  get peerUrl(): string {
    return execFileSync('sh', ['-euc', `${this.#program}\nconfigured_peer_url`], { encoding: 'utf8' }).trim()
  }

  wrote(path: string): boolean {
    return (
      spawnSync('sh', ['-euc', `${this.#program}\nwritten_by_quorate "$1"`, 'sh', join(root, path)])
        .status === 0
    )
  }

  get #program(): string {
    return `${this.#settings}\n${plainDocument('bundle/script/facts.sh')}`
  }
}

/** The file that configures etcd, by the style. */
const FILES = {
  env: 'etc/default/etcd',
  flags: 'etc/systemd/system/etcd.service',
  file: 'etc/etcd/etcd.conf.yml',
} as const

beforeEach(() => {
  rmSync(root, { recursive: true })
  mkdirSync(root)
})

describe.each(styles)('style %s', (style) => {
  const tree = trees.get(style) as Tree
  const machine = new Machine(tree.text('nodes/a/settings.sh'))
  const path = FILES[style]
  const text = tree.text(`nodes/a/rootfs/${path}`)

  test('a file that quorate wrote is ours, with its peer URL', () => {
    machine.put(path, text)
    expect([machine.isOurs, machine.peerUrl, machine.wrote(path)]).toEqual([
      true,
      'https://10.0.0.1:2380',
      true,
    ])
  })

  test('the words of the heading decide nothing', () => {
    const [first = '', ...rest] = text.split('\n')
    machine.put(path, [first.replace(/^#.*$/, '# Anything at all.'), ...rest].join('\n'))
    expect([machine.isOurs, machine.peerUrl]).toEqual([true, 'https://10.0.0.1:2380'])
  })

  test('a file that an earlier version wrote is ours too', () => {
    const earlier = '# a, a member of lab. Written by quorate; a change made here is lost at the next run.'
    machine.put(path, text.replace(/^# a, a member.*\n# quorate-cluster: lab$/m, earlier))
    expect(text).toContain('# quorate-cluster: lab')
    expect([machine.isOurs, machine.peerUrl, machine.wrote(path)]).toEqual([
      true,
      'https://10.0.0.1:2380',
      true,
    ])
  })

  test.each([
    [
      'of another cluster, even with the same token',
      (own: string) => own.replace(markerLine('lab'), markerLine('lab2')),
    ],
    [
      'with another token',
      (own: string) => own.replaceAll(/(initial[-_]cluster[-_]token\W+)lab/gi, '$1other'),
    ],
    ['that a person wrote', (own: string) => own.replace(/^# .*\n# quorate-cluster: .*\n/m, '')],
  ])('a file %s is not ours', (_, change) => {
    expect(change(text)).not.toBe(text)
    machine.put(path, change(text))
    expect(machine.isOurs).toBe(false)
  })

  test('once the member has joined, the file that says so decides', () => {
    machine.put(path, text)
    machine.put('etc/etcd/joined', 'cluster=other token=lab\n')
    expect(machine.isOurs).toBe(false)
    machine.put('etc/etcd/joined', 'cluster=lab token=lab\n')
    machine.put(path, '')
    expect(machine.isOurs).toBe(true)
  })
})

test('every file that configures a member has the line', () => {
  for (const [style, tree] of trees) {
    for (const path of [
      FILES[style],
      'etc/systemd/system/etcd.service',
      'etc/systemd/system/etcd-keys.service',
      'etc/etcd/may-start.sh',
    ])
      expect(tree.text(`nodes/a/rootfs/${path}`).split('\n').slice(0, 4), path).toContain(markerLine('lab'))
  }
})
