import { join } from 'node:path'
import { type Command, run } from '../machine/command.ts'

/** An authority that somebody has made with openssl: the paths of its certificate and its key. */
export type OpensslCa = { readonly certificate: string; readonly key: string }

const ofAuthority = (constraints: string) => [
  ...['-addext', `basicConstraints=critical,${constraints}`],
  ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
]
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

const openssl = (...parameters: string[]) => run(['openssl', ...parameters] as Command)

/** Makes a root. Only what stands below it is meant to come near a cluster. */
export async function makeRoot(folder: string): Promise<OpensslCa> {
  const root = { certificate: join(folder, 'root.crt'), key: join(folder, 'root.key') }
  const subject = ['-subj', '/O=Example/CN=Example Root']
  const files = ['-keyout', root.key, '-out', root.certificate]
  await openssl('req', '-x509', ...newKey, ...files, ...subject, '-days', '3650', ...ofAuthority('CA:TRUE'))
  return root
}

/** Makes an authority below another one, which may sign certificates and no further authority. */
export async function makeIntermediate(folder: string, name: string, above: OpensslCa): Promise<OpensslCa> {
  const [key, request] = [join(folder, `${name}.key`), join(folder, `${name}.csr`)]
  const subject = ['-subj', `/O=Example/CN=Example ${name}`]
  await openssl(
    'req',
    ...newKey,
    '-keyout',
    key,
    '-out',
    request,
    ...subject,
    ...ofAuthority('CA:TRUE,pathlen:0'),
  )
  return { certificate: await sign(request, above, join(folder, `${name}.crt`), 1825), key }
}

/** Signs a request with all that it asks for; returns the path of the certificate. */
export async function sign(request: string, by: OpensslCa, certificate: string, days = 90): Promise<string> {
  const authority = ['-CA', by.certificate, '-CAkey', by.key]
  const given = ['-copy_extensions', 'copyall', '-days', String(days)]
  await openssl('x509', '-req', '-in', request, ...authority, ...given, '-out', certificate)
  return certificate
}
