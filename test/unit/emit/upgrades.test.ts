import { execaSync } from 'execa'
import { describe, expect, it } from 'vitest'
import { UPGRADES } from '../../../src/etcd/releases.ts'
import { plainDocument, render } from '../../../src/render/render.ts'

const SCRIPT = [
  plainDocument('bundle/script/own-version.sh'),
  render('bundle/script/upgrades.sh', { upgrades: UPGRADES }),
  'verdict() { echo "$@"; }\nstate=active\nrunning_version=$1\nVERSION=$2\njudge_version\n',
].join('')

/** The verdict on a member that runs a version, for a spec with another. */
const verdictOn = (running: string, wanted: string) =>
  execaSync('sh', ['-euc', SCRIPT, 'sh', running, wanted]).stdout

const [to36, to37] = ['3.6', '3.7'].map((to) => UPGRADES.find((upgrade) => upgrade.to === to)?.suggested)

describe('a member with another version than the spec', () => {
  it.each([
    ['3.5.31', '3.6.0', `version-too-old 3.5.31 3.5.32 ${to36}`],
    ['3.5.9', '3.6.16', `version-too-old 3.5.9 3.5.32 ${to36}`],
    ['3.5.32', '3.6.16', ''],
    ['3.5.100', '3.6.16', ''],
    ['3.6.10', '3.7.3', `version-too-old 3.6.10 3.6.11 ${to37}`],
    ['3.6.11', '3.7.3', ''],
    ['3.6.0-rc.1', '3.7.3', `version-too-old 3.6.0-rc.1 3.6.11 ${to37}`],
    ['3.4.23', '3.5.35', ''],
    ['3.5.16', '3.5.35', ''],
    ['3.7.3', '3.8.0', ''],
    ['3.5.35', '3.7.3', 'version-jump 3.5.35'],
    ['3.6.16', '3.5.35', 'version-jump 3.6.16'],
  ])('%s to %s: %s', (running, wanted, want) => {
    expect(verdictOn(running, wanted)).toBe(want)
  })
})
