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

/**
 * Renders a document of templates/.
 *
 * @param name the template's path under templates/, without `.hbs`: `ansible/site.yml`
 * @param context what it prints; a name that the context lacks is an error, not an empty place
 */
export function render(name: string, context: object): string {
  const compiled = compiledTemplates[name]
  if (!compiled) throw new Error(`there is no template ${name}`)
  return handlebars.template(compiled)(context)
}

/** A document of templates/ that is the same for every cluster. */
export function plainDocument(name: string): string {
  const text = plainTemplates[name]
  if (text === undefined) throw new Error(`there is no document ${name}`)
  return text
}

/** The names of all documents under a folder of templates/ that are the same for every cluster, sorted. */
export function plainDocumentsUnder(folder: string): string[] {
  return Object.keys(plainTemplates).filter((name) => name.startsWith(`${folder}/`))
}
