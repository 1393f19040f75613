import type { KeyObject } from 'node:crypto'
import { type CaDecision, presentOf } from './ca.ts'
import type { Decisions } from './decide.ts'
import { misfits } from './fit.ts'
import { exportKey, type KeySource } from './key.ts'
import type { CaId } from './layout.ts'
import type { LeafDecision } from './leaf.ts'
import type { KeyAlgorithm } from './plan.ts'
import { type ReadCertificate, type ReadKey, validityOf } from './read.ts'
import { withNames } from './subject-alt-name.ts'
import { type Validity, validityFrom } from './time.ts'
import type { Issuance, Signer } from './x509/certificate.ts'

/** What issuing needs from outside. */
export type IssueOptions = {
  /** The kind of new keys. */
  readonly algorithm: KeyAlgorithm
  readonly now: Date
  readonly keys: KeySource
}

/** A certificate that is settled: kept, or issued for a reason. */
export type Settled<Decision> = {
  readonly decision: Decision
  readonly certificate: ReadCertificate
  readonly key: ReadKey | undefined
  readonly reason: string | undefined
  /** Of a member that may have to move: the same certificate with its old names too. */
  readonly moving: ReadCertificate | undefined
}

/** All certificates of a plan, in its order. */
export type SettledPki = {
  readonly authorities: ReadonlyMap<CaId, Settled<CaDecision>>
  readonly leaves: readonly Settled<LeafDecision>[]
}

/**
 * Issues what `decide` has chosen to issue. All new keys are made at the same time; then signing is quick. With nothing
 * to issue, neither keys nor the code for ASN.1 are touched.
 */
export async function issuePki(decisions: Decisions, options: IssueOptions): Promise<SettledPki> {
  const all = [...decisions.authorities.values(), ...decisions.leaves]
  if (all.every(({ keep }) => keep !== undefined)) return settle(decisions, undefined)
  const [x509, newKeys] = await Promise.all([import('./x509/certificate.ts'), makeKeys(all, options)])
  const issuanceFor = (key: ReadKey, lifetimeDays: number, within?: Validity): Issuance => ({
    key: key.object,
    serialNumber: serialNumber(options.keys),
    ...validityFrom(options.now, lifetimeDays, within),
  })
  const signers = new Map<CaId, Signer>()
  const signer = ({ decision: { plan }, certificate, key }: Settled<CaDecision>): Signer => {
    const known = signers.get(plan.id) ?? x509.signerOf(certificate.x509, defined(key).object)
    signers.set(plan.id, known)
    return known
  }
  return settle(decisions, { x509, newKeys, issuanceFor, signer })
}

type Issuer = {
  readonly x509: typeof import('./x509/certificate.ts')
  readonly newKeys: ReadonlyMap<string, ReadKey>
  readonly issuanceFor: (key: ReadKey, lifetimeDays: number, within?: Validity) => Issuance
  /** Reads each CA's certificate once. */
  readonly signer: (authority: Settled<CaDecision>) => Signer
}

function settle(decisions: Decisions, issuer: Issuer | undefined): SettledPki {
  const authorities = new Map(
    [...decisions.authorities].map(([id, decision]) => [id, settleCa(decision, issuer)] as const),
  )
  const leaves = decisions.leaves.map((decision) =>
    settleLeaf(decision, defined(authorities.get(decision.plan.authority)), issuer),
  )
  return { authorities, leaves }
}

function settleCa(decision: CaDecision, issuer: Issuer | undefined): Settled<CaDecision> {
  const { plan, keep } = decision
  const moving = undefined
  if (keep !== undefined) return { decision, certificate: keep, key: decision.key, reason: undefined, moving }
  const { x509, newKeys, issuanceFor } = defined(issuer)
  const key = decision.key ?? defined(newKeys.get(plan.id))
  const issuance = issuanceFor(key, plan.lifetimeDays)
  const present = presentOf(decision)
  if (present !== undefined) {
    const renewed = x509.renewCa(x509.signerOf(present.x509, key.object), issuance)
    return {
      decision,
      certificate: withPem(renewed),
      key,
      reason: 'renewed, for the key that it has',
      moving,
    }
  }
  const certificate = withPem(x509.issueCa(plan, issuance))
  return {
    decision,
    certificate,
    key,
    reason: decision.key ? 'new, for the key that was there' : 'new',
    moving,
  }
}

function settleLeaf(
  decision: LeafDecision,
  authority: Settled<CaDecision>,
  issuer: Issuer | undefined,
): Settled<LeafDecision> {
  const { plan, keep, oldNames } = decision
  if (keep !== undefined)
    return {
      decision,
      certificate: keep,
      key: decision.key,
      reason: undefined,
      moving: decision.moving,
    }
  const { x509, newKeys, issuanceFor, signer } = defined(issuer)
  const key = decision.key ?? defined(newKeys.get(plan.id))
  const issue = (each: LeafDecision['plan']) =>
    withPem(
      x509.issueLeaf(
        each,
        issuanceFor(key, plan.lifetimeDays, validityOf(authority.certificate)),
        signer(authority),
      ),
    )
  const certificate = issue(plan)
  // A certificate that does not fit its own plan would be issued again at every run.
  const faults = misfits(plan, certificate.x509, authority.certificate.x509)
  if (faults.length > 0) throw new Error(`${plan.id} has been issued wrongly: ${faults.join('; ')}`)
  const moving = oldNames.length > 0 ? issue(withNames(plan, oldNames)) : undefined
  return { decision, certificate, key, reason: decision.reason, moving }
}

async function makeKeys(
  decisions: readonly (CaDecision | LeafDecision)[],
  { algorithm, keys }: IssueOptions,
): Promise<ReadonlyMap<string, ReadKey>> {
  const lacking = decisions.filter((decision) => decision.keep === undefined && decision.key === undefined)
  return new Map(
    await Promise.all(lacking.map(async ({ plan }) => [plan.id, await makeKey(algorithm, keys)] as const)),
  )
}

/** A new key, with the text that it is kept as. */
export async function makeKey(algorithm: KeyAlgorithm, keys: KeySource): Promise<ReadKey> {
  const object: KeyObject = await keys.generateKey(algorithm)
  return { object, pem: exportKey(object) }
}

/** 128 bits, the first of them set: always positive and of one length (RFC 5280, 4.1.2.2). */
function serialNumber(keys: KeySource): Uint8Array {
  const bytes = Uint8Array.from(keys.randomBytes(16))
  bytes[0] = (bytes[0] ?? 0) | 0x80
  return bytes
}

const withPem = (x509: ReadCertificate['x509']): ReadCertificate => ({
  x509,
  pem: x509.toString(),
  chain: [],
})

function defined<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('decided to issue without what it takes')
  return value
}
