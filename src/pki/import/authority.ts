import { certificateFile, type StoredCredential, type StoredPki } from '../files.ts'
import type { AuthorityId } from '../layout.ts'
import type { PkiPlan } from '../plan.ts'
import { type PkiOutcome, type PkiProblem, pkiError } from '../problem.ts'
import { type Brought, type BroughtFile, readBrought, titleOf } from './brought.ts'
import { chainOf, lowest, presentChain } from './chain.ts'
import { dateFaults, extensionFaults, replacementFaults, strengthFaults } from './faults.ts'

/**
 * Takes an authority, with its key if that is brought, for a PKI whose authorities are provided or sign elsewhere. An
 * authority that is there is never replaced by another; a newer certificate for its key is taken.
 *
 * In: the plan, what is stored, and files of PEM blocks in any order. Out: what is stored with what was brought.
 */
export function importAuthority(
  plan: PkiPlan,
  stored: StoredPki,
  files: readonly BroughtFile[],
  id: AuthorityId,
  now: Date,
): PkiOutcome<StoredPki> {
  const { value: brought, problems } = readBrought(files)
  if (brought === undefined) return { value: undefined, problems }
  const found = authorityFaults(plan, brought, id)
  if (found.length > 0) return { value: undefined, problems: found }
  const chain = chainOf(lowest(brought.authorities), [...brought.authorities, ...presentChain(stored, id)])
  const [signing] = chain
  const [key] = brought.keys
  if (signing === undefined) throw new TypeError('there is an authority')
  const faults = [
    ...brought.authorities
      .filter((each) => !chain.includes(each))
      .map(({ path, x509 }) =>
        pkiError(
          path,
          `${path}: ${titleOf(x509)} has no part in the chain of ${titleOf(signing.x509)}.`,
          'Leave it out.',
        ),
      ),
    ...chain.flatMap((each) => [...dateFaults(each, now), ...strengthFaults(each), ...extensionFaults(each)]),
    ...replacementFaults(stored, id, signing),
    ...(key !== undefined && !signing.x509.checkPrivateKey(key.object)
      ? [
          pkiError(
            key.path,
            `${key.path} is not the key of ${titleOf(signing.x509)}.`,
            'Give the key of that certificate.',
          ),
        ]
      : []),
  ]
  if (faults.some(({ severity }) => severity === 'error')) return { value: undefined, problems: faults }
  const present = stored.get(id)
  const taken: StoredCredential = {
    certificatePem: chain.map(({ x509 }) => x509.toString()).join(''),
    keyPem: key?.pem ?? present?.keyPem,
  }
  return { value: new Map([...stored, [id, taken]]), problems: faults }
}

function authorityFaults(
  { origin, authorities }: PkiPlan,
  { authorities: brought, leaves, keys }: Brought,
  id: AuthorityId,
): readonly PkiProblem[] {
  const ids = authorities.map((each) => each.id)
  const file = certificateFile(id)
  if (!ids.includes(id))
    return [pkiError(file, `The layout of this PKI has no authority ${id}.`, `It has ${ids.join(' and ')}.`)]
  if (origin === 'generated')
    return [
      pkiError(
        file,
        'The authorities of this cluster are made by quorate, as the spec has it (tls.authority: generated).',
        'Say tls.authority: provided, or external if the key of the authority stays elsewhere.',
      ),
    ]
  const [leaf] = leaves
  const [key, another] = keys
  return [
    ...(leaf === undefined
      ? []
      : [
          pkiError(
            leaf.path,
            `${leaf.path}: ${titleOf(leaf.x509)} is no authority.`,
            'Leave it out, or leave out --authority.',
          ),
        ]),
    ...(brought.length === 0
      ? [pkiError(file, 'None of the files holds the certificate of an authority.', 'Give it as well.')]
      : []),
    ...(another === undefined
      ? []
      : [
          pkiError(
            another.path,
            'The files hold more than one private key.',
            'Give that of the authority alone.',
          ),
        ]),
    ...(key !== undefined && origin === 'external'
      ? [
          pkiError(
            key.path,
            `${key.path} holds a private key, and the spec says that the authority signs elsewhere (tls.authority: external).`,
            'Leave the key out, or say tls.authority: provided, so that quorate signs with it.',
          ),
        ]
      : []),
  ]
}
