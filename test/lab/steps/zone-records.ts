import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GeneratedCluster } from './cluster.ts'
import type { Service } from './resolver.ts'

/** The SRV records that quorate has written for a cluster. */
export function zoneRecords({ folder }: GeneratedCluster): Service[] {
  const lines = readFileSync(join(folder, 'dns/zone.records'), 'utf8').trimEnd().split('\n')
  return lines.slice(1).map((line): Service => {
    const [, name, port, target] = /^(\S+)\. 300 IN SRV 0 0 (\d+) (\S+)\.$/.exec(line) ?? []
    assert.ok(name && port && target, line)
    return [name, target, Number(port)]
  })
}
