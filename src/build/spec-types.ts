import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { anyField, follow, isOptionalSection, ROOT, type SchemaNode } from '../spec/schema-node.ts'

const HEADING =
  '// Made by `npm run derive` from schema/cluster.schema.json, which is the place to change. Do not edit.\n'

/**
 * The types of a spec, from its schema: `Spec` as the user may write it, and `FilledSpec` with every default filled in,
 * where only what has no default is optional.
 *
 * @returns the text of src/spec/spec.types.ts
 */
export async function specTypes(): Promise<string> {
  const written = await declare('', false)
  const filled = await declare('Filled', true)
  return [HEADING, written, filled].join('\n')
}

async function declare(prefix: string, filled: boolean): Promise<string> {
  const tree = simplify(ROOT, { prefix, filled }, { scope: '', field: '' })
  const text = await compile(tree, `${prefix}Spec`, {
    bannerComment: '',
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { singleQuote: true, semi: false, printWidth: 110, tabWidth: 2 },
  })
  return readOnly(text)
}

type Context = { readonly prefix: string; readonly filled: boolean }

/** What a schema is called: the name of its field, and within a list's items the item's before it. */
type Name = { readonly scope: string; readonly field: string }

/** The schema as the compiler of types is to see it: references replaced, and only objects named. */
function simplify(schema: SchemaNode, context: Context, { scope, field }: Name): JSONSchema {
  const followed = follow(schema)
  const { type, description, properties, items, required = [], ...rest } = followed
  const any = anyField(followed)
  const base = {
    ...(type && { type }),
    ...(description && { description }),
    ...(rest.const !== undefined && { const: rest.const }),
    ...(rest.enum && { enum: rest.enum }),
  } as JSONSchema
  if (items) {
    const item = capitalized(field.replace(/s$/, ''))
    return { ...base, items: simplify(items, context, { scope: item, field: '' }) }
  }
  if (any) return { ...base, additionalProperties: simplify(any, context, { scope, field }) }
  if (!properties) return base
  return {
    ...base,
    title: `${context.prefix}${scope}${capitalized(field)}Spec`,
    additionalProperties: false,
    required: context.filled
      ? Object.keys(properties).filter((name) => required.includes(name) || isFilled(properties[name]))
      : [...required],
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        simplify(property, context, { scope, field: name }),
      ]),
    ),
  }
}

/** Whether a field is there once defaults are filled in, as src/spec/defaults.ts does it. */
function isFilled(node: SchemaNode | undefined): boolean {
  const described = follow(node ?? {})
  return described.default !== undefined || isOptionalSection(described)
}

function readOnly(declarations: string): string {
  return declarations
    .replace(/^( +)((?:\w+\??|\[k: string\]): )/gm, '$1readonly $2')
    .replace(/^( +readonly \w+\??: )(.+\[\])$/gm, '$1readonly $2')
    .trimEnd()
    .concat('\n')
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
