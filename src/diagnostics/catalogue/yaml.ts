import { quote } from '../visible.ts'
import { error, type Nothing } from './entry.ts'

type Value = { readonly value: string }

/** What a text is: a spec, or a cloud-config that one refers to. */
export type Document = 'spec' | 'cloud-config'

/** For what is said of either. */
type Of = { readonly document: Document }

/** What is wrong with a spec or a cloud-config as YAML, before anybody asks what it means. */
export const yamlCatalogue = {
  'spec-empty': error<Nothing>(
    'The spec is empty.',
    'Write at least apiVersion, kind, name and nodes, or start from one of the examples.',
  ),
  'spec-several-documents': error<Of>(
    ({ document }) =>
      document === 'spec'
        ? 'A second YAML document begins here; a spec file describes one cluster.'
        : 'A second YAML document begins here; cloud-init reads a cloud-config of one.',
    ({ document }) =>
      document === 'spec' ? 'Put each cluster into a file of its own.' : 'Put everything into one document.',
  ),
  'spec-not-mapping': error<Of & { readonly found: string; readonly colons: boolean }>(
    ({ document, found }) =>
      `The ${document} is ${found}; it has to be a mapping of fields such as ${
        document === 'spec' ? '"name" and "nodes"' : '"packages" and "runcmd"'
      }.`,
    ({ document, colons }) =>
      colons
        ? `Write a space after each colon, as in "${document === 'spec' ? 'name: k8s-etcd' : 'timezone: UTC'}".`
        : 'Write fields as "name: value", one on each line.',
  ),
  'control-character': error<Of & { readonly character: string }>(
    ({ document, character }) => `The ${document} holds the control character ${character}.`,
    'Delete it; it may have come from a terminal or from another program.',
  ),
  'yaml-conflict': error<Nothing>(
    'This is the marker of a merge conflict.',
    'Decide which side to keep, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.',
  ),
  'yaml-tab': error<Nothing>('A tab indents this line.', 'Indent with spaces; YAML takes no tabs there.'),
  'yaml-tab-between': error<Nothing>(
    'A tab stands here, where cloud-init takes spaces alone and refuses the whole file otherwise.',
    'Write a space; a tab that belongs to a value is kept in quotes.',
  ),
  'yaml-indentation': error<Nothing>(
    'This line does not line up with the lines above it.',
    'Indent the fields of one section alike, by two spaces more than the section itself.',
  ),
  'yaml-nested-value': error<{ readonly field: string }>(
    ({ field }) => `This field is indented under ${quote(field)}, which has a value already.`,
    'Indent it as far as the field that it belongs beside.',
  ),
  'yaml-second-colon': error<Value & { readonly last: boolean }>(
    'This line has a second colon, which YAML takes for another field.',
    ({ value, last }) =>
      last
        ? `Write the value in quotes: ${quote(value)}.`
        : `Put the second field on a line of its own or, if all of it is one value, write it in quotes: ${quote(value)}.`,
  ),
  'yaml-missing-colon': error<{ readonly line: string }>(
    ({ line }) => `${quote(line)} is no field: it has no colon with a space after it.`,
    'Write it as "name: value".',
  ),
  'yaml-reserved': error<{ readonly character: string; readonly value: string }>(
    ({ character }) => `In YAML no value may begin with ${quote(character)}.`,
    ({ value }) => `Write the value in quotes: ${quote(value)}.`,
  ),
  'yaml-after-quote': error<Nothing>(
    'Something follows the closing quote.',
    'Put the whole value into one pair of quotes.',
  ),
  'yaml-unclosed': error<{ readonly opener: string; readonly closer: string }>(
    ({ opener }) => `The ${opener} that opens here is never closed.`,
    ({ closer }) => `Close it with ${closer}, or leave it out.`,
  ),
  'yaml-runs-on': error<{ readonly quote: string }>(
    ({ quote }) => `The ${quote} that opens here runs on into the lines below.`,
    ({ quote }) => `Close it with ${quote} on its own line.`,
  ),
  'yaml-list-inline': error<Nothing>(
    'A list cannot begin on the line of its field.',
    'Put each item on a line of its own below it, as in "- name: etcd-1", or write the list in [brackets].',
  ),
  'yaml-comma': error<Nothing>(
    'The entries in brackets are not separated properly.',
    'Put one comma between two entries, and quotes around a value that holds a colon, a comma or a bracket.',
  ),
  'yaml-unopened': error<{ readonly closer: string }>(
    ({ closer }) => `The ${closer} closes a bracket that was never opened.`,
    'Delete it, or write the value in quotes.',
  ),
  'yaml-escape': error<Nothing>(
    'This is no escape that YAML knows between double quotes.',
    'Write \\\\ for a backslash, or put the value in single quotes.',
  ),
  'yaml-depth': error<Of & { readonly limit: number }>(
    ({ document, limit }) => `The ${document} nests deeper than ${limit} levels.`,
    ({ document }) =>
      `${document === 'spec' ? 'No field of a spec lies deeper than six; check' : 'Check'} the indentation and the brackets.`,
  ),
  'yaml-syntax': error<{ readonly reason: string }>(
    ({ reason }) => `This is not YAML: ${reason}.`,
    'Check this line and the one above it.',
  ),
  'field-repeated': error<{ readonly name: string }>(
    ({ name }) => `The field ${quote(name)} is here a second time.`,
    'Keep one of the two.',
  ),
  'field-name-not-text': error<{
    /** The name as it is written, where quotes would mend it. */
    readonly name: string | undefined
  }>('The name of a field has to be text.', ({ name }) =>
    name === undefined
      ? 'Write fields as "name: value", and put a value that begins with a bracket in quotes.'
      : `Put it in quotes: "${name}".`,
  ),
  'value-is-template': error<Value & Partial<Of>>(
    ({ value }) => `${quote(value)} is a template, and templates are not filled in here.`,
    ({ document = 'spec' }) =>
      `Write the value itself, or fill in the template before quorate reads the ${document}.`,
  ),
  'merge-refused': error<Nothing>(
    'A spec takes no merge keys ("<<").',
    'Write the fields out, or repeat a whole value by an alias, such as "ansible: *defaults".',
  ),
  'merge-invalid': error<Nothing>(
    'A merge key ("<<") takes a mapping, or a list of mappings.',
    'Give it an alias of a mapping, such as "<<: *defaults", or write the fields out.',
  ),
  'tag-refused': error<Of & { readonly tag: string }>(
    ({ document, tag }) =>
      document === 'spec'
        ? `A spec takes no tags, and ${quote(tag)} is one.`
        : `A cloud-config that is put together with quorate's takes no tags, and ${quote(tag)} is one.`,
    ({ document, tag }) =>
      document === 'cloud-config' && tag === '!!binary'
        ? 'Delete the tag; in write_files, write "encoding: b64" or "encoding: gz+b64" beside the content.'
        : 'Delete the tag, and write text in quotes; if the value itself begins with "!", put it in quotes.',
  ),
  'alias-unknown': error<{ readonly name: string }>(
    ({ name }) => `Nothing above has the anchor ${quote(`&${name}`)}, which this alias refers to.`,
    'Check its spelling; if the value itself begins with "*", put it in quotes.',
  ),
  'alias-recursive': error<{ readonly name: string }>(
    ({ name }) => `The alias ${quote(`*${name}`)} is part of what it refers to.`,
    'Write the value out.',
  ),
  'alias-too-many': error<Of & { readonly limit: number }>(
    ({ limit }) => `Aliases repeat more than ${limit} values up to here.`,
    ({ document }) =>
      document === 'spec'
        ? 'Write the values out; a spec of nine nodes needs no more.'
        : 'Write the values out.',
  ),
  'values-too-many': error<Of & { readonly limit: number }>(
    ({ document, limit }) =>
      `The file holds more than ${limit} values up to here; a ${document} has a few hundred.`,
    'Check that this is the file that you mean.',
  ),
  'number-octal': error<{
    readonly value: string
    /** The number that it may be; undefined where none is taken. */
    readonly decimal: string | undefined
  }>(
    ({ value }) => `${quote(value)} begins with 0, which some programs read as octal and others as decimal.`,
    ({ value, decimal }) =>
      decimal === undefined
        ? `Put it in quotes: "${value}".`
        : `Write ${decimal} for the number, or "${value}" in quotes for text.`,
  ),
  'number-becomes-whole': error<Value & { readonly whole: string }>(
    ({ value, whole }) => `${quote(value)} would reach cloud-init as the whole number ${whole}.`,
    ({ value, whole }) => `Write ${whole} if that is meant, or "${value}" in quotes for text.`,
  ),
  'number-inexact': error<Value>(
    ({ value }) => `${quote(value)} is a number with more digits than quorate keeps.`,
    ({ value }) => `Write it in quotes if it is text: "${value}".`,
  ),
  'truth-value-unclear': error<Value & { readonly truth: string }>(
    ({ value }) => `${quote(value)} is text in a spec, and a truth value in a cloud-config.`,
    ({ value, truth }) => `Write ${truth} for the truth value, or "${value}" in quotes for text.`,
  ),
}
