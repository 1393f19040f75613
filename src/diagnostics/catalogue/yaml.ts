import { characterName } from '../character.ts'
import { listed, quote } from '../visible.ts'
import { error, type Nothing } from './entry.ts'

type Value = { readonly value: string }

/** A spec, or a cloud-config that a spec refers to. */
export type Document = 'spec' | 'cloud-config'

/** For problems that both share. */
type Of = { readonly document: Document }

/** A piece of text as written, and as YAML needs it. */
type Mistake = { readonly wrong: string; readonly right: string }

/** A corrected text; in quotes, unless it has some. */
const write = ({ right }: Pick<Mistake, 'right'>) =>
  `Write ${right.includes('"') ? quote(right).slice(1, -1) : `${quote(right)}.`}`

/** Problems with the YAML of a spec or a cloud-config. */
export const yamlCatalogue = {
  'spec-empty': error<Nothing>(
    'The spec is empty.',
    'Write at least apiVersion, kind, name and nodes, or start from one of the examples.',
  ),
  'spec-not-yaml': error<Of & { readonly format: string }>(
    ({ document, format }) => `This is ${format}, but a ${document} is YAML.`,
    ({ document }) =>
      document === 'spec'
        ? 'Rewrite it as YAML. Its first line is "apiVersion: quorate/v1".'
        : 'Rewrite it as YAML, with fields such as "packages" and "runcmd".',
  ),
  'spec-several-documents': error<Of>(
    ({ document }) =>
      document === 'spec'
        ? 'A second YAML document starts here, but a spec file describes one cluster.'
        : 'A second YAML document starts here, but a cloud-config is a single document.',
    ({ document }) =>
      document === 'spec' ? 'Write a separate file for each cluster.' : 'Move everything into one document.',
  ),
  'spec-not-mapping': error<Of & { readonly found: string; readonly colons: boolean }>(
    ({ document, found }) =>
      `The ${document} is ${found}, but it must be a mapping with fields such as ${
        document === 'spec' ? '"name" and "nodes"' : '"packages" and "runcmd"'
      }.`,
    ({ document, colons }) =>
      colons
        ? `Write a space after each colon, as in "${document === 'spec' ? 'name: k8s-etcd' : 'timezone: UTC'}".`
        : 'Write fields as "name: value", one per line.',
  ),
  'control-character': error<Of & { readonly character: string }>(
    ({ document, character }) => `The ${document} contains the control character ${character}.`,
    'Delete it.',
  ),
  'yaml-conflict': error<Nothing>(
    'This is a merge conflict marker.',
    'Resolve the conflict, and delete the lines that start with <<<<<<<, ======= and >>>>>>>.',
  ),
  'yaml-tab': error<Nothing>(
    'This line is indented with a tab, which YAML does not allow.',
    'Indent with spaces.',
  ),
  'yaml-tab-between': error<Nothing>(
    'There is a tab here, where cloud-init only accepts spaces; it would refuse the whole file.',
    'Replace it with a space. If the tab is part of a value, put the value in quotes.',
  ),
  'yaml-indentation': error<Nothing>(
    'The indentation of this line does not match the lines above it.',
    'Indent all fields of a section equally, by two spaces more than the section itself.',
  ),
  'yaml-nested-value': error<{ readonly field: string }>(
    ({ field }) => `This field is indented under ${quote(field)}, which already has a value.`,
    'Indent it like the other fields of its section.',
  ),
  'yaml-second-colon': error<Value & { readonly last: boolean }>(
    'This line has a second colon, which YAML reads as another field.',
    ({ value, last }) =>
      last
        ? `Write the value in quotes: ${quote(value)}.`
        : `Move the second field to its own line. If all of this is one value, write it in quotes: ${quote(value)}.`,
  ),
  'yaml-missing-colon': error<{ readonly line: string; readonly right: string | undefined }>(
    ({ line }) => `${quote(line)} is not a field: a field needs a colon followed by a space.`,
    ({ right }) => (right === undefined ? 'Write it as "name: value".' : write({ right })),
  ),
  'yaml-missing-space': error<Mistake & { readonly after: readonly string[] }>(
    ({ wrong, after }) => `${quote(wrong)} has no space after the ${listed(after)}, and YAML needs one.`,
    write,
  ),
  'yaml-equals-sign': error<Mistake>(
    ({ wrong }) => `${quote(wrong)} is not a field: YAML needs a colon and a space, not an equals sign.`,
    write,
  ),
  'yaml-bullet': error<Mistake>(
    ({ wrong }) =>
      `${quote(wrong)} starts with the ${characterName([...wrong][0] ?? '')}, but an entry of a list starts with "-".`,
    write,
  ),
  'yaml-full-width': error<Mistake & { readonly character: string }>(
    ({ wrong, character }) =>
      `${quote(wrong)} contains the ${characterName(character)}, which YAML reads as a letter.`,
    write,
  ),
  'yaml-odd-space': error<{ readonly character: string }>(
    ({ character }) => `YAML does not read this ${characterName(character)} as a space.`,
    ({ character }) =>
      /[\u200B\uFEFF]/.test(character)
        ? 'Delete it, here and in all other lines.'
        : 'Write a plain space, here and in all other lines.',
  ),
  'yaml-line-comma': error<Mistake>(
    'A comma stands at the end of this field, but in YAML the end of the line ends it.',
    write,
  ),
  'yaml-comment': error<Mistake & { readonly inBrackets: boolean }>(
    'A comment needs a space before its "#".',
    ({ right, inBrackets }) =>
      inBrackets ? `Write ${right}, and move the comment out of the brackets.` : write({ right }),
  ),
  'yaml-reserved': error<{ readonly character: string; readonly value: string }>(
    ({ character }) => `In YAML, a value cannot start with ${quote(character)}.`,
    ({ value }) => `Write the value in quotes: ${quote(value)}.`,
  ),
  'yaml-after-quote': error<Nothing>(
    'There is text after the closing quote.',
    'Put the whole value in one pair of quotes.',
  ),
  'yaml-unclosed': error<{ readonly opener: string; readonly closer: string }>(
    ({ opener }) => `The ${opener} that opens here is never closed.`,
    ({ closer }) => `Close it with ${closer}, or remove it.`,
  ),
  'yaml-runs-on': error<{ readonly quote: string }>(
    ({ quote }) => `The ${quote} that opens here is not closed on this line.`,
    ({ quote }) => `Close it with ${quote} on the same line.`,
  ),
  'yaml-list-inline': error<Nothing>(
    'A list cannot start on the same line as its field.',
    'Write each item on its own line below the field, as in "- name: etcd-1". Or write the list in [brackets].',
  ),
  'yaml-comma': error<Nothing>(
    'The entries in these brackets are not separated correctly.',
    'Write one comma between two entries, and put values that contain a colon, a comma or a bracket in quotes.',
  ),
  'yaml-unopened': error<{ readonly closer: string }>(
    ({ closer }) => `The ${closer} closes a bracket that was never opened.`,
    'Delete it, or write the value in quotes.',
  ),
  'yaml-escape': error<Nothing>(
    'This is not a valid YAML escape sequence in double quotes.',
    'Write \\\\ for a backslash, or put the value in single quotes.',
  ),
  'yaml-depth': error<Of & { readonly limit: number }>(
    ({ document, limit }) => `The ${document} is nested deeper than ${limit} levels.`,
    ({ document }) =>
      `Check the indentation and the brackets.${document === 'spec' ? ' No field of a spec is deeper than six levels.' : ''}`,
  ),
  'yaml-syntax': error<{ readonly reason: string }>(
    ({ reason }) => `This is not valid YAML: ${reason}.`,
    'Check this line and the one above it.',
  ),
  'field-repeated': error<{ readonly name: string }>(
    ({ name }) => `The field ${quote(name)} occurs twice.`,
    'Keep one of the two.',
  ),
  'field-name-not-text': error<{
    /** The name as written, if quotes would make it valid. */
    readonly name: string | undefined
  }>('The name of a field must be text.', ({ name }) =>
    name === undefined
      ? 'Write fields as "name: value", and put a value that starts with a bracket in quotes.'
      : `Put it in quotes: "${name}".`,
  ),
  'value-is-range': error<Value>(
    ({ value }) => `${quote(value)} is a range, and quorate does not expand ranges.`,
    'Write an entry for each.',
  ),
  'value-is-template': error<Value & Partial<Of>>(
    ({ value }) => `${quote(value)} is a template that was not filled in; quorate does not render templates.`,
    ({ document = 'spec' }) =>
      `Write the value itself, or render the template before quorate reads the ${document}.`,
  ),
  'merge-refused': error<Nothing>(
    'A spec cannot contain merge keys ("<<").',
    'Write out the fields, or use an alias for a whole value, such as "ansible: *defaults".',
  ),
  'merge-invalid': error<Nothing>(
    'The value of a merge key ("<<") must be a mapping or a list of mappings.',
    'Write an alias for a mapping, such as "<<: *defaults", or write out the fields.',
  ),
  'tag-refused': error<Of & { readonly tag: string }>(
    ({ document, tag }) =>
      document === 'spec'
        ? `A spec cannot contain YAML tags such as ${quote(tag)}.`
        : `quorate cannot merge a cloud-config with YAML tags such as ${quote(tag)}.`,
    ({ document, tag }) =>
      document === 'cloud-config' && tag === '!!binary'
        ? 'Delete the tag. In write_files, add "encoding: b64" or "encoding: gz+b64" next to the content.'
        : 'Delete the tag. If the value itself starts with "!", put it in quotes.',
  ),
  'alias-unknown': error<{ readonly name: string }>(
    ({ name }) =>
      `This alias refers to the anchor ${quote(`&${name}`)}, but there is no such anchor above it.`,
    'Check its spelling. If the value itself starts with "*", put it in quotes.',
  ),
  'alias-recursive': error<{ readonly name: string }>(
    ({ name }) => `The alias ${quote(`*${name}`)} refers to a value that contains the alias itself.`,
    'Write out the value.',
  ),
  'alias-too-many': error<Of & { readonly limit: number }>(
    ({ limit }) => `The aliases above repeat more than ${limit} values, the most that quorate accepts.`,
    ({ document }) =>
      document === 'spec'
        ? 'Write out the values. A spec with nine nodes does not need more.'
        : 'Write out the values.',
  ),
  'values-too-many': error<Of & { readonly limit: number }>(
    ({ document, limit }) =>
      `The file has more than ${limit} values; a ${document} usually has a few hundred.`,
    'Check that this is the right file.',
  ),
  'number-octal': error<{
    readonly value: string
    /** The number that may be meant; undefined if the field does not take a number. */
    readonly decimal: string | undefined
  }>(
    ({ value }) => `${quote(value)} starts with 0: some programs read it as octal, others as decimal.`,
    ({ value, decimal }) =>
      decimal === undefined
        ? `Put it in quotes: "${value}".`
        : `For the number, write ${decimal}. For text, write it in quotes: "${value}".`,
  ),
  'number-becomes-whole': error<Value & { readonly whole: string }>(
    ({ value, whole }) => `cloud-init would receive ${quote(value)} as the whole number ${whole}.`,
    ({ value, whole }) => `For the number, write ${whole}. For text, write it in quotes: "${value}".`,
  ),
  'number-inexact': error<Value>(
    ({ value }) => `The number ${quote(value)} has more digits than quorate can store exactly.`,
    ({ value }) => `If it is text, write it in quotes: "${value}".`,
  ),
  'boolean-unclear': error<Value & { readonly truth: string }>(
    ({ value }) => `${quote(value)} is text in a spec, but a boolean in a cloud-config.`,
    ({ value, truth }) => `For the boolean, write ${truth}. For text, write it in quotes: "${value}".`,
  ),
}
