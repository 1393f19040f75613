import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolveCluster } from '../../../../src/cluster/resolve.ts'
import type { Diagnostic } from '../../../../src/diagnostics/diagnostic.ts'
import { LOCK_FILE } from '../../../../src/output/lock.ts'
import { isSecret } from '../../../../src/output/paths.ts'
import { composeTree } from '../../../../src/pipeline.ts'
import { completePki, isPending } from '../../../../src/pki/complete.ts'
import { type KeySource, nodeKeySource } from '../../../../src/pki/key.ts'
import { planPki } from '../../../../src/pki/plan.ts'
import { readCloudConfig } from '../../../../src/spec/cloud-config/read.ts'
import { fillDefaults } from '../../../../src/spec/defaults.ts'
import { readMirrorAuthority } from '../../../../src/spec/mirror-authority.ts'
import { parseSpec } from '../../../../src/spec/parse.ts'
import type { SpecHost } from '../../../../src/spec/read.ts'

/** What quorate makes of a spec: what it says, and what it writes or waits for. */
export type SpecOutcome = {
  readonly isSound: boolean
  readonly diagnostics: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

const NOW = new Date('2026-08-15T12:00:00Z')

/** The disk next to every spec: the CA of a mirror, and a cloud-config by any other name. */
const host: SpecHost = {
  exists: () => true,
  isOrdinary: () => true,
  readStart: (path) =>
    path.endsWith('.pem')
      ? readFileSync('test/unit/spec/mirror-ca.pem')
      : Buffer.from('#cloud-config\npackages: [chrony]\n'),
}

/** What quorate makes of a spec. The same spec gives the same outcome, certificates included. */
export async function outcomeOf(spec: object): Promise<SpecOutcome> {
  const { value, diagnostics, subject } = parseSpec(JSON.stringify(spec))
  const config = subject && readCloudConfig(host, 'spec.yaml', subject)
  const authority = subject && readMirrorAuthority(host, 'spec.yaml', subject, NOW)
  const said = [
    ...diagnostics,
    ...(config?.unread ?? []),
    ...(config?.diagnostics ?? []),
    ...(authority?.diagnostics ?? []),
  ]
  if (!value || [config, authority].some((file) => file && !file.value)) return outcome(false, said, {})
  const cluster = resolveCluster(fillDefaults(value), {
    cloudConfig: config?.value,
    mirrorAuthority: authority?.value,
  })
  const options = { now: NOW, fresh: true, keys: fixedKeys() }
  const completed = await completePki(planPki(cluster.tls?.subjects), new Map(), options)
  said.push(...completed.diagnostics)
  if (!completed.value) return outcome(false, said, {})
  if (isPending(completed.value))
    return outcome(true, said, { 'waits for': completed.value.pending.map(({ id }) => id).join() })
  // How keys are encrypted, but for the encryption itself, which is never the same twice.
  const method = JSON.stringify(cluster.protection)
  const tree = await composeTree(cluster, completed.value, async (artifacts) =>
    artifacts.map((each) => (isSecret(each.path) ? { ...each, text: method + each.text } : each)),
  )
  said.push(...tree.diagnostics)
  const files = (tree.value ?? [])
    // The lock has a digest of the whole cluster: every field would change it, with any effect or none.
    .filter(({ path }) => path !== LOCK_FILE)
    .map(({ path, text, mode }) => [path, `${mode.toString(8)} ${text}`])
  return outcome(tree.value !== undefined, said, Object.fromEntries(files))
}

function outcome(
  isSound: boolean,
  diagnostics: readonly Diagnostic[],
  files: Readonly<Record<string, string>>,
): SpecOutcome {
  return { isSound, diagnostics: diagnostics.map(({ code, message }) => `${code}: ${message}`), files }
}

/** Keys and serials in a fixed order. RSA, as its signatures are the same each time (RFC 8017, 8.2). */
function fixedKeys(): KeySource {
  let made = 0
  let serial = 0
  return {
    async generateKey(algorithm) {
      if (algorithm !== 'rsa-2048') return nodeKeySource.generateKey(algorithm)
      const key = rsaKeys[made] ?? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
      rsaKeys[made] = key
      made += 1
      return key
    },
    randomBytes(size) {
      serial += 1
      return new Uint8Array(size).fill(serial)
    },
  }
}

const rsaKeys: KeyObject[] = []
