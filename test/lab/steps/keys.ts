import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import { authorities } from './certificates.ts'

/**
 * No authority's private key lies anywhere on a host, and none of its files is named as if it did. Reads every file of
 * the host, those in memory (/run, /tmp) too. `pki` is the folder with the authorities' certificates.
 */
export async function assertNoAuthorityKey(host: Host, pki: string): Promise<void> {
  const keys = await privateKeysOn(host)
  // The search is worth something only if it finds the keys that must be there.
  for (const name of ['server.key', 'peer.key', 'root.key']) {
    const found = keys.some(({ path }) => basename(path) === name)
    assert.ok(found, `the search for private keys on ${host.name} misses ${name}`)
  }
  for (const authority of authorities) {
    const own = spki(new X509Certificate(readFileSync(join(pki, authority))).publicKey)
    const holders = keys.filter(({ publicKey }) => publicKey === own)
    assert.deepEqual(holders, [], `${host.name} holds the private key of ${authority}`)
  }
  const named = await host.run(['find', '/', ...elsewhere, '-name', '*ca*.key', '-print'])
  assert.equal(named, '', `${host.name} has files named as the key of a CA`)
}

// The kernel's file systems are not the host's.
const elsewhere = ['(', '-path', '/proc', '-o', '-path', '/sys', ')', '-prune', '-o']

/**
 * No member's key can be read on a host by anybody but its owner, in whatever file a copy of it may lie, and none stands
 * in the journal or in the logs of cloud-init.
 */
export async function assertKeysKeptClose(host: Host): Promise<void> {
  const pem = await host.run(['sh', '-c', 'cat /etc/etcd/pki/*.key'])
  const lines = pem.split('\n').filter((line) => line.length > 40)
  assert.ok(lines.length > 0, `${host.name} has no keys to look for`)
  const words = lines.flatMap((line) => ['-e', line])
  const holding = ['-type', 'f', '-exec', 'grep', '--files-with-matches', '-F', ...words, '{}', '+']
  // As below, find ends with 1 where a batch of files holds nothing.
  const { stdout } = await host.attempt(['find', '/', ...elsewhere, ...holding])
  const paths = stdout.split('\n').filter(Boolean)
  const found = (await host.run(['stat', '--format=%a %n', '/etc/passwd', ...paths])).split('\n').slice(1)
  assert.ok(found.includes('600 /etc/etcd/pki/server.key'), 'the search finds no key')
  const open = found.filter((line) => !/^[4567]00 /.test(line) || / \/var\/log\//.test(line))
  assert.deepEqual(open, [], `copies of keys on ${host.name}`)
  const journal = await host.attempt([
    'sh',
    '-c',
    'journalctl --no-pager --quiet | grep -cF "$@"',
    'sh',
    ...words,
  ])
  assert.equal(journal.stdout, '0', `a key stands in the journal of ${host.name}`)
}

/** Every PEM private key in any file of a host, with its public key. */
async function privateKeysOn(host: Host): Promise<{ path: string; publicKey: string }[]> {
  const search = [
    '-type',
    'f',
    '-exec',
    'grep',
    '--files-with-matches',
    '-e',
    '-----BEGIN .*PRIVATE KEY-----',
    '{}',
    '+',
  ]
  // grep ends with 1 where a batch of files holds nothing; find passes that on.
  const { stdout } = await host.attempt(['find', '/', ...elsewhere, ...search])
  const found: { path: string; publicKey: string }[] = []
  for (const path of stdout.split('\n').filter(Boolean)) {
    const content = await host.run(['cat', path])
    for (const [pem] of content.matchAll(
      /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^-]+-----END \1PRIVATE KEY-----/g,
    )) {
      const publicKey = publicKeyOf(pem)
      if (publicKey !== undefined) found.push({ path, publicKey })
    }
  }
  return found
}

function publicKeyOf(pem: string): string | undefined {
  try {
    return spki(createPublicKey(createPrivateKey(pem)))
  } catch {
    // Words that look like a key (a library's test data), or OpenSSH's own format, in which no CA's key is written.
    return undefined
  }
}

function spki(key: { export(options: { format: 'der'; type: 'spki' }): Buffer }): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64')
}
