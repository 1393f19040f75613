import { expect, test } from 'vitest'
import { hostAndPort, ipAddress, url } from '../../../src/cluster/endpoint.ts'

test.each([
  ['10.0.0.11', 'https://10.0.0.11:2379'],
  ['fd00:10::11', 'https://[fd00:10::11]:2379'],
  ['FD00:10:0:0:0:0:0:11', 'https://[fd00:10::11]:2379'],
  ['::1', 'https://[::1]:2379'],
])('%s is reached at %s', (address, want) => {
  const endpoint = { scheme: 'https', host: ipAddress(address), port: 2379 } as const
  expect(url(endpoint)).toBe(want)
  expect(`https://${hostAndPort(endpoint)}`).toBe(want)
  expect(new URL(url(endpoint)).port).toBe('2379')
})
