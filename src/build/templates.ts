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

/**
 * One template as the source of a function. Throws where it prints a value without an escape, and where it has a block
 * other than `{{#each list}}…{{/each}}` and `{{#if boolean}}…{{else}}…{{/if}}`.
 */
export function compileTemplate(name: string, text: string): string {
  new Checker(name).accept(Handlebars.parse(text))
  const code = Handlebars.precompile(text, {
    knownHelpers: KNOWN_HELPERS,
    knownHelpersOnly: true,
    noEscape: true,
    strict: true,
  })
  return String(code).replace(LOCATION, '')
}

/** Where a template calls a helper. Our helpers do not read it, and Handlebars makes three objects for it at each call. */
const LOCATION = /,"loc":\{"start":\{"line":\d+,"column":\d+\},"end":\{"line":\d+,"column":\d+\}\}/g

class Checker extends Handlebars.Visitor {
  readonly #template: string

  constructor(template: string) {
    super()
    this.#template = template
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    const called = (statement.path as hbs.AST.PathExpression).original
    if (!Object.hasOwn(helpers, called) || statement.params.length !== 1)
      this.#refuse(
        statement,
        `{{${called}}} prints a value without an escape; call one of ${Object.keys(helpers).join(', ')}`,
      )
    this.#checkName(statement, called)
  }

  override BlockStatement(statement: hbs.AST.BlockStatement): void {
    const { original: called } = statement.path
    if (called !== 'each' && called !== 'if')
      this.#refuse(statement, `{{#${called}}} is not a block that templates have; use {{#each}} or {{#if}}`)
    // As our own `each` gives each item to its block alone, Handlebars would drop the other block without a word.
    if (called === 'each' && statement.inverse)
      this.#refuse(
        statement,
        '{{#each}} takes no {{else}}; use {{#if}} with a boolean that says whether there are items',
      )
    this.#checkName(statement, called)
    super.BlockStatement(statement)
  }

  /** A helper takes one name. A comparison or a literal there would be a decision, and the template only prints. */
  #checkName(
    { params, hash, loc }: hbs.AST.MustacheStatement | hbs.AST.BlockStatement,
    called: string,
  ): void {
    if (params.length !== 1 || params[0]?.type !== 'PathExpression' || hash !== undefined)
      this.#refuse({ loc }, `{{${called}}} takes the name of one value`)
  }

  #refuse({ loc }: Pick<hbs.AST.Node, 'loc'>, what: string): never {
    const { line, column } = loc.start
    throw new Error(`templates/${this.#template}:${line}:${column + 1}: ${what}`)
  }
}
