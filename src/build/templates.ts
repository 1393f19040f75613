import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import { helpers } from '../render/helpers.ts'
import { byCodePoint } from '../render/order.ts'

const KNOWN_HELPERS = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]))

/**
 * Compiles templates/ into one module, so that no run pays for Handlebars' compiler. Files that end in `.hbs` become
 * functions; the others are kept as they are.
 *
 * @returns the text of src/generated/templates.js
 */
export function compileTemplates(folder: string): string {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort(byCodePoint)
  const compiled: string[] = []
  const plain: string[] = []
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8')
    if (name.endsWith('.hbs'))
      compiled.push(`${JSON.stringify(name.slice(0, -4))}: ${compileTemplate(name, text)},`)
    else plain.push(`${JSON.stringify(name)}: ${JSON.stringify(text)},`)
  }
  return `export const compiledTemplates = {\n${compiled.join('\n')}\n}\nexport const plainTemplates = {\n${plain.join('\n')}\n}\n`
}

/** The types of what `compileTemplates` makes. */
export const TEMPLATES_TYPES = `export const compiledTemplates: Readonly<Record<string, unknown>>
export const plainTemplates: Readonly<Record<string, string>>
`

/** One template as the source of a function; throws where it prints a value without an escape. */
export function compileTemplate(name: string, text: string): string {
  new EscapesOnly(name).accept(Handlebars.parse(text))
  return String(
    Handlebars.precompile(text, {
      knownHelpers: KNOWN_HELPERS,
      knownHelpersOnly: true,
      noEscape: true,
      strict: true,
    }),
  )
}

class EscapesOnly extends Handlebars.Visitor {
  readonly #template: string

  constructor(template: string) {
    super()
    this.#template = template
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    const called = (statement.path as hbs.AST.PathExpression).original
    if (!(called in helpers) || statement.params.length !== 1) {
      const { line, column } = statement.loc.start
      throw new Error(
        `templates/${this.#template}:${line}:${column + 1}: {{${called}}} prints a value without an escape; call one of ${Object.keys(helpers).join(', ')}`,
      )
    }
  }
}
