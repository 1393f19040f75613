import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { type Command, run } from '../machine/command.ts'
import { debianPackages } from '../tools/debian-packages.ts'
import { etcdVersion } from './cluster.ts'
import { makeRoot, type OpensslCa } from './openssl-ca.ts'

/** The server of releases: the host itself alone knows its name and reaches it, on its loopback address. */
export const releases = { name: 'releases.lab.example', url: 'https://releases.lab.example:8443' } as const

/** The proxy on the same host that takes anybody, and the one that asks for a password. */
export const proxies = { open: 3128, closed: 3129 } as const
export const proxyPassword = { user: 'deploy', password: 'correcthorse' } as const

const server = `import functools, http.server, ssl
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory='/srv/releases')
server = http.server.ThreadingHTTPServer(('127.0.0.1', 8443), handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('/srv/server.crt', '/srv/server.key')
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
`

/** Has a host serve etcd's release over TLS by a private CA, to itself, and proxies to everybody. Returns the CA. */
export async function serveReleases(lab: Lab, host: Host): Promise<OpensslCa> {
  const folder = join(lab.folder, 'releases')
  mkdirSync(folder)
  const authority = await makeRoot(folder)
  const srv = join(host.root, 'srv')
  cpSync(lab.mirror.file(etcdVersion), join(srv, 'releases', lab.mirror.path(etcdVersion)))
  await makeServerCertificate(folder, authority)
  for (const name of ['server.crt', 'server.key']) cpSync(join(folder, name), join(srv, name))
  writeFileSync(join(srv, 'server.py'), server)
  await installTinyproxy(host)
  const settings = [
    'Listen 10.240.0.9',
    'Allow 10.240.0.0/24',
    'ConnectPort 8443',
    'LogLevel Info',
    'Timeout 60',
  ]
  for (const [name, port] of Object.entries(proxies)) {
    const own = [`Port ${port}`, `LogFile "/srv/proxy-${name}.log"`]
    const { user, password } = proxyPassword
    const asks = name === 'closed' ? [`BasicAuth ${user} ${password}`] : []
    writeFileSync(join(srv, `proxy-${name}.conf`), `${[...settings, ...own, ...asks].join('\n')}\n`)
  }
  await host.run(['sh', '-euc', `echo "127.0.0.1 ${releases.name}" >>/etc/hosts`])
  await start(host, 'releases', 'python3', '/srv/server.py')
  for (const name of Object.keys(proxies))
    await start(host, `proxy-${name}`, 'tinyproxy', '-d', '-c', `/srv/proxy-${name}.conf`)
  return authority
}

const start = (host: Host, unit: string, ...words: string[]) =>
  host.run([
    'systemd-run',
    '--quiet',
    `--unit=${unit}`,
    '--property=Restart=on-failure',
    ...words,
  ] as unknown as Command)

/** Debian's program alone, without the service of its package. */
async function installTinyproxy(host: Host): Promise<void> {
  const folder = await debianPackages('bookworm', ['tinyproxy-bin'])
  await run(['sh', '-euc', 'dpkg-deb --extract "$1"/*.deb "$2"', 'sh', folder, host.root])
}

async function makeServerCertificate(folder: string, { certificate, key }: OpensslCa): Promise<void> {
  const script = `openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj "/CN=$1"
    printf 'subjectAltName=DNS:%s\\nextendedKeyUsage=serverAuth\\n' "$1" >server.cnf
    openssl x509 -req -in server.csr -CA "$2" -CAkey "$3" -CAcreateserial -days 30 -extfile server.cnf -out server.crt`
  await run(['sh', '-euc', script, 'sh', releases.name, certificate, key], { cwd: folder })
}

/** What a proxy has been asked for, by whom: `10.240.0.10 CONNECT releases.lab.example:8443`. */
export function askedOf(host: Host, proxy: keyof typeof proxies): readonly string[] {
  const asked: string[] = []
  let from = ''
  for (const line of readFileSync(join(host.root, `srv/proxy-${proxy}.log`), 'utf8').split('\n')) {
    from = /Connect \(file descriptor \d+\): \S*?\[?(\d[\d.]+)\]?$/.exec(line)?.[1] ?? from
    const [, what] = /Request \(file descriptor \d+\): (\S+ \S+) HTTP/.exec(line) ?? []
    if (what !== undefined) asked.push(`${from} ${what}`)
  }
  return asked
}
