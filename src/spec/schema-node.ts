import schema from '../../schema/cluster.schema.json' with { type: 'json' }

/** What the schema says about one place of a spec, as far as we read it. */
export type SchemaNode = {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, SchemaNode>>
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly default?: unknown
  readonly const?: string
  readonly enum?: readonly string[]
  readonly examples?: readonly unknown[]
  readonly pattern?: string
  /** Our own keyword: what the pattern asks for, in words. */
  readonly errorMessage?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minProperties?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  /** What fields of any name hold, or `false` where there are none beside `properties`. */
  readonly additionalProperties?: boolean | SchemaNode
}

/** The schema of a spec: schema/cluster.schema.json. */
export const ROOT = schema as SchemaNode

/** A schema with what it refers to; what stands beside `$ref` goes before (JSON Schema 2020-12, core, 8.2.3.1). */
export function follow(node: SchemaNode): SchemaNode {
  return node.$ref ? { ...ROOT.$defs?.[node.$ref.replace('#/$defs/', '')], ...node } : node
}

/** What a field of any name holds, where a section takes such. */
export function anyField({ additionalProperties }: SchemaNode): SchemaNode | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

/** Whether a section can be left out as a whole and still have all its defaults. */
export function isOptionalSection(node: SchemaNode): boolean {
  return node.type === 'object' && !node.required?.length && !node.minProperties
}
