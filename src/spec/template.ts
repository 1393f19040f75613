// Longer ones are no templates, and a pattern with two stars takes its time.
const LONGEST = 1000

/** Whether somebody expects a value to be filled in: by Jinja or Helm, or by a shell. */
export function isTemplate(value: string): boolean {
  return value.length <= LONGEST && /\{\{.*\}\}|\{%.*%\}|\$\{\w+\}|^\$\w+$/.test(value)
}
