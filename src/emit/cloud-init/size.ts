import { gzipSync } from 'node:zlib'
import type { Cluster } from '../../cluster/cluster.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { inFile, report } from '../../diagnostics/report.ts'
import type { Artifact } from '../../output/artifact.ts'
import { PROVIDERS, type Provider } from './providers.ts'

/** How user-data is attached: as it is in the tree, or compressed with gzip. */
export type Form = 'plain' | 'gzip'

/**
 * The form in which a provider takes these user-data: plain if each of them fits. Only the plain sizes decide: compressed
 * sizes differ between implementations of gzip, and the runbook must be the same on every machine.
 */
export function formOf(texts: readonly string[], provider: Provider): Form {
  const { limit, compressed } = PROVIDERS[provider]
  const fits = texts.every((text) => countedAt(provider, Buffer.byteLength(text)) <= limit)
  return fits || compressed === 'none' ? 'plain' : 'gzip'
}

/** How many bytes a provider counts for user-data in the form that `formOf` chooses, and how many it takes. */
export function sizeOf(text: string, provider: Provider): { readonly size: number; readonly limit: number } {
  const { limit, compressed } = PROVIDERS[provider]
  if (formOf([text], provider) === 'plain')
    return { size: countedAt(provider, Buffer.byteLength(text)), limit }
  const bytes = withMargin(gzipSync(text).length)
  return { size: compressed === 'base64' ? base64Size(bytes) : countedAt(provider, bytes), limit }
}

/**
 * The compressed size with a margin for other implementations. GNU gzip makes user-data 1.4 % smaller than Node's zlib. Go,
 * which Terraform uses, makes it up to 0.2 % larger. 1/64 is enough for others too.
 */
function withMargin(compressedSize: number): number {
  return compressedSize + Math.ceil(compressedSize / 64)
}

function countedAt(provider: Provider, bytes: number): number {
  return PROVIDERS[provider].counts === 'base64' ? base64Size(bytes) : bytes
}

function base64Size(bytes: number): number {
  return Math.ceil(bytes / 3) * 4
}

/** Whether a path of the tree is a user-data file. */
export const isUserData = (path: string): boolean => /^(?:secrets\/)?cloud-init\/[^/]+\/user-data$/.test(path)

/**
 * Reports the user-data that is too large for the provider.
 *
 * @param artifacts the tree before encryption; other files are ignored
 */
export function userDataProblems(cluster: Cluster, artifacts: readonly Artifact[]): Diagnostic[] {
  const { provider } = cluster.cloudInit
  return artifacts
    .filter(({ path }) => isUserData(path))
    .flatMap(({ path, text }) => {
      const { size, limit } = sizeOf(text, provider)
      if (size <= limit) return []
      return [
        report('user-data-too-large', inFile(path), {
          node: path.split('/').at(-2) ?? path,
          provider: PROVIDERS[provider].label,
          size,
          limit,
          form: countedForm(text, provider),
          smaller: {
            keys: cluster.tls?.subjects.algorithm.startsWith('rsa') === true,
            withoutKeys: cluster.cloudInit.keys === 'embed',
            config: Object.keys(cluster.cloudInit.config).length > 0,
          },
        }),
      ]
    })
}

/** The form that is counted, in words; empty for plain text. */
function countedForm(text: string, provider: Provider): string {
  const { compressed, counts } = PROVIDERS[provider]
  const gzip = formOf([text], provider) === 'gzip'
  const inBase64 = counts === 'base64' || (gzip && compressed === 'base64')
  return [...(gzip ? ['compressed'] : []), ...(inBase64 ? ['in base64'] : [])].join(' and ')
}
