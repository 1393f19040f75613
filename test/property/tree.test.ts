import { execaSync } from 'execa'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import type { Cluster, Style } from '../../src/cluster/cluster.ts'
import { resolveCluster } from '../../src/cluster/resolve.ts'
import type { Setting } from '../../src/etcd/intents.ts'
import { fileEntryOf, flagOf, variableOf } from '../../src/etcd/notation.ts'
import { memberSettings } from '../../src/node/settings.ts'
import type { Artifact } from '../../src/output/artifact.ts'
import { KEYS_GITIGNORE } from '../../src/output/paths.ts'
import { composeTree as composeSealedTree } from '../../src/pipeline.ts'
import { completePki, isPending } from '../../src/pki/complete.ts'
import type { Pki } from '../../src/pki/credential.ts'
import { nodeKeySource } from '../../src/pki/key.ts'
import { planPki } from '../../src/pki/plan.ts'
import { parseSpec } from '../../src/spec/parse.ts'
import type { Spec } from '../../src/spec/spec.types.ts'
import { plainSpec, soundSpec } from './sound-spec.ts'

const numRuns = 25

function clusterOf(spec: Spec) {
  return resolveCluster(spec)
}

async function pkiOf(spec: Spec): Promise<Pki> {
  const plan = planPki(clusterOf(spec).tls?.subjects)
  const options = { now: new Date(), fresh: true, keys: nodeKeySource }
  const { value, diagnostics } = await completePki(plan, new Map(), options)
  if (!value || isPending(value)) throw new Error(JSON.stringify(diagnostics))
  return value
}

/** The tree with its keys in plain text; where its user-data is too large for the provider, that of one without a limit. */
async function composeTree(cluster: Cluster, pki: Pki): Promise<readonly Artifact[]> {
  const { value, diagnostics } = await composeSealedTree(cluster, pki, async (artifacts) => artifacts)
  if (value) return value
  for (const { message } of diagnostics) expect(message).toContain('is too large for')
  return composeTree({ ...cluster, cloudInit: { ...cluster.cloudInit, provider: 'nocloud' } }, pki)
}

/** The spec in YAML, which JSON is a subset of, read back as a user's file is. */
function asRead(spec: Spec): Spec {
  const { value, diagnostics } = parseSpec(JSON.stringify(spec))
  if (!value) throw new Error(JSON.stringify(diagnostics))
  return value
}

function textOf(tree: readonly Artifact[], path: string): string {
  const artifact = tree.find((each) => each.path === path)
  if (!artifact) throw new Error(`no ${path}`)
  return artifact.text
}

