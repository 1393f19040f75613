import { listed, quote } from '../visible.ts'
import { error } from './entry.ts'

/** The title of the field, such as "node name". */
type Titled = { readonly title: string }

/** What the schema does not allow. */
export const shapeCatalogue = {
  'field-unknown': error<{
    readonly name: string
    readonly place: string
    readonly near: string | undefined
    /** Sections with a field of that name, or the full path of the field that is meant. */
    readonly elsewhere: readonly string[]
    readonly known: readonly string[]
  }>(
    ({ name, place }) => `${place} has no field ${quote(name)}.`,
    ({ name, near, elsewhere, known }) => {
      if (near) return `Did you mean ${quote(near)}?`
      if (elsewhere.length > 0) return `${quote(name)} belongs under ${listed(elsewhere, 'or')}.`
      return `Known fields: ${known.join(', ')}.`
    },
  ),
  'field-renamed': error<{
    readonly name: string
    readonly place: string
    readonly path: string
    /** The values that the field takes, if they are few words. */
    readonly values: readonly string[]
  }>(
    ({ name, place }) => `${place} has no field ${quote(name)}.`,
    ({ path, values }) =>
      `Use ${path} instead${values.length === 0 ? '' : `. It takes ${listed(values, 'or')}`}.`,
  ),
  'field-counted': error<{ readonly name: string; readonly place: string }>(
    ({ name, place }) => `${place} has no field ${quote(name)}.`,
    'Remove it: each entry of "nodes" is one member.',
  ),
  'entry-keyed': error<{
    readonly name: string
    /** The whole entry, if quorate can write it. */
    readonly right: string | undefined
  }>(
    ({ name }) => `The name ${quote(name)} is written in place of a field.`,
    ({ name, right }) =>
      right === undefined
        ? `Write "- name: ${name}", and its other fields below it, aligned with "name".`
        : `Write the entry as ${right}.`,
  ),
  'fields-wrapped': error<{ readonly wrappers: readonly string[]; readonly fields: readonly string[] }>(
    ({ wrappers }) =>
      `The fields of a spec are at the top level, not under ${listed(wrappers.map(quote), 'or')}.`,
    ({ wrappers, fields }) =>
      `Move ${listed(fields.map(quote))} to the top level, and remove ${listed(wrappers.map(quote))}.`,
  ),
  'field-missing': error<{ readonly name: string; readonly place: string; readonly advice: string }>(
    ({ name, place }) => `${place} lacks the field ${quote(name)}.`,
    ({ advice }) => advice,
  ),
  'format-unknown': error<{ readonly name: string; readonly value: string; readonly wanted: string }>(
    ({ name, value }) => `This version of quorate does not support ${quote(name)}: ${quote(value)}.`,
    ({ wanted }) => `Write ${quote(wanted)}. If the spec is for a newer quorate, upgrade quorate.`,
  ),
  'type-wrong': error<{
    readonly found: string
    readonly name: string
    readonly wanted: string
    readonly advice: string
  }>(
    ({ found, name, wanted }) => `${found}, but ${name} must be ${wanted}.`,
    ({ advice }) => advice,
  ),
  'value-missing': error<{ readonly name: string; readonly advice: string }>(
    ({ name }) => `${capitalized(name)} has no value.`,
    ({ advice }) => advice,
  ),
  'value-unlisted': error<
    Titled & {
      readonly value: string
      readonly near: string | undefined
      readonly known: readonly string[]
    }
  >(
    ({ value, title }) => `${quote(value)} is not a valid ${title}.`,
    ({ near, known }) => {
      if (near) return `Did you mean ${quote(near)}?`
      return known.length === 1 ? `Write ${known[0]}.` : `Write one of ${listed(known, 'or')}.`
    },
  ),
  'value-malformed': error<
    Titled & {
      readonly value: string
      readonly wanted: string
      readonly near: string | undefined
    }
  >(
    ({ value, title }) => `${quote(value)} is not a valid ${title}.`,
    ({ wanted, near }) => `${near ? `Did you mean ${quote(near)}? ` : ''}Write ${wanted}.`,
  ),
  'text-too-long': error<Titled & { readonly value: string; readonly length: number; readonly most: number }>(
    ({ value, title, length, most }) =>
      `The ${title} ${quote(value)} has ${length} characters; at most ${most} are allowed.`,
    'Write a shorter value.',
  ),
  'number-out-of-range': error<
    Titled & { readonly value: string; readonly least: number; readonly most: number }
  >(
    ({ value, title, least, most }) =>
      Number(value) < least
        ? `${value} is too small for the ${title}; the minimum is ${least}.`
        : `${value} is too large for the ${title}; the maximum is ${most}.`,
    ({ least, most }) => `Write a number from ${least} to ${most}.`,
  ),
  'list-empty': error<{ readonly name: string; readonly item: string; readonly required: boolean }>(
    ({ name }) => `${quote(name)} is empty.`,
    ({ item, required }) => `Add at least one ${item}${required ? '' : ', or remove it'}.`,
  ),
  'list-too-long': error<{ readonly name: string; readonly length: number; readonly most: number }>(
    ({ name, length, most }) => `${quote(name)} has ${length} entries; at most ${most} are allowed.`,
    ({ name }) =>
      name === 'nodes'
        ? 'Each additional member makes writes slower; three or five members are usual. For more, set up a second cluster.'
        : 'Remove some of them.',
  ),
  'entry-repeated': error<{ readonly value: string; readonly name: string }>(
    ({ value, name }) => `${quote(value)} occurs twice in ${quote(name)}.`,
    'Keep one of the two.',
  ),
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
