import * as fs from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts'
import { failed, inFile, report } from '../diagnostics/report.ts'
import { emitGitignores } from '../emit/gitignore.ts'
import { emitPending } from '../emit/pki.ts'
import { compareFiles } from '../output/compare.ts'
import { disk } from '../output/disk.ts'
import { inFolder } from '../output/folder.ts'
import type { Lock } from '../output/lock.ts'
import { isSecret } from '../output/paths.ts'
import { openCopies, type SealOptions, sealArtifacts, sealProblem, unsuitablySealed } from '../output/seal.ts'
import { diagnosticOf } from '../output/thrown.ts'
import { writeFiles, writeTree } from '../output/write.ts'
import { composeTree, type Sealer } from '../pipeline.ts'
import { alteredCas } from '../pki/altered.ts'
import { completePki, isPending } from '../pki/complete.ts'
import type { StoredPki } from '../pki/files.ts'
import { nodeKeySource } from '../pki/key.ts'
import { keylessProblems } from '../pki/keyless.ts'
import { keyTexts, methodsOf, openTexts, withOpenKeys } from '../pki/open.ts'
import { type PkiPlan, planPki } from '../pki/plan.ts'
import { NO_RENEWAL, type Renewal } from '../pki/renewal.ts'
import { readSpareKeys, readStore } from '../pki/store.ts'
import { type KeyringOptions, readKeyring } from '../secrets/keyring.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { judgeWriting, otherNodes } from './judge-writing.ts'
import { keyringHost } from './machine.ts'
import { reportPending, reportTree } from './report.ts'
import type { Terminal } from './terminal.ts'

/** What a verb changes in a stored PKI before it is completed. */
export type Preparation = (
  plan: PkiPlan,
  stored: StoredPki,
  now: Date,
) => Outcome<{
  readonly stored: StoredPki
  readonly renewal?: Renewal
  /** What to print once it is written. */
  readonly note?: string
  /** What to print if there is nothing to do, and so nothing to write. */
  readonly nothing?: string
}>

/** The options of every verb that writes into a cluster's folder. */
export type FolderOptions = KeyringOptions & {
  readonly out: string
  /** Whether to overwrite generated files that were edited by hand. */
  readonly force?: boolean
  /** Whether to refuse to make a CA, also for a folder that has none. */
  readonly noNewCa?: boolean
}

/**
 * Makes a cluster's folder hold what its spec says: reads the PKI that is there, prepares and completes it, and writes
 * the tree; or, while an external CA has not signed yet, the keys and requests alone.
 */
