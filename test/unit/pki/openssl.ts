import { execa } from 'execa'
import { temporaryFolder, write } from './support.ts'

/** Another implementation: the `openssl` of this machine, and authorities that are made with it. */

/** What `openssl` says in a folder, whether it succeeds or not. */
export async function openssl(cwd: string, ...words: string[]): Promise<string> {
  const { all } = await execa('openssl', words, { cwd, all: true, reject: false, stdin: 'ignore' })
  return all
}

async function succeed(cwd: string, ...words: string[]): Promise<void> {
  await execa('openssl', words, { cwd, stdin: 'ignore' })
}

/** An authority outside of quorate. */
export type Outside = {
  readonly certificatePem: string
  readonly keyPem: string
  /** Those above it, nearest first. */
  readonly above: readonly string[]
}

export type Signing = {
  readonly days?: number
  readonly digest?: string
  /** Lines of an extensions file; without them, a request's extensions are taken over. */
  readonly extensions?: readonly string[]
  /** In place of the one that was requested, as openssl's -subj has it. */
  readonly subject?: string
  /** Whatever else `openssl x509` is told. */
  readonly more?: readonly string[]
}

export const authorityExtensions = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier=hash',
]

let made = 0

/** A key by openssl's own hand: `ec:P-256`, `rsa:2048`, `ed25519`. */
async function newKeyFile(cwd: string, algorithm: string): Promise<string> {
  const [name = '', size] = algorithm.split(':')
  const file = `key-${++made}.pem`
  const option =
    name === 'rsa' ? [`rsa_keygen_bits:${size}`] : name === 'ec' ? [`ec_paramgen_curve:${size}`] : []
  await succeed(
    cwd,
    'genpkey',
    '-algorithm',
    name,
    ...option.flatMap((each) => ['-pkeyopt', each]),
    '-out',
    file,
  )
  return file
}

/** A new authority: a root, or one below another. */
export async function outsideAuthority(
  cwd: string,
  name: string,
  { under, algorithm = 'ec:P-256', ...signing }: Signing & { under?: Outside; algorithm?: string } = {},
): Promise<Outside> {
  const key = await newKeyFile(cwd, algorithm)
  const request = `${key}.csr`
  await succeed(cwd, 'req', '-new', '-key', key, '-subj', `/O=Corp/CN=${name}`, '-out', request)
  const keyPem = await read(cwd, key)
  const signer = under ?? { certificatePem: undefined, keyPem }
  const certificatePem = await sign(cwd, signer, await read(cwd, request), {
    days: 3650,
    ...signing,
    extensions: signing.extensions ?? authorityExtensions,
  })
  return { certificatePem, keyPem, above: under === undefined ? [] : [under.certificatePem, ...under.above] }
}

/** Signs a request, as most who run an authority with openssl do. */
export async function sign(
  cwd: string,
  { certificatePem, keyPem }: { readonly certificatePem: string | undefined; readonly keyPem: string },
  requestPem: string,
  { days = 365, digest = 'sha256', extensions, subject, more = [] }: Signing = {},
): Promise<string> {
  const file = (name: string, text: string) => write(cwd, `${name}-${++made}.pem`, text)
  const key = file('signer-key', keyPem)
  const signer =
    certificatePem === undefined ? ['-signkey', key] : ['-CA', file('signer', certificatePem), '-CAkey', key]
  const out = `signed-${++made}.pem`
  await succeed(
    cwd,
    ...['x509', '-req', '-in', file('request', requestPem), ...signer, '-out', out],
    // ed25519 has its digest built in, and says so where another one is asked for.
    ...['-days', String(days), ...(digest === '' ? [] : [`-${digest}`])],
    ...(subject === undefined ? [] : ['-subj', subject]),
    ...more,
    ...(extensions === undefined
      ? ['-copy_extensions', 'copy']
      : ['-extfile', file('extensions', extensions.join('\n'))]),
  )
  return read(cwd, out)
}

async function read(cwd: string, file: string): Promise<string> {
  const { readFileSync } = await import('node:fs')
  return readFileSync(`${cwd}/${file}`, 'utf8')
}

/** A folder for openssl's files, gone after the test. */
export const workshop = temporaryFolder
