import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasOption, OPTIONS } from '../../../src/etcd/options/index.ts'
import { Loopback } from '../sans/loopback.ts'
import { dialled, shown } from '../sans/table.ts'
import type { Scenario } from '../scenario.ts'
import { unpackedEtcd } from '../tools/etcd-release.ts'

/** One etcd of each minor version. */
const versions = ['3.4.23', '3.5.35', '3.6.16', '3.7.3']

/** Every cell of the tables of SANs in docs/networks.md is tried with real etcds. */
export const sans: Scenario = {
  name: 'sans',
  title: 'etcd 3.4 to 3.7 accept and refuse certificates by their SANs as docs/networks.md says',
  run: async ({ step }) => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-sans-'))
    try {
      for (const version of versions) {
        const binaries = await step(`etcd ${version} is there`, () => unpackedEtcd(version, folder))
        const loopback = await Loopback.start(binaries, join(folder, `${version}-loopback`))
        try {
          await step(`${version}: who connects shows a certificate`, () => tryShown(loopback, version))
          await step(`${version}: who connects dials a host`, () => tryDialled(loopback))
        } finally {
          loopback.stop()
        }
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

async function tryShown(loopback: Loopback, version: string): Promise<void> {
  for (const isSkipping of [false, true]) {
    await loopback.member(...(isSkipping ? [`--${skipFlag(version)}`] : []))
    for (const row of shown) {
      await loopback.certificate('shown', row.sans)
      const seen = {
        peer: await loopback.joins('shown'),
        client: await loopback.asks('shown'),
        metrics: await loopback.asksMetrics('shown'),
      }
      const { client, metrics } = row
      assert.deepEqual(seen, { peer: isSkipping ? row.peerSkipping : row.peer, client, metrics }, row.says)
    }
  }
}

/** Its name with the prefix of older versions, where they have it. */
function skipFlag(version: string): string {
  const names = ['peer-skip-client-san-verification', 'experimental-peer-skip-client-san-verification']
  const option = names.find((name) => OPTIONS.some((each) => each.name === name && hasOption(each, version)))
  assert.ok(option)
  return option
}

async function tryDialled(loopback: Loopback): Promise<void> {
  for (const { host, sans: names, accepted, says } of dialled) {
    await loopback.certificate('server', names)
    const text = `${says}, ${names.join()}`
    assert.equal(await loopback.joins('client', host), accepted, `${text}: a peer`)
    assert.equal(await loopback.asks('client', host), accepted, `${text}: a client`)
  }
}
