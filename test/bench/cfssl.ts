import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'

/**
 * What it takes to make a five-node PKI with cfssl as people do it from a wiki page: two authorities, a server and a
 * peer certificate for each node, and one client.
 *
 * @returns a function that makes them all once, one after another
 */
export async function certificateRequests(
  parent: string,
  key: { readonly algo: string; readonly size: number },
): Promise<() => Promise<void>> {
  if ((await execa('cfssl', ['version'], { reject: false })).failed) {
    throw new Error('the benchmark compares with cfssl: apt-get install golang-cfssl')
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
  const shell = (command: string) => execa('sh', ['-ec', command], { cwd: folder })
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
  return async () => void (await shell(script))
}
