import { listed, quote } from '../visible.ts'
import { error } from './entry.ts'

/** What a value is called: the title of its field, as in "node name". */
type Titled = { readonly title: string }

/** What is wrong with a spec by its schema. */
export const shapeCatalogue = {
  'field-unknown': error<{
    readonly name: string
    readonly place: string
    readonly near: string | undefined
    /** Sections that have a field of that name, or the full name of the field that is meant. */
    readonly elsewhere: readonly string[]
    readonly known: readonly string[]
  }>(
    ({ name, place }) => `${place} has no field ${quote(name)}.`,
    ({ name, near, elsewhere, known }) => {
      if (near) return `Did you mean ${quote(near)}?`
      if (elsewhere.length > 0) return `${quote(name)} belongs under ${listed(elsewhere, 'or')}.`
      return `It has ${listed(known)}.`
    },
  ),
  'field-renamed': error<{ readonly name: string; readonly place: string; readonly path: string }>(
    ({ name, place }) => `${place} has no field ${quote(name)}.`,
    ({ path }) => `In a spec this is ${path}.`,
  ),
  'field-missing': error<{ readonly name: string; readonly place: string; readonly advice: string }>(
    ({ name, place }) => `${place} has no ${quote(name)}.`,
    ({ advice }) => advice,
  ),
  'format-unknown': error<{ readonly name: string; readonly value: string; readonly wanted: string }>(
    ({ name, value }) => `${quote(name)} is ${quote(value)}, which this quorate does not read.`,
    ({ wanted }) => `Write ${quote(wanted)}; if the spec is for a newer quorate, use that one.`,
  ),
  'type-wrong': error<{
    readonly found: string
    readonly name: string
    readonly wanted: string
    readonly advice: string
  }>(
    ({ found, name, wanted }) => `${found}, but ${name} has to be ${wanted}.`,
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
    ({ value, title }) => `${quote(value)} is no ${title} that quorate knows.`,
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
    ({ value, title }) => `${quote(value)} cannot be the ${title}.`,
    ({ wanted, near }) => `${near ? `Did you mean ${quote(near)}? ` : ''}Write ${wanted}.`,
  ),
  'text-too-long': error<Titled & { readonly value: string; readonly length: number; readonly most: number }>(
    ({ value, title, length, most }) =>
      `${quote(value)} is too long for the ${title}: ${length} characters, where ${most} are allowed.`,
    'Choose a shorter one.',
  ),
  'number-out-of-range': error<
    Titled & { readonly value: string; readonly least: number; readonly most: number }
  >(
    ({ value, title, least, most }) =>
      Number(value) < least
        ? `${value} is too small for the ${title}, which begins at ${least}.`
        : `${value} is too large for the ${title}, which goes up to ${most}.`,
    ({ least, most }) => `Write a number from ${least} to ${most}.`,
  ),
  'list-empty': error<{ readonly name: string; readonly item: string; readonly required: boolean }>(
    ({ name }) => `${quote(name)} is empty.`,
    ({ item, required }) => `Give it at least one ${item}${required ? '' : ', or remove it'}.`,
  ),
  'list-too-long': error<{ readonly name: string; readonly length: number; readonly most: number }>(
    ({ name, length, most }) => `${quote(name)} has ${length} entries, where ${most} are allowed.`,
    ({ name }) =>
      name === 'nodes'
        ? 'Each member slows every write down; three or five are usual. Set up a second cluster instead.'
        : 'Remove some.',
  ),
  'entry-repeated': error<{ readonly value: string; readonly name: string }>(
    ({ value, name }) => `${quote(value)} is in ${quote(name)} twice.`,
    'Keep one of the two.',
  ),
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
