/**
 * One function per destination. Each takes any text and returns what has to stand there so that the destination's
 * own reader sees exactly that text again; a text that the destination cannot hold throws, as schema and rules
 * have refused it long before.
 */

/** A value of an environment file, in double quotes (systemd.exec(5), EnvironmentFile=). */
export function environmentValue(text: string): string {
  return `"${singleLine(text).replace(/[\\"`$]/g, '\\$&')}"`
}

/** Text in a unit file outside of command lines, where only specifiers mean something (systemd.unit(5), Specifiers). */
export function unitText(text: string): string {
  return singleLine(text).replaceAll('%', '%%')
}

/** One word of a unit's command line (systemd.service(5), Command lines). */
export function unitWord(text: string): string {
  const literal = singleLine(text).replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /^[A-Za-z0-9@%+=:,./_-]+$/.test(literal) ? literal : `"${literal.replace(/[\\"]/g, '\\$&')}"`
}

/** A variable and its value in a unit, where a dollar sign means nothing (systemd.exec(5), Environment=). */
export function unitAssignment(text: string): string {
  return `"${singleLine(text).replaceAll('%', '%%').replace(/[\\"]/g, '\\$&')}"`
}

/** One word of a POSIX shell's command line (POSIX.1-2017, Shell Command Language, 2.2.2). */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new Error('a shell word cannot hold NUL')
  return /^[A-Za-z0-9@%+=:,./_-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** A YAML double-quoted scalar (YAML 1.2.2, 7.3.1): JSON's strings are a subset of it. */
export function yamlString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, asUnicodeEscape)
}

/** The text of a comment, or of a plain line, in any of our formats. */
export function comment(text: string): string {
  return singleLine(text)
}

/** Text between Markdown's own characters (CommonMark 0.31, 2.4), in a table as well. */
export function markdown(text: string): string {
  return singleLine(text).replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&')
}

/** A code span (CommonMark 0.31, 6.1) that holds text without backticks, as all names, paths and URLs are. */
export function markdownCode(text: string): string {
  if (text.includes('`')) throw new Error('a code span cannot hold a backtick')
  return `\`${singleLine(text)}\``
}

/** The destination of a link (CommonMark 0.31, 6.3), which our own paths need no brackets for. */
export function markdownLink(text: string): string {
  if (!/^[A-Za-z0-9._/-]+$/.test(text)) throw new Error('a link holds a path of our own')
  return text
}

/** Character data or an attribute's value in double quotes (XML 1.0, 2.4). */
export function xmlText(text: string): string {
  return singleLine(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

function singleLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text))
    throw new Error('a value on one line cannot hold control characters')
  return text
}

function asUnicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
