import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseSpec } from '../../../src/spec/parse.ts'
import { packageDocument } from './documents.ts'
import { exampleText, namesBeyond, pageOf, treeOf, variablesIn } from './support.ts'

const example = 'five-node-package.yaml'
const { nodes, tree } = await treeOf(example)

describe.each([...nodes])('/etc/default/etcd of $name', ({ name, address }) => {
  const text = tree.text(`nodes/${name}/rootfs/etc/default/etcd`)
  const ours = variablesIn(text)
  const theirs = packageDocument.variables(name, address)

  test("has every variable of the document, with the same value but for the document's mistakes", () => {
    const right = Object.entries(theirs).map(([variable, value]) => {
      const mistake = packageDocument.corrected.find((each) => each.variable === variable)
      return [variable, mistake ? value.replace(mistake.written, mistake.right) : value]
    })
    expect(ours).toMatchObject(Object.fromEntries(right))
    const different = Object.keys(theirs).filter((variable) => ours[variable] !== theirs[variable])
    expect(different.sort()).toEqual(packageDocument.corrected.map(({ variable }) => variable))
  })

  test('has no variable besides that the page does not name', () => {
    const page = pageOf(example)
    const more = namesBeyond(ours, theirs)
    expect(more.filter((variable) => !page.includes(`\`${variable}\``))).toEqual([])
    expect(more).toEqual([
      'ETCD_AUTO_COMPACTION_MODE',
      'ETCD_AUTO_COMPACTION_RETENTION',
      'ETCD_ELECTION_TIMEOUT',
      'ETCD_EXPERIMENTAL_COMPACT_HASH_CHECK_ENABLED',
      'ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK',
      'ETCD_HEARTBEAT_INTERVAL',
      'ETCD_LISTEN_METRICS_URLS',
      'ETCD_LOG_LEVEL',
      'ETCD_LOG_OUTPUTS',
      'ETCD_MAX_REQUEST_BYTES',
      'ETCD_METRICS',
      'ETCD_PRE_VOTE',
      'ETCD_QUOTA_BACKEND_BYTES',
      'ETCD_SNAPSHOT_COUNT',
    ])
  })

  test("leaves nothing to fill in on the node: no fact of Puppet's, no variable of a shell's", () => {
    const body = text.replace(/^#.*$/gm, '')
    expect(body).not.toMatch(/<%|%>|[$`{}]/)
  })
})

test.each([
  ["the document's address", '141.22.30.352380', 'address-invalid'],
  ["the document's URL", 'https://141.22.30.352380', 'address-is-url'],
  ["the document's template", '"<%= $internal_ip %>"', 'value-is-template'],
])('validate refuses %s, at its node', (_what, address, code) => {
  const { value, diagnostics } = parseSpec(exampleText(example).replace('141.22.30.35 ', `${address} `))
  expect(value).toBeUndefined()
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ code, pointer }) => ({ code, pointer }))).toEqual([
    { code, pointer: '/nodes/3/address' },
  ])
})

test("validate prints of the document's address what the page shows", () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-seed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, example), exampleText(example).replace('141.22.30.35 ', '141.22.30.352380 '))
  const cli = join(import.meta.dirname, '../../../dist/cli.cjs')
  const { stderr } = spawnSync(process.execPath, [cli, 'validate', example], {
    cwd: folder,
    encoding: 'utf8',
  })
  const [, shown = ''] = /```text\n([^`]*)```/.exec(pageOf(example)) ?? []
  expect(shown).toMatch(/: error: /)
  expect(stderr).toContain(shown)
})
