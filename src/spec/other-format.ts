/** Longer lines are not those of a file that somebody wrote by hand. */
const LONGEST = 1000

/** The first lines tell enough. */
const MOST_LINES = 1000

/** A field or an entry of YAML. */
const YAML = /^\s*(?:- |[\w.-]+:(?:\s|$))/

/** How the first line of other formats looks. */
const FORMATS: readonly (readonly [first: RegExp, format: string])[] = [
  [/^<(?:\?xml|!--|!DOCTYPE|[A-Za-z][\w-]*[ >])/i, 'XML'],
  [/^\[\[[\w.-]+\]\]$/, 'TOML'],
  [/^\[[\w.:-]+\]$/, 'INI'],
  [/^\S+(?: +[A-Za-z_]\w*=\S+)+$/, 'an INI inventory of Ansible'],
  [/^(?:export +)?[A-Z_][A-Z0-9_]*=/, 'a file of environment variables'],
  [/^[\w-]+(?: +(?:"[^"]*"|[\w-]+))* *\{$|^[\w-]+ *= *\{$/, 'HCL'],
  [/^[\w."-]+ *= *\S/, 'TOML'],
]

/** A value as TOML writes it, also in a section that INI could have. */
const TOML_LINE = /^(?:\[\[[\w.-]+\]\]$|[\w."-]+ *= *["'[{])/

/** The format of a text that is not YAML, such as INI and TOML; undefined if no line tells. */
export function otherFormat(text: string): string | undefined {
  const lines = text
    .split(/[\r\n]+/, MOST_LINES)
    .map((line) => line.slice(0, LONGEST).trim())
    .filter((line) => line !== '' && !/^(?:#|;|\/\/)/.test(line))
  const [first = ''] = lines
  const format = FORMATS.find(([pattern]) => pattern.test(first))?.[1]
  if (format === undefined || (format !== 'XML' && lines.some((line) => YAML.test(line)))) return undefined
  return format === 'INI' && lines.some((line) => TOML_LINE.test(line)) ? 'TOML' : format
}
