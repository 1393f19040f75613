/** Characters that look like a space, a dash or punctuation of YAML but are another character. */
const NAMES: Readonly<Record<string, string>> = {
  '\u00A0': 'no-break space',
  '\u2007': 'figure space',
  '\u2009': 'thin space',
  '\u200B': 'zero-width space',
  '\u202F': 'narrow no-break space',
  '\u3000': 'ideographic space',
  '\uFEFF': 'byte order mark',
  '*': 'asterisk',
  '\u2022': 'bullet',
  '\u2010': 'hyphen',
  '\u2011': 'no-break hyphen',
  '\u2012': 'figure dash',
  '\u2013': 'en dash',
  '\u2014': 'em dash',
  '\u2212': 'minus sign',
  '\uFF1A': 'full-width colon',
  '\uFF0C': 'full-width comma',
}

/** A character by name and number: `no-break space (U+00A0)`; only by its number if the name is not known. */
export function characterName(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const name = Object.hasOwn(NAMES, character) ? NAMES[character] : undefined
  return name === undefined ? `character U+${code}` : `${name} (U+${code})`
}
