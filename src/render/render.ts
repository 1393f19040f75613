import Handlebars from 'handlebars/runtime.js'
import { compiledTemplates, plainTemplates } from '../generated/templates.js'
import { helpers } from './helpers.ts'

const handlebars = Handlebars.create()
for (const [name, escaped] of Object.entries(helpers)) {
  handlebars.registerHelper(name, (value: unknown) => {
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new Error(`${name} was given ${typeof value}`)
    return escaped(String(value))
  })
}
handlebars.registerHelper('each', (items: unknown, { fn }: Handlebars.HelperOptions) => {
  if (!Array.isArray(items)) throw new Error(`each was given ${typeof items}`)
  return items.map((item) => fn(item)).join('')
})
handlebars.registerHelper('if', function (this: unknown, holds: unknown, options: Handlebars.HelperOptions) {
  // Handlebars' own `if` takes '', 0 and [] as false, so a forgotten comparison would go unnoticed.
  if (typeof holds !== 'boolean') throw new Error(`if was given ${typeof holds}`)
  return holds ? options.fn(this) : options.inverse(this)
})

/**
 * Renders a document of templates/.
 *
 * @param name the template's path under templates/, without `.hbs`: `ansible/site.yml`
 * @param context what it prints; a name that the context lacks is an error, not an empty place
 */
export function render(name: string, context: object): string {
  const compiled = compiledTemplates[name]
  if (!compiled) throw new Error(`there is no template ${name}`)
  return renderCompiled(compiled, context)
}

/** What a template that `compileTemplate` (src/build/templates.ts) has compiled prints. */
export function renderCompiled(compiled: object, context: object): string {
  return handlebars.template(compiled)(context)
}

/** A document of templates/ that is the same for every cluster. */
export function plainDocument(name: string): string {
  const text = plainTemplates[name]
  if (text === undefined) throw new Error(`there is no document ${name}`)
  return text
}

/** Whether a document of templates/ is the same for every cluster. */
export function isPlain(name: string): boolean {
  return Object.hasOwn(plainTemplates, name)
}

/** The names of all documents under a folder of templates/ that are the same for every cluster, sorted. */
export function plainDocumentsUnder(folder: string): string[] {
  return Object.keys(plainTemplates).filter((name) => name.startsWith(`${folder}/`))
}
