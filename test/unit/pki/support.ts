import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import { type CompletionOptions, completePki, isPending } from '../../../src/pki/complete.ts'
import type { PendingPki, Pki } from '../../../src/pki/credential.ts'
import {
  certificateFile,
  keyFile,
  requestFile,
  type StoredCredential,
  type StoredPki,
} from '../../../src/pki/files.ts'
import { type KeySource, nodeKeySource } from '../../../src/pki/key.ts'
import { type PkiPlan, type PkiSubjects, planPki } from '../../../src/pki/plan.ts'

export const now = new Date('2026-08-15T12:00:00.250Z')

export const daysLater = (days: number, from = now): Date => new Date(from.getTime() + days * 86_400_000)

export const member = (name: string, ...ipAddresses: string[]): PkiSubjects['members'][number] => ({
  name,
  dnsNames: [`${name}.example.net`],
  ipAddresses,
})

export const client = (
  name: string,
  organizations: readonly string[] = [],
  more: Partial<PkiSubjects['clients'][number]> = {},
): PkiSubjects['clients'][number] => ({ name, commonName: name, organizations, lifetimeDays: 365, ...more })

export const subjects: PkiSubjects = {
  clusterName: 'k8s',
  layout: 'separate-ca',
  origin: 'generated',
  algorithm: 'ecdsa-p256',
  authorityFingerprints: [],
  authorityLifetimeDays: 3650,
  certificateLifetimeDays: 365,
  members: [member('a', '10.0.0.1'), member('b', 'fd00::2')],
  clients: [client('kube-apiserver', ['system:masters', 'ops'])],
}

/** The small plan that most tests start from: two members and two clients. */
export const plan: PkiPlan = planPki(subjects)

/** A key that never was in any other test. */
export const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

export const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

type Circumstances = Partial<Omit<CompletionOptions, 'now'>> & { readonly at?: Date }

const completed = (given: PkiPlan, stored: StoredPki, { at = now, ...options }: Circumstances) =>
  completePki(given, stored, { now: at, fresh: false, keys: nodeKeySource, ...options })

/** Completes a PKI that waits for nobody. */
export async function complete(
  given: PkiPlan,
  stored: StoredPki,
  circumstances: Circumstances = {},
): Promise<{ value: Pki | undefined; diagnostics: readonly Diagnostic[] }> {
  const { value, diagnostics } = await completed(given, stored, circumstances)
  if (value !== undefined && isPending(value)) throw new Error(JSON.stringify(value.pending))
  return { value, diagnostics }
}

/** What an authority elsewhere has yet to sign. */
export async function request(
  given: PkiPlan,
  stored: StoredPki = new Map(),
  circumstances: Circumstances = {},
): Promise<PendingPki> {
  const { value, diagnostics } = await completed(given, stored, circumstances)
  if (value === undefined || !isPending(value))
    throw new Error(`nothing is awaited ${JSON.stringify(diagnostics)}`)
  return value
}

/** A renewal of these ids. */
export const renewing = (ids: readonly string[], newKeys = false) => ({
  renewal: { ids: new Set(ids), newKeys },
})

/** A whole new PKI. */
export async function mint(
  given: PkiPlan = plan,
  at: Date = now,
  keys: KeySource = nodeKeySource,
): Promise<Pki> {
  const { value, diagnostics } = await complete(given, new Map(), { at, fresh: true, keys })
  if (value === undefined) throw new Error(JSON.stringify(diagnostics))
  return value
}

/** A PKI as it would be read back. */
export const store = ({ authorities, certificates, requests }: Pki): Map<string, StoredCredential> =>
  new Map(
    [...authorities.values(), ...certificates.values()].map(({ id, certificatePem, keyPem, movingPem }) => [
      id,
      { certificatePem, keyPem, movingPem, requestPem: requests.get(id) },
    ]),
  )

/** A PKI that waits, as it would be read back. */
export const storePending = ({ certificates, keys, requests }: PendingPki): Map<string, StoredCredential> =>
  new Map(
    [...new Set([...certificates.keys(), ...keys.keys()])].map((id) => [
      id,
      { certificatePem: certificates.get(id), keyPem: keys.get(id), requestPem: requests.get(id) },
    ]),
  )

/** The text of a stored certificate or key; throws where there is none. */
export const textOf = (
  stored: StoredPki,
  id: string,
  part: 'certificatePem' | 'keyPem' | 'requestPem' = 'certificatePem',
): string => {
  const text = stored.get(id)?.[part]
  if (text === undefined) throw new Error(`${id} has no ${part}`)
  return text
}

/** The errors among diagnostics. */
export const errorsOf = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.filter(({ severity }) => severity === 'error')

/** The stored PKI with one id's texts replaced; undefined takes a text away. */
export function change(
  stored: StoredPki,
  id: string,
  texts: Partial<StoredCredential>,
): Map<string, StoredCredential> {
  const old = stored.get(id) ?? { certificatePem: undefined, keyPem: undefined }
  return new Map([...stored, [id, { ...old, ...texts }]])
}

/** A key source that counts, and has nothing to give. */
export const noKeys: KeySource = {
  generateKey: () => Promise.reject(new Error('a key was asked for')),
  randomBytes: () => {
    throw new Error('random bytes were asked for')
  },
}

/** A key source that hands out keys from a list, over and over. */
export function recycledKeys(list: readonly KeyObject[]): KeySource {
  let next = 0
  return { generateKey: () => Promise.resolve(list[next++ % list.length] as KeyObject), randomBytes }
}

/** An empty folder, gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-pki-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The same for all tests of a suite. */
export function sharedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-pki-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function write(folder: string, file: string, text: string): string {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** Lays a PKI out as it lies on disk. */
export function writePki(folder: string, stored: StoredPki): void {
  for (const [id, { certificatePem, keyPem, requestPem }] of stored) {
    if (certificatePem !== undefined) write(folder, certificateFile(id), certificatePem)
    if (keyPem !== undefined) write(folder, keyFile(id), keyPem)
    if (requestPem !== undefined) write(folder, requestFile(id), requestPem)
  }
}
