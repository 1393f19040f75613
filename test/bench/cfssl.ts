import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Command } from './measure.ts'

/**
 * The command that makes the certificates of five nodes with cfssl, one after another: two CAs, a server and a peer
 * certificate for each node, and one client certificate. That is what `layout: separate-ca` makes. Installs cfssl from
 * Debian's packages where it is missing.
 */
export async function certificateCommands(
  parent: string,
  key: { readonly algo: string; readonly size: number },
): Promise<Command> {
  if ((await execa('cfssl', ['version'], { reject: false })).failed) {
    console.log('Installing golang-cfssl, to compare with.')
    await execa('apt-get', ['install', '--yes', '--no-install-recommends', 'golang-cfssl'])
  }
  const folder = join(parent, `cfssl-${key.algo}`)
  mkdirSync(folder)
  const usages = ['signing', 'key encipherment', 'server auth', 'client auth']
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      signing: { default: { expiry: '8760h', usages }, profiles: { both: { expiry: '8760h', usages } } },
    }),
  )
  const request = (file: string, content: object) =>
    writeFileSync(join(folder, file), JSON.stringify(content))
  request('client-ca.json', { CN: 'bench client CA', key })
  request('peer-ca.json', { CN: 'bench peer CA', key })
  request('root.json', { CN: 'root', key, hosts: [''] })
  const nodes = [1, 2, 3, 4, 5].map((number) => `etcd-${number}`)
  for (const [index, node] of nodes.entries()) {
    request(`${node}.json`, {
      CN: node,
      key,
      hosts: [node, 'localhost', `10.0.0.1${index + 1}`, '127.0.0.1', '::1'],
    })
  }
  const authority = (name: string) => `cfssl gencert -initca ${name}.json | cfssljson -bare ${name};`
  const leaf = (ca: string, request: string, name: string) =>
    `cfssl gencert -ca ${ca}.pem -ca-key ${ca}-key.pem -config config.json -profile both ${request}.json | cfssljson -bare ${name};`
  const script = [
    authority('client-ca'),
    authority('peer-ca'),
    ...nodes.flatMap((node) => [
      leaf('client-ca', node, `${node}-server`),
      leaf('peer-ca', node, `${node}-peer`),
    ]),
    leaf('client-ca', 'root', 'root-client'),
  ].join('\n')
  return ['sh', '-ec', 'cd "$0"; eval "$1"', folder, script]
}
