import type { FilledSpec } from '../spec/spec.types.ts'

type Node = FilledSpec['nodes'][number]

/** Whether the spec takes the node out of the cluster. */
export const isAbsent = ({ state }: Node): boolean => state === 'absent'

/** The nodes that are members, or are to be. */
export const presentNodes = (nodes: readonly Node[]): Node[] => nodes.filter((node) => !isAbsent(node))
