import { markdown, markdownCode } from '../render/escape.ts'

type Schema = {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly description?: string
  readonly type?: string
  readonly default?: unknown
  readonly const?: string
  readonly enum?: readonly string[]
  readonly errorMessage?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly required?: readonly string[]
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

const HEADING = `# The spec, field by field

Made by \`npm run derive\` from [schema/cluster.schema.json](../schema/cluster.schema.json), which is the place to change.
Fields in **bold** have to be given.
`

/**
 * The manual's page of the spec: a table for each section, every field with what it holds, its default and an example.
 *
 * @returns the text of docs/spec.md
 */
export function specPage(schema: object): string {
  const root = schema as Schema
  return [HEADING, ...sections('', root, root)].join('\n')
}

function sections(path: string, section: Schema, root: Schema): string[] {
  const fields = Object.entries(section.properties ?? {}).map(([name, field]) => [name, follow(field, root)] as const)
  const rows = fields.map(([name, field]) => row(name, field, section.required?.includes(name) === true, root))
  const table = [
    `## ${path === '' ? 'The top' : markdownCode(path)}`,
    '',
    section.description ?? '',
    '',
    '| field | holds | default | example |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ]
  const below = fields.flatMap(([name, field]) => {
    const inner = field.items ? follow(field.items, root) : field
    const place = `${path}${path === '' ? '' : '.'}${name}${field.items ? '[]' : ''}`
    return inner.properties ? sections(place, inner, root) : []
  })
  return [...table, ...below]
}

function row(name: string, field: Schema, required: boolean, root: Schema): string {
  const example = field.examples?.[0]
  const cells = [
    required ? `**${markdownCode(name)}**` : markdownCode(name),
    `${field.description ?? ''} ${allowed(field, root)}`.trim(),
    field.default === undefined ? '' : markdownCode(JSON.stringify(field.default)),
    example === undefined || field.properties ? '' : markdownCode(JSON.stringify(example)),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** What a value may be, in words. */
function allowed(field: Schema, root: Schema): string {
  if (field.const) return `Always ${markdownCode(field.const)}.`
  if (field.enum) return `One of ${field.enum.map(markdownCode).join(', ')}.`
  if (field.errorMessage) return `Has to be ${markdown(field.errorMessage)}.`
  if (field.minimum !== undefined) return `From ${field.minimum} to ${field.maximum}.`
  const items = field.items && follow(field.items, root)
  return items?.errorMessage ? `Each has to be ${markdown(items.errorMessage)}.` : ''
}

/** What stands beside a reference goes before what it refers to (JSON Schema 2020-12, core, 8.2.3.1). */
function follow(schema: Schema, root: Schema): Schema {
  if (!schema.$ref) return schema
  return { ...root.$defs?.[schema.$ref.replace('#/$defs/', '')], ...schema }
}
