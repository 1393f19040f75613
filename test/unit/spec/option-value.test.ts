import { expect, test } from 'vitest'
import { optionNamed } from '../../../src/etcd/options/index.ts'
import { complaintAbout } from '../../../src/spec/rules/option-value.ts'

const VERSION = '3.6.15'

// Whether etcd accepts them: Go, net/netip, ParseAddr.
test.each([
  ['http://[fd00::1]:2382', true],
  ['http://[FD00::1]:2382', true],
  ['https://[::ffff:10.0.0.1]:2382', true],
  ['http://[::ffff:10.0.0.01]:2382', false],
  ['http://[1::2::3]:2382', false],
  ['http://[fd00::12345]:2382', false],
  ['http://[10.0.0.1]:2382', false],
])('the URL %s is fine: %s', (url, isFine) => {
  const option = optionNamed('listen-metrics-urls')
  if (!option) throw new Error('etcd has the option listen-metrics-urls')
  expect(complaintAbout(url, option, VERSION) === undefined).toBe(isFine)
})
