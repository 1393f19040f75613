import { generateKeyPairSync } from 'node:crypto'
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { pkiFileCatalogue } from '../../../../src/diagnostics/catalogue/pki-file.ts'
import type { Workplace } from '../../commands/support.ts'
import { newKey, pem } from '../../pki/support.ts'
import { edit, firstRun, nextRun, outsideCa, type Runs } from './run.ts'

const certificate = 'pki/clients/root.crt'
const key = 'secrets/clients/root.key'

const overwritten = (file: string, text: string) => nextRun((place) => edit(place, file, () => text))

const without = (place: Workplace, file: string) => rmSync(join(place.lab, file), { recursive: true })

/** A folder whose files have paths longer than the kernel takes (PATH_MAX of Linux, 4096 bytes with the end). */
function deepFolder(place: Workplace): string {
  let folder = place.directory
  while (folder.length < 4080 - 'x/lab'.length)
    folder = join(folder, 'x'.repeat(Math.min(200, 4080 - '/lab'.length - folder.length - 1)))
  return folder
}

export const pkiFileRuns: Runs<typeof pkiFileCatalogue> = {
  'pki-file-link': () =>
    nextRun((place) => {
      without(place, certificate)
      symlinkSync('../client-ca.crt', join(place.lab, certificate))
    }),
  'keys-missing': () => nextRun((place) => without(place, 'secrets')),
  'pki-file-special': () =>
    nextRun((place) => {
      without(place, certificate)
      mkdirSync(join(place.lab, certificate))
    }),
  'pki-file-too-large': () => overwritten(certificate, 'x'.repeat(64 * 1024 + 1)),
  'pki-file-unreadable': () =>
    firstRun(
      {},
      (place) => mkdirSync(join(deepFolder(place), 'lab'), { recursive: true }),
      (place) => place.status({ out: deepFolder(place) }),
    ),
  'pki-file-damaged': () =>
    nextRun((place) => edit(place, certificate, (text) => text.replace(/MII/, 'AAA'))),
  'certificate-not-pem': () => overwritten(certificate, 'not a certificate\n'),
  'certificate-holds-key': () => nextRun((place) => edit(place, certificate, () => place.read(key))),
  'certificate-key-unusable': () =>
    nextRun(async (place) => {
      const { certificatePem } = await outsideCa('ed448', { algorithm: 'ed448', digest: '' })
      edit(place, certificate, () => certificatePem)
    }),
  'key-not-pem': () => overwritten(key, 'not a key\n'),
  'key-passphrase': () =>
    overwritten(
      key,
      newKey().export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
    ),
  'key-not-alone': () => overwritten(key, pem(newKey()) + pem(newKey())),
  'key-unusable': () => overwritten(key, pem(generateKeyPairSync('ed448').privateKey)),
  'key-mismatched': () => overwritten(key, pem(newKey())),
  'key-shared': () =>
    nextRun((place) => {
      const folder = join(place.lab, 'secrets/nodes/a')
      copyFileSync(join(folder, 'server.key'), join(folder, 'peer.key'))
      without(place, 'pki/nodes/a/peer.crt')
    }),
  'key-of-ca': () =>
    nextRun((place) => {
      writeFileSync(join(place.lab, key), place.read('secrets/client-ca.key'))
      without(place, certificate)
    }),
}
