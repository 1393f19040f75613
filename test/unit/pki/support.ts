import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { completePki } from '../../../src/pki/complete.ts'
import type { Pki } from '../../../src/pki/credential.ts'
import { certificateFile, keyFile, type StoredCredential, type StoredPki } from '../../../src/pki/files.ts'
import { type KeySource, nodeKeySource } from '../../../src/pki/key.ts'
import { type PkiPlan, type PkiSubjects, planPki } from '../../../src/pki/plan.ts'

export const now = new Date('2026-08-15T12:00:00.250Z')

export const daysLater = (days: number, from = now): Date => new Date(from.getTime() + days * 86_400_000)

export const member = (name: string, ...ipAddresses: string[]): PkiSubjects['members'][number] => ({
  name,
  dnsNames: [`${name}.example.net`],
  ipAddresses,
})

export const subjects: PkiSubjects = {
  clusterName: 'k8s',
  algorithm: 'ecdsa-p256',
  authorityLifetimeDays: 3650,
  certificateLifetimeDays: 365,
  members: [member('a', '10.0.0.1'), member('b', 'fd00::2')],
  clients: [{ name: 'kube-apiserver', organizations: ['system:masters', 'ops'] }],
}

/** The small plan that most tests start from: two members and two clients. */
export const plan: PkiPlan = planPki(subjects)

/** A key that never was in any other test. */
export const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

export const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

export const complete = (
  given: PkiPlan,
  stored: StoredPki,
  { at = now, fresh = false, keys = nodeKeySource }: { at?: Date; fresh?: boolean; keys?: KeySource } = {},
) => completePki(given, stored, { now: at, fresh, keys })

/** A whole new PKI. */
export async function mint(given: PkiPlan = plan, at: Date = now): Promise<Pki> {
  const { value, problems } = await complete(given, new Map(), { at, fresh: true })
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value
}

/** A PKI as it would be read back. */
export const store = (pki: Pki): Map<string, StoredCredential> =>
  new Map([...pki.authorities, ...pki.certificates])

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

export function write(folder: string, file: string, text: string): string {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** Lays a PKI out as it lies on disk. */
export function writePki(folder: string, stored: StoredPki): void {
  for (const [id, { certificatePem, keyPem }] of stored) {
    if (certificatePem !== undefined) write(folder, certificateFile(id), certificatePem)
    if (keyPem !== undefined) write(folder, keyFile(id), keyPem)
  }
}
