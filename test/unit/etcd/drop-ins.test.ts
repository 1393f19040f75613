import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CONFIGURES_ETCD, configuresEtcd } from '../../../src/etcd/drop-ins.ts'

const rows: readonly (readonly [text: string, isRefused: boolean])[] = [
  ['[Service]\nIOSchedulingClass=best-effort\n', false],
  ['[Service]\nNice=-5\nCPUWeight=500\nMemoryMax=4G\nLimitNOFILE=100000\n', false],
  ['[Service]\nExecStartPre=/bin/true\nUserNamespacePath=x\n', false],
  ['[Unit]\nAfter=srv.mount\n', false],
  ['[Service]\nEnvironment=GOMEMLIMIT=4GiB\n', false],
  ['[Service]\nEnvironment=GOGC=50 ETCD_NAME=x\n', true],
  ['[Service]\nExecStart=\nExecStart=/usr/bin/etcd\n', true],
  ['[Service]\n\tEnvironmentFile = /etc/etcd.env\n', true],
  ['[Service]\nUser=root\n', true],
  ['Group=root', true],
]

it.each(rows)('judges a drop-in the same as grep on a node: %j', (text, isRefused) => {
  expect(configuresEtcd(text)).toBe(isRefused)
  const grep = ['-c', `printf %s "$0" | grep -qE "$1" && echo yes || echo no`, text, CONFIGURES_ETCD]
  expect(execFileSync('sh', grep, { encoding: 'utf8' }).trim()).toBe(isRefused ? 'yes' : 'no')
})

it('is the pattern by which bootstrap.sh judges a node', () => {
  expect(readFileSync('templates/bundle/script/facts.sh', 'utf8')).toContain(`grep -lE '${CONFIGURES_ETCD}'`)
})
