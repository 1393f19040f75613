import * as fs from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import { emitGitignore } from '../emit/gitignore.ts'
import { emitPending } from '../emit/pki.ts'
import { disk } from '../output/disk.ts'
import { inFolder } from '../output/folder.ts'
import type { Lock } from '../output/lock.ts'
import { isSecret } from '../output/place.ts'
import { refusalOf } from '../output/refusal.ts'
import { openCopies, type SealOptions, sealArtifacts, sealProblem, unsuitablySealed } from '../output/seal.ts'
import { writeFiles, writeTree } from '../output/write.ts'
import { composeTree, type Sealer } from '../pipeline.ts'
import { alteredAuthorities } from '../pki/altered.ts'
import { completePki, isPending } from '../pki/complete.ts'
import type { StoredPki } from '../pki/files.ts'
import { nodeKeySource } from '../pki/key.ts'
import { keyTexts, methodsOf, openTexts, withOpenKeys } from '../pki/open.ts'
import { type PkiPlan, planPki } from '../pki/plan.ts'
import { type PkiOutcome, type PkiProblem, pkiError } from '../pki/problem.ts'
import { NO_RENEWAL, type Renewal } from '../pki/renewal.ts'
import { readSpareKeys, readStore } from '../pki/store.ts'
import { type KeyringOptions, readKeyring } from '../secrets/keyring.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { keyringHost } from './machine.ts'
import { printProblems } from './problem.ts'
import { reportPending, reportTree } from './report.ts'
import type { Terminal } from './terminal.ts'

/** What a verb does with a stored PKI before it is completed. */
export type Preparation = (
  plan: PkiPlan,
  stored: StoredPki,
  now: Date,
) => PkiOutcome<{
  readonly stored: StoredPki
  readonly renewal?: Renewal
  /** What to say of it once it is written. */
  readonly note?: string
  /** What to say in place of writing anything, where there is nothing to do. */
  readonly nothing?: string
}>

/** What every verb that writes into a cluster's folder is told. */
export type FolderOptions = KeyringOptions & { readonly out: string }

/**
 * Makes a cluster's folder hold what its spec says: reads the PKI that lies there, prepares and completes it, and writes
 * the tree; or, while an authority elsewhere has yet to sign, the keys and requests alone.
 */
export async function completeFolder(
  cluster: Cluster,
  options: FolderOptions,
  terminal: Terminal,
  prepare: Preparation = (_, stored) => ({ value: { stored }, problems: [] }),
): Promise<ExitCode> {
  const folder = join(options.out, cluster.name)
  try {
    return await inFolder(disk, folder, (previous) =>
      work(cluster, folder, options, terminal, previous, prepare),
    )
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    printProblems([{ severity: 'error', message: refusal.message, hint: refusal.hint }], terminal)
    return EXIT.couldNotRun
  }
}

async function work(
  cluster: Cluster,
  folder: string,
  options: FolderOptions,
  terminal: Terminal,
  previous: Lock | undefined,
  prepare: Preparation,
): Promise<ExitCode> {
  const fault = (problems: readonly PkiProblem[]): ExitCode => {
    printPkiProblems(folder, problems, terminal)
    return EXIT.fault
  }
  if (!cluster.tls && (hadPki(previous) || holdsPki(folder))) return fault([TLS_TURNED_OFF])
  const now = new Date()
  const plan = planPki(cluster.tls?.subjects)
  const opened = await openFolder(cluster, folder, plan, options, previous)
  if (!opened.value) return fault(opened.problems)
  const { stored, spare, sealing } = opened.value
  const prepared = prepare(plan, stored, now)
  if (!prepared.value) return fault(prepared.problems)
  if (prepared.value.nothing !== undefined) {
    terminal.result(prepared.value.nothing)
    return EXIT.fine
  }
  const { note = '' } = prepared.value
  const { value: pki, problems } = await completePki(plan, prepared.value.stored, {
    now,
    fresh: !hadPki(previous),
    keys: nodeKeySource,
    renewal: prepared.value.renewal ?? NO_RENEWAL,
  })
  if (!pki) return fault(problems)
  printPkiProblems(folder, [...prepared.problems, ...problems], terminal)
  if (isPending(pki)) {
    // Without a lock, nobody knows for whom a file of age is; what waits to be signed is not encrypted again meanwhile.
    const waiting = { ...sealing, previous: sealing.previous ?? cluster.protection }
    const files = [
      emitGitignore(cluster.protection),
      ...emitPending(pki),
      ...unsuitablySealed(spare, waiting),
    ]
    await writeFiles(disk, folder, await sealArtifacts(files, waiting))
    if (note) terminal.result(note)
    reportPending({ cluster, folder, pki }, terminal)
    return EXIT.fault
  }
  const seal: Sealer = (artifacts) => sealArtifacts(artifacts, sealing)
  const { value: tree, problems: unfit } = await composeTree(cluster, pki, seal)
  if (!tree) return fault(unfit)
  const others = await seal(unsuitablySealed(spare, sealing))
  const written = await writeTree(disk, folder, [...tree, ...others], previous)
  if (note) terminal.result(note)
  reportTree({ cluster, folder, pki, written }, terminal)
  return EXIT.fine
}

