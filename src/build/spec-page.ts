import { markdown, markdownCode } from '../render/escape.ts'
import { follow, ROOT, type SchemaNode } from '../spec/schema-node.ts'

const HEADING = `# The spec, field by field

\`npm run derive\` writes this page from [schema/cluster.schema.json](../schema/cluster.schema.json). Change the schema, not
this page. Fields in **bold** are required.
`

/**
 * The manual's page of the spec: a table for each section, every field with its meaning, its default and an example.
 *
 * @returns the text of docs/spec.md
 */
export function specPage(): string {
  return [HEADING, ...sections('', ROOT)].join('\n')
}

function sections(path: string, section: SchemaNode): string[] {
  const fields = Object.entries(section.properties ?? {}).map(
    ([name, field]) => [name, follow(field)] as const,
  )
  const rows = fields.map(([name, field]) => row(name, field, section.required?.includes(name) === true))
  const table = [
    `## ${path === '' ? 'Top level' : markdownCode(path)}`,
    '',
    section.description ?? '',
    '',
    '| field | meaning | default | example |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ]
  const below = fields.flatMap(([name, field]) => {
    const inner = field.items ? follow(field.items) : field
    const place = `${path}${path === '' ? '' : '.'}${name}${field.items ? '[]' : ''}`
    return inner.properties ? sections(place, inner) : []
  })
  return [...table, ...below]
}

function row(name: string, field: SchemaNode, required: boolean): string {
  const example = field.examples?.[0]
  const cells = [
    required ? `**${markdownCode(name)}**` : markdownCode(name),
    `${field.description ?? ''} ${allowed(field)}`.trim(),
    field.default === undefined ? '' : markdownCode(JSON.stringify(field.default)),
    example === undefined || field.properties ? '' : markdownCode(JSON.stringify(example)),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** What a value may be, in words. */
function allowed(field: SchemaNode): string {
  if (field.const) return `Always ${markdownCode(field.const)}.`
  if (field.enum) return `One of ${field.enum.map(markdownCode).join(', ')}.`
  if (field.errorMessage) return `Must be ${markdown(field.errorMessage)}.`
  if (field.minimum !== undefined) return `From ${field.minimum} to ${field.maximum}.`
  const items = field.items && follow(field.items)
  return items?.errorMessage ? `Each must be ${markdown(items.errorMessage)}.` : ''
}