describe('the tree of any sound spec', () => {
  test('is the same bytes again, whatever the order of the nodes', async () => {
    const shuffled = soundSpec.chain((spec) =>
      fc.tuple(
        fc.constant(spec),
        fc.shuffledSubarray([...spec.nodes], { minLength: spec.nodes.length, maxLength: spec.nodes.length }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(shuffled, async ([spec, nodes]) => {
        const pki = await pkiOf(spec)
        const tree = await composeTree(clusterOf(spec), pki)
        expect(await composeTree(clusterOf(asRead(spec)), pki)).toEqual(tree)
        expect(await composeTree(clusterOf({ ...spec, nodes }), pki)).toEqual(tree)
        expect(planPki(clusterOf({ ...spec, nodes }).tls?.subjects)).toEqual(
          planPki(clusterOf(spec).tls?.subjects),
        )
      }),
      { numRuns },
    )
  })

  test('stays inside, and holds keys under secrets/ only, for the owner only', async () => {
    await fc.assert(
      fc.asyncProperty(soundSpec, async (spec) => {
        const tree = await composeTree(clusterOf(spec), await pkiOf(spec))
        const pathsOf = (wrong: (artifact: Artifact) => boolean) => tree.filter(wrong).map(({ path }) => path)
        const isSecret = ({ path }: Artifact) => path.startsWith('secrets/') && path !== KEYS_GITIGNORE
        expect(pathsOf(({ path }) => new URL(path, 'file:///tree/').pathname !== `/tree/${path}`)).toEqual([])
        expect(pathsOf((each) => each.text.includes('PRIVATE KEY') !== isSecret(each))).toEqual([])
        const isScript = ({ path }: Artifact) => /^nodes\/(?:bootstrap|pack)\.sh$/.test(path)
        const modeOf = (each: Artifact) => (isSecret(each) ? 0o600 : isScript(each) ? 0o755 : 0o644)
        expect(pathsOf((each) => each.mode !== modeOf(each))).toEqual([])
        expect(authoritiesKeysBesideTheirFiles(tree)).toEqual([])
        // Base64 holds any letters.
        expect(pathsOf(({ text }) => /undefined|\[object|NaN/.test(text) && !text.includes('BEGIN'))).toEqual(
          [],
        )
      }),
      { numRuns },
    )
  })

  test('tells every value to its reader as it was meant', async () => {
    await fc.assert(
      fc.asyncProperty(soundSpec, async (spec) => {
        const cluster = clusterOf(spec)
        const tree = await composeTree(cluster, await pkiOf(spec))
        const inventory = load(textOf(tree, 'ansible/inventory.yml'))
        const group = load(textOf(tree, 'ansible/group_vars/etcd.yml')) as Record<string, unknown>
        expect(group.etcd_cluster_name).toBe(spec.name)
        for (const member of cluster.members) {
          expect(inventory).toHaveProperty(
            ['all', 'children', 'etcd', 'hosts', member.name, 'ansible_host'],
            member.connection.host,
          )
          const root = `nodes/${member.name}/rootfs`
          const meant = memberSettings(cluster, member).flatMap(({ settings }) => settings)
          expect(READERS[cluster.style]((path) => textOf(tree, `${root}${path}`), cluster)).toEqual(
            settingsAs(cluster.style, meant, cluster.version),
          )
        }
      }),
      { numRuns: 10 },
    )
  })

  test('has nothing in its variables that Ansible would take for a template', async () => {
    await fc.assert(
      fc.asyncProperty(soundSpec, async (spec) => {
        const tree = await composeTree(clusterOf(spec), await pkiOf(spec))
        for (const { path, text } of tree.filter((each) =>
          /^ansible\/(inventory|\w+_vars)/.test(each.path),
        )) {
          // Ours alone: the one that says where a staging directory is.
          expect(text.replace("'{{ inventory_hostname }}'", ''), path).not.toMatch(/\{[{%#]/)
        }
      }),
      { numRuns },
    )
  })
})

describe('without TLS', () => {
  test('there is no certificate, no key, and nothing that names one', async () => {
    await fc.assert(
      fc.asyncProperty(plainSpec, async (spec) => {
        const cluster = clusterOf(spec)
        const tree = await composeTree(cluster, await pkiOf(spec))
        expect(
          tree.map(({ path }) => path).filter((path) => /^(?:pki|secrets)\/.|\.(?:crt|key|pem)$/.test(path)),
        ).toEqual([])
        const settings = cluster.members.flatMap((member) => memberSettings(cluster, member))
        const options = settings.flatMap((group) => group.settings.map(({ option }) => option))
        expect(options.filter((option) => /cert|key-file|trusted|tls|cipher/.test(option))).toEqual([])
      }),
      { numRuns },
    )
  })

  test('no spec is accepted of which etcd would listen where others reach it', () => {
    const urls = ['http://0.0.0.0:1022', 'http://[::]:1022', 'http://10.0.0.1:1022', 'http://127.0.0.1:1022']
    const anywhere = fc.constantFrom('127.0.0.1', '::1', '10.0.0.1', '9.9.9.9', 'fd00::1', '0.0.0.0', '::')
    let accepted = 0
    fc.assert(
      fc.property(
        soundSpec,
        fc.constantFrom(1, 1, 1, 9),
        anywhere,
        fc.option(fc.constantFrom(...urls, ...urls.map((url) => url.replace('http', 'https')))),
        ({ tls, ...spec }, most, address, url) => {
          const nodes = spec.nodes
            .slice(0, most)
            .map((node, index) => (index === 0 ? { ...node, address } : node))
          const extraOptions = { ...spec.etcd?.extraOptions, ...(url && { 'listen-client-http-urls': url }) }
          const changed = {
            ...spec,
            nodes,
            etcd: { ...spec.etcd, extraOptions },
            tls: { ...tls, clients: [], enabled: false },
          } as Spec
          const { value } = parseSpec(JSON.stringify(changed))
          if (!value) return
          accepted++
          const cluster = clusterOf(value)
          const settings = cluster.members.flatMap((member) => memberSettings(cluster, member))
          const listened = settings
            .flatMap((group) => group.settings)
            .flatMap(({ option, value }) => (/^listen-.*urls$/.test(option) ? value.split(',') : []))
          expect(listened.length).toBeGreaterThan(2)
          for (const each of listened) {
            expect(each).toMatch(/^http:\/\/(?:127(?:\.\d+){3}|\[::1\]|localhost):\d+$/)
          }
        },
      ),
      { numRuns: 400 },
    )
    expect(accepted).toBeGreaterThan(0)
  })
})

/** The files beside an authority's own that hold its key, however its lines are indented. */
function authoritiesKeysBesideTheirFiles(tree: readonly Artifact[]): readonly string[] {
  const isAuthoritys = ({ path }: Artifact) => /^secrets\/(?:client-ca|peer-ca|ca)\.key$/.test(path)
  const withoutSpace = (text: string) => text.replace(/\s/g, '')
  const keys = tree.filter(isAuthoritys).map(({ text }) => withoutSpace(text))
  return tree
    .filter((each) => !isAuthoritys(each) && keys.some((key) => withoutSpace(each.text).includes(key)))
    .map(({ path }) => path)
}

/** How each style's reader finds the settings. */
const READERS: Readonly<Record<Style, (read: (path: string) => string, cluster: Cluster) => unknown>> = {
  env: (read, { paths }) => readByShell(read(paths.environmentFile)),
  flags: (read, { systemd }) =>
    [
      ...read(`/etc/systemd/system/${systemd.unit}.service`).matchAll(
        /^ {2}(?:"(--(?:[^"\\]|\\.)*)"|(--\S+))/gm,
      ),
    ].map(([, quoted, plain]) => (quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '').replace(/(%|\$)\1/g, '$1')),
  file: (read, { paths }) => load(read(paths.configurationFile)),
}

/** What that reader should find. */
function settingsAs(style: Style, settings: readonly Setting[], version: string): unknown {
  if (style === 'flags') return settings.map(flagOf)
  if (style === 'env') return settings.map(({ option, value }) => `${variableOf(option)}=${value}`).toSorted()
  const mapping: Record<string, unknown> = {}
  for (const setting of settings) {
    const { place, value } = fileEntryOf(setting, version)
    if (place.section === undefined) mapping[place.key] = value
    else mapping[place.section] = { ...(mapping[place.section] as object), [place.key]: value }
  }
  return mapping
}

/** The variables that a POSIX shell knows after it has read an environment file, and did not know before. */
function readByShell(environment: string): string[] {
  const script = 'set -a; eval "$1"; env -0 | tr "\\n\\0" " \\n" | grep ^ETCD_'
  const { stdout } = execaSync('sh', ['-c', script, 'sh', environment], {
    extendEnv: false,
    env: { PATH: process.env.PATH },
  })
  return stdout.split('\n').toSorted()
}