/** Whether a folder has been generated with certificates before. */
function hadPki(previous: Lock | undefined): boolean {
  return Object.keys(previous?.files ?? {}).some((path) => path.startsWith('pki/') || isSecret(path))
}

/** Whether anything of a PKI lies in a folder, be it keys alone that wait for another CA. */
function holdsPki(folder: string): boolean {
  return ['pki', 'secrets'].some((place) => fs.existsSync(join(folder, place)))
}

/** A cluster that has a PKI does not lose it by a line of its spec. */
const TLS_TURNED_OFF = pkiError(
  'pki',
  'This cluster has certificates or keys here, and the spec turns TLS off (tls.enabled: false).',
  'Turn it on again. For a cluster without TLS, choose another name, or move the whole folder aside.',
)

/** What lies in a folder, and how what is written into it is encrypted. */
type OpenedFolder = {
  readonly stored: StoredPki
  /** Keys that the spec has no use for, by their files, as they lie there. */
  readonly spare: ReadonlyMap<string, string>
  readonly sealing: SealOptions
}

/** Reads what lies in a folder and opens it. */
async function openFolder(
  cluster: Cluster,
  folder: string,
  plan: PkiPlan,
  options: KeyringOptions,
  previous: Lock | undefined,
): Promise<PkiOutcome<OpenedFolder>> {
  const { protection } = cluster
  const found = readStore(folder, plan, fs)
  if (!found.value) return { value: undefined, problems: found.problems }
  const altered = alteredAuthorities(plan, found.value, previous?.files ?? {})
  if (altered.length > 0) return { value: undefined, problems: altered }
  const isPlain = [protection, previous?.secrets ?? protection].every(({ method }) => method === 'none')
  const spare = isPlain ? { value: new Map<string, string>(), problems: [] } : readSpareKeys(folder, plan, fs)
  if (!spare.value) return { value: undefined, problems: spare.problems }
  const texts = new Map([...keyTexts(found.value), ...spare.value])
  const needed = [...methodsOf(texts), protection.method]
  const { value: keyring, problem } = await readKeyring(options, process.env, keyringHost, needed)
  if (problem) return { value: undefined, problems: [pkiError('', problem.message, problem.hint)] }
  const opened = await openTexts(texts, keyring)
  if (!opened.value) return { value: undefined, problems: opened.problems }
  const unsealable = await sealProblem(protection, keyring)
  if (unsealable) {
    const message = `What lies under secrets/ ${unsealable.message}`
    return { value: undefined, problems: [pkiError('secrets', message, unsealable.hint)] }
  }
  const present = new Map([...opened.value, ...(await openCopies(disk, folder, previous, keyring))])
  return {
    value: {
      stored: withOpenKeys(found.value, opened.value),
      spare: spare.value,
      sealing: { protection, keyring, present, previous: previous?.secrets },
    },
    problems: [],
  }
}

/** Prints what there is to say about the PKI in a folder; files of the user's name themselves. */
export function printPkiProblems(folder: string, problems: readonly PkiProblem[], terminal: Terminal): void {
  const isInFolder = ({ file }: PkiProblem) => /^(?:pki|secrets)(?:\/|$)/.test(file)
  printProblems(
    problems.map((problem) =>
      isInFolder(problem) ? { ...problem, message: `${folder}: ${problem.message}` } : problem,
    ),
    terminal,
  )
}
