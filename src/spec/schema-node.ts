import schema from '../../schema/cluster.schema.json' with { type: 'json' }

/** The parts of a JSON schema that quorate reads. */
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
  /** quorate's own keyword: the pattern in words. */
  readonly errorMessage?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minProperties?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  /** The schema of fields with any name; `false` if only `properties` are allowed. */
  readonly additionalProperties?: boolean | SchemaNode
}

/** The schema of a spec: schema/cluster.schema.json. */
export const ROOT = schema as SchemaNode

/** A schema with its `$ref` resolved; keywords next to `$ref` win (JSON Schema 2020-12, core, 8.2.3.1). */
export function follow(node: SchemaNode): SchemaNode {
  return node.$ref ? { ...ROOT.$defs?.[node.$ref.replace('#/$defs/', '')], ...node } : node
}

/** The schema of fields with any name, if the section allows them. */
export function anyField({ additionalProperties }: SchemaNode): SchemaNode | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined
}

/** Whether a section may be absent and still gets all its defaults. */
export function isOptionalSection(node: SchemaNode): boolean {
  return node.type === 'object' && !node.required?.length && !node.minProperties
}
