import { setTimeout } from 'node:timers/promises'
import type {
  importCatalogue,
  importedCertificateCatalogue,
  importFileCatalogue,
} from '../../../../src/diagnostics/catalogue/import.ts'
import type { Diagnostic } from '../../../../src/diagnostics/diagnostic.ts'
import type { StoredCredential, StoredPki } from '../../../../src/pki/files.ts'
import { importCa } from '../../../../src/pki/import/ca.ts'
import { importCertificates } from '../../../../src/pki/import/certificates.ts'
import { type PkiPlan, planPki } from '../../../../src/pki/plan.ts'
import { nodesAt, type Workplace } from '../../commands/support.ts'
import { authorityExtensions, openssl, type Signing, sign } from '../../pki/openssl.ts'
import {
  client,
  daysLater,
  member,
  newKey,
  pem,
  request,
  storePending,
  subjects,
  textOf,
  write,
} from '../../pki/support.ts'
import { cwd, firstRun, outsideCa, type Runs } from './run.ts'

// openssl signs by the clock of this machine, so the time is a while after that.
const today = new Date(Date.now() + 120_000)

const given = {
  ...subjects,
  origin: 'external',
  layout: 'single-ca',
  members: [member('a', '10.0.0.1')],
  clients: [client('app')],
} as const
const external = planPki(given)
const provided = planPki({ ...given, origin: 'provided' })
const root = 'clients/root'
const clientAuth = 'extendedKeyUsage=clientAuth'

let requested: Promise<Map<string, StoredCredential>> | undefined

/** A PKI whose requests are to be signed. */
const waiting = async () => {
  requested ??= request(external, new Map(), { at: today, fresh: true }).then(storePending)
  return requested
}

const filesOf = (texts: readonly string[]) =>
  texts.map((text, index) => ({ path: `file-${index}.pem`, text }))

const take = async (texts: readonly string[], plan: PkiPlan = external, at = today) =>
  importCertificates(plan, await waiting(), filesOf(texts), at)

const takeCa = async (
  texts: readonly string[],
  {
    plan = provided,
    id = 'ca',
    stored = new Map(),
    at = today,
  }: {
    readonly plan?: PkiPlan
    readonly id?: 'ca' | 'client-ca'
    readonly stored?: StoredPki
    readonly at?: Date
  } = {},
): Promise<readonly Diagnostic[]> => importCa(plan, stored, filesOf(texts), id, at).diagnostics

/** The request of the client root, signed by a CA of openssl. */
const signed = async (signing?: Signing, ca = outsideCa('corp')) =>
  sign(cwd, await ca, textOf(await waiting(), root, 'requestPem'), signing)

/** What is reported of the client root's certificate, signed in some way, beside the CA that signed it. */
const takeSigned = async (signing?: Signing, ca = outsideCa('corp')) =>
  (await take([await signed(signing, ca), (await ca).certificatePem])).diagnostics

/** What is reported of a CA that was made in some way. */
const takeMade = async (name: string, ...extensions: readonly string[]) => {
  const { certificatePem, keyPem } = await outsideCa(name, {
    extensions: [...authorityExtensions, ...extensions],
  })
  return takeCa([certificatePem, keyPem])
}

const verb = (paths: (place: Workplace) => readonly string[], more: object = {}) =>
  firstRun(
    more,
    () => {},
    (place) => place.import(paths(place)),
  )

const inFile = (text: string) => verb((place) => [place.file('given.pem', text)])

export const importRuns: Runs<
  typeof importFileCatalogue & typeof importCatalogue & typeof importedCertificateCatalogue