export async function completeFolder(
  cluster: Cluster,
  options: FolderOptions,
  terminal: Terminal,
  prepare: Preparation = (_, stored) => ({ value: { stored }, diagnostics: [] }),
): Promise<ExitCode> {
  const folder = join(options.out, cluster.name)
  try {
    return await inFolder(disk, folder, (previous) =>
      work(cluster, folder, options, terminal, previous, prepare),
    )
  } catch (error) {
    const diagnostic = diagnosticOf(error)
    if (!diagnostic) throw error
    terminal.report([diagnostic])
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
  const fault = (diagnostics: readonly Diagnostic[]): ExitCode => {
    reportInFolder(folder, diagnostics, terminal)
    return EXIT.fault
  }
  // One line in the spec must not remove a cluster's PKI.
  if (!cluster.tls && (hadPki(previous) || holdsPki(folder)))
    return fault([report('tls-turned-off', inFile('pki'), {})])
  const now = new Date()
  const plan = planPki(cluster.tls?.subjects)
  const opened = await openFolder(cluster, folder, plan, options, previous)
  if (!opened.value) return fault(opened.diagnostics)
  const { stored, spare, sealing } = opened.value
  const prepared = prepare(plan, stored, now)
  if (!prepared.value) return fault(prepared.diagnostics)
  if (prepared.value.nothing !== undefined) {
    terminal.result(prepared.value.nothing)
    return EXIT.fine
  }
  const { note = '' } = prepared.value
  terminal.report(otherNodes(cluster, folder, previous))
  const { value: pki, diagnostics } = await completePki(plan, prepared.value.stored, {
    now,
    fresh: !hadPki(previous),
    noNewCa: options.noNewCa ?? false,
    keys: nodeKeySource,
    renewal: prepared.value.renewal ?? NO_RENEWAL,
  })
  if (!pki) return fault(diagnostics)
  reportInFolder(folder, [...prepared.diagnostics, ...diagnostics], terminal)
  if (isPending(pki)) {
    // Without a lock, the recipients of a file of age are unknown. Keys that wait for certificates are not encrypted again.
    const waiting = { ...sealing, previous: sealing.previous ?? cluster.protection }
    const files = [
      ...emitGitignores(cluster.protection),
      ...emitPending(pki),
      ...unsuitablySealed(spare, waiting),
    ]
    const sealed = await sealArtifacts(files, waiting)
    const compared = compareFiles(disk, folder, sealed)
    const { problems } = judgeWriting(folder, compared, previous, options)
    if (problems.length > 0) return fault(problems)
    await writeFiles(disk, folder, sealed)
    if (note) terminal.result(note)
    reportPending({ cluster, folder, pki }, terminal)
    return EXIT.fault
  }
  const seal: Sealer = (artifacts) => sealArtifacts(artifacts, sealing)
  const { value: tree, diagnostics: unfit } = await composeTree(cluster, pki, seal)
  if (!tree) return fault(unfit)
  const others = await seal(unsuitablySealed(spare, sealing))
  const compared = compareFiles(disk, folder, [...tree, ...others])
  const { edited, problems } = judgeWriting(folder, compared, previous, options)
  if (problems.length > 0) return fault(problems)
  const written = await writeTree(disk, folder, compared, previous)
  if (note) terminal.result(note)
  reportTree({ cluster, folder, pki, written, edited }, terminal)
  return EXIT.fine
}

/** Whether a folder has been generated with certificates before. */
function hadPki(previous: Lock | undefined): boolean {
  return Object.keys(previous?.files ?? {}).some((path) => path.startsWith('pki/') || isSecret(path))
}

/** Whether a folder holds any part of a PKI, even only keys that wait for another CA. */
function holdsPki(folder: string): boolean {
  return ['pki', 'secrets'].some((name) => fs.existsSync(join(folder, name)))
}

/** What is in a folder, and how new files in it are encrypted. */
type OpenedFolder = {
  readonly stored: StoredPki
  /** Keys that the spec does not need, by their files, as stored. */
  readonly spare: ReadonlyMap<string, string>
  readonly sealing: SealOptions
}

/** Reads and decrypts what is in a folder. */
async function openFolder(
  cluster: Cluster,
  folder: string,
  plan: PkiPlan,
  options: KeyringOptions,
  previous: Lock | undefined,
): Promise<Outcome<OpenedFolder>> {
  const { protection } = cluster
  const found = readStore(folder, plan, fs)
  if (!found.value) return failed(...found.diagnostics)
  const altered = alteredCas(plan, found.value, previous?.files ?? {})
  if (altered.length > 0) return failed(...altered)
  const lost = keylessProblems(plan, found.value)
  if (lost.length > 0) return failed(...lost)
  const isPlain = [protection, previous?.secrets ?? protection].every(({ method }) => method === 'none')
  const spare = isPlain
    ? { value: new Map<string, string>(), diagnostics: [] }
    : readSpareKeys(folder, plan, fs)
  if (!spare.value) return failed(...spare.diagnostics)
  const texts = new Map([...keyTexts(found.value), ...spare.value])
  const needed = [...methodsOf(texts), protection.method]
  const { value: keyring, diagnostics: keyless } = await readKeyring(
    options,
    process.env,
    keyringHost,
    needed,
  )
  if (!keyring) return failed(...keyless)
  const opened = await openTexts(texts, keyring)
  if (!opened.value) return failed(...opened.diagnostics)
  const unsealable = await sealProblem(protection, keyring)
  if (unsealable) return failed(unsealable)
  const present = new Map([...opened.value, ...(await openCopies(disk, folder, previous, keyring))])
  return {
    value: {
      stored: withOpenKeys(found.value, opened.value),
      spare: spare.value,
      sealing: { protection, keyring, present, previous: previous?.secrets },
    },
    diagnostics: [],
  }
}

/** Reports diagnostics about the PKI in a folder. Their messages name the folder, unless they are about a user's file. */
export function reportInFolder(folder: string, diagnostics: readonly Diagnostic[], terminal: Terminal): void {
  const isInFolder = ({ file = '' }: Diagnostic) => /^(?:pki|secrets)(?:\/|$)/.test(file)
  terminal.report(
    diagnostics.map((diagnostic) =>
      isInFolder(diagnostic) ? { ...diagnostic, message: `${folder}: ${diagnostic.message}` } : diagnostic,
    ),
  )
}
