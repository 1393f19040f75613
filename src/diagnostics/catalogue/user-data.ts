import { error } from './entry.ts'

/** What a provider refuses. */
export const userDataCatalogue = {
  'user-data-too-large': error<{
    readonly node: string
    readonly provider: string
    readonly size: number
    readonly limit: number
    /** In which form it is counted, as in "compressed and in base64"; empty for plain text. */
    readonly form: string
    /** What would make it smaller. */
    readonly smaller: { readonly keys: boolean; readonly withoutKeys: boolean; readonly config: boolean }
  }>(
    ({ node, provider, size, limit, form }) =>
      `The user-data of ${node} is too large for ${provider}: ${size} bytes${form && ` ${form}`}, and ${limit} is the limit.`,
    ({ smaller }) => {
      const ways = [
        ...(smaller.keys ? ['choose smaller keys and certificates (tls.algorithm: ecdsa-p256)'] : []),
        ...(smaller.withoutKeys ? ['deliver the keys after boot (cloudInit.keys: later)'] : []),
        ...(smaller.config ? ['shorten your own cloud-config: let it download what is long'] : []),
        'set the nodes up another way: Ansible, nodes/pack.sh, or an image for NoCloud (cloudInit.provider: nocloud)',
      ]
      const text = ways.join('; or ')
      return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
    },
  ),
}
