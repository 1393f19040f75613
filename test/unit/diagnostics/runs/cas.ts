import { createPrivateKey, X509Certificate } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { caCatalogue } from '../../../../src/diagnostics/catalogue/ca.ts'
import type { Workplace } from '../../commands/support.ts'
import { daysLater } from '../../pki/support.ts'
import { edit, firstRun, importCa, nextRun, outsideCa, type Runs } from './run.ts'

const certificate = 'pki/client-ca.crt'
const key = 'secrets/client-ca.key'
/** The fingerprint of no certificate. */
const pinned = { tls: { authorityFingerprints: [Array(32).fill('AB').join(':')] } }
const provided = { tls: { authority: 'provided' } }

const without =
  (...files: readonly string[]) =>
  (place: Workplace) => {
    for (const file of files) rmSync(join(place.lab, file))
  }

/** A PKI of another day, from a folder that has no lock file. */
const made = (days: number) => (place: Workplace) => place.bring(daysLater(days, new Date()))

/** The last byte of a certificate is one of its signature. */
const withOtherSignature = (text: string): string => {
  const der = Buffer.from(text.replace(/-----.*-----/g, ''), 'base64')
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
}

export const caRuns: Runs<typeof caCatalogue> = {
  'ca-altered': () => nextRun((place) => edit(place, certificate, () => place.read('pki/peer-ca.crt'))),
  'ca-new-refused': () =>
    firstRun(
      {},
      () => {},
      (place) => place.generate(place.out, { noNewCa: true }),
    ),
  'ca-not-pinned': () => nextRun((place) => place.describe(pinned)),
  'ca-renewed-unpinned': () =>
    nextRun(
      (place) => {
        const fingerprints = ['client-ca', 'peer-ca'].map(
          (id) => new X509Certificate(place.read(`pki/${id}.crt`)).fingerprint256,
        )
        place.describe({ tls: { authorityFingerprints: fingerprints } })
      },
      { verb: (place) => place.renew(['client-ca']) },
    ),
  'ca-of-another-layout': () => nextRun((place) => place.describe({ tls: { layout: 'single-ca' } })),
  'ca-not-provided': () => firstRun(provided),
  'ca-missing': () => nextRun(without(certificate)),
  'ca-and-key-missing': () => nextRun(without(certificate, key)),
  'ca-not-ca': () =>
    firstRun({}, async (place) => {
      await made(0)(place)
      edit(place, certificate, () => place.read('pki/clients/root.crt'))
      edit(place, key, () => place.read('secrets/clients/root.key'))
    }),
  'ca-signature-wrong': () =>
    firstRun({}, async (place) => {
      await made(0)(place)
      edit(place, certificate, withOtherSignature)
    }),
  'ca-chain-order': () =>
    firstRun({}, async (place) => {
      await made(0)(place)
      edit(place, certificate, (text) => text + place.read('pki/peer-ca.crt'))
    }),
  'ca-expired': () => firstRun({}, made(-4000)),
  'ca-not-yet-valid': () => firstRun({}, made(10)),
  'ca-renewed-elsewhere': () =>
    firstRun(
      { tls: { authority: 'provided', layout: 'single-ca' } },
      async (place) => {
        const under = await outsideCa('root')
        await outsideCa('below', { under })
        await importCa(place, 'below', 'ca')
      },
      (place) => place.renew(['ca']),
    ),
  'ca-renewal-key-missing': () => nextRun(without(key), { verb: (place) => place.renew(['client-ca']) }),
  'ca-keys-equal': () =>
    firstRun(
      provided,
      (place) => importCa(place, 'corp', 'client-ca'),
      (place) => importCa(place, 'corp', 'peer-ca'),
    ),
  'ca-key-missing': () => nextRun(without(key)),
  'ca-key-needed': () => nextRun(without(key, 'pki/clients/root.crt')),
  'ca-expires-first': () => firstRun({}, made(-3500), (place) => place.renew([], { all: true })),
  'ca-key-in-cloud-config': () =>
    nextRun((place) => {
      const der = createPrivateKey(place.read(key)).export({ type: 'pkcs8', format: 'der' })
      const content = der.toString('base64')
      place.describe({
        cloudInit: { config: { write_files: [{ path: '/opt/ca', encoding: 'b64', content }] } },
      })
    }),
}
