// Longer texts are not templates, and a pattern with two stars is slow on them.
const LONGEST = 1000

/** Whether a value is a template of Jinja, Helm or a shell. */
export function isTemplate(value: string): boolean {
  return value.length <= LONGEST && /\{\{.*\}\}|\{%.*%\}|\$\{\w+\}|^\$\w+$/.test(value)
}
