import { parseSpec } from '../../../src/spec/parse.ts'

type Node = { readonly name: string; readonly address: string; readonly [field: string]: unknown }

/** Three nodes that nothing is wrong with. */
export const threeNodes: readonly Node[] = [1, 2, 3].map((number) => ({
  name: `etcd-${number}`,
  address: `10.0.0.1${number}`,
}))

/** A spec as text; JSON is YAML. */
export function specText(sections: object = {}): string {
  const spec = { apiVersion: 'quorate/v1', kind: 'EtcdCluster', name: 'k8s', nodes: threeNodes, ...sections }
  return JSON.stringify(spec, null, 2)
}

/** What is said about a spec: code and pointer of each diagnostic. */
export function faults(sections: object): string[] {
  return parseSpec(specText(sections)).diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)
}