> = {
  'import-file-missing': () => verb(() => ['nothing.pem']),
  'import-file-unreadable': () => verb((place) => [place.directory]),
  'import-file-too-large': () => inFile('x'.repeat(1024 * 1024 + 1)),
  'import-not-pem': () => inFile('nothing'),
  'import-damaged': () => inFile('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
  'import-key-passphrase': () =>
    inFile(
      newKey().export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
    ),
  'import-not-certificate': async () => inFile(textOf(await waiting(), root, 'requestPem')),

  'import-tls-off': async () => {
    const { certificatePem } = await outsideCa('corp')
    return verb((place) => [place.file('ca.pem', certificatePem)], {
      nodes: nodesAt('127.0.0.1'),
      tls: { enabled: false },
    })
  },
  'import-not-external': async () => (await take([await signed()], provided)).diagnostics,
  'import-key-unexpected': async () => (await take([await signed(), pem(newKey())])).diagnostics,
  'import-nothing-requested': async () =>
    (await take([(await outsideCa('corp')).certificatePem])).diagnostics,
  'import-not-ours': async () => {
    const other = storePending(await request(external, new Map(), { at: today, fresh: true }))
    const corp = await outsideCa('corp')
    const text = await sign(cwd, corp, textOf(other, root, 'requestPem'))
    return (await take([text, corp.certificatePem])).diagnostics
  },
  'import-signer-missing': async () => (await take([await signed()])).diagnostics,
  'import-misfit': () => takeSigned({ subject: '/CN=admin' }),
  'import-older': async () => {
    const { certificatePem } = await outsideCa('corp')
    const older = await signed()
    // A certificate counts whole seconds.
    await setTimeout(1100)
    const { value } = await take([await signed(), certificatePem])
    if (value === undefined) throw new Error('nothing was imported')
    return importCertificates(external, value, filesOf([older]), today).diagnostics
  },
  'import-outlives-ca': () => takeSigned({ days: 365 }, outsideCa('brief', { days: 30 })),
  'import-layout': async () => {
    const { certificatePem, keyPem } = await outsideCa('corp')
    return takeCa([certificatePem, keyPem], { id: 'client-ca' })
  },
  'import-ca-generated': async () => {
    const { certificatePem, keyPem } = await outsideCa('corp')
    return takeCa([certificatePem, keyPem], { plan: planPki({ ...given, origin: 'generated' }) })
  },
  'import-not-ca': async () => takeCa([(await outsideCa('corp')).certificatePem, await signed()]),
  'import-ca-missing': async () => takeCa([(await outsideCa('corp')).keyPem]),
  'import-keys-several': async () => {
    const { certificatePem, keyPem } = await outsideCa('corp')
    return takeCa([certificatePem, keyPem, pem(newKey())])
  },
  'import-key-external': async () => {
    const { certificatePem, keyPem } = await outsideCa('corp')
    return takeCa([certificatePem, keyPem], { plan: external })
  },
  'import-key-mismatched': async () => takeCa([(await outsideCa('corp')).certificatePem, pem(newKey())]),
  'import-not-in-chain': async () => {
    const { certificatePem, keyPem } = await outsideCa('corp')
    return takeCa([certificatePem, keyPem, (await outsideCa('other')).certificatePem])
  },
  'import-ca-replaced': async () => {
    const { certificatePem, keyPem } = await outsideCa('corp')
    const stored = new Map([
      ['ca', { certificatePem: (await outsideCa('other')).certificatePem, keyPem: undefined }],
    ])
    return takeCa([certificatePem, keyPem], { stored })
  },

  'import-expired': async () => {
    const { certificatePem, keyPem } = await outsideCa('corp')
    return takeCa([certificatePem, keyPem], { at: daysLater(4000, today) })
  },
  'import-not-yet-valid': async () => {
    const { certificatePem, keyPem } = await outsideCa('corp')
    return takeCa([certificatePem, keyPem], { at: daysLater(-10, today) })
  },
  'import-key-unusable': async () => {
    write(cwd, 'weak.key', await openssl(cwd, 'genrsa', '1024'))
    const words = ['req', '-x509', '-new', '-key', 'weak.key', '-days', '90', '-subj', '/CN=weak']
    return takeCa([`${await openssl(cwd, ...words)}\n`])
  },
  'import-signature-weak': () => takeSigned({ digest: 'sha224' }),
  'import-extension-unknown': () => takeMade('critical', '1.2.3.4=critical,ASN1:NULL'),
  'import-ca-usages': () => takeMade('servers', 'extendedKeyUsage=serverAuth'),
  'import-name-constraints': () =>
    takeMade('constrained', 'nameConstraints=critical,permitted;DNS:example.net'),
  'import-half-ca': () =>
    takeSigned({ extensions: [clientAuth, 'basicConstraints=CA:TRUE', 'keyUsage=digitalSignature'] }),
  'import-key-usage': () => takeSigned({ extensions: [clientAuth, 'keyUsage=keyEncipherment'] }),
}
