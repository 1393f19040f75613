/** Whether somebody expects a value to be filled in: by Jinja or Helm, or by a shell. */
export function isTemplate(value: string): boolean {
  return /\{\{.*\}\}|\{%.*%\}|\$\{\w+\}|^\$\w+$/.test(value)
}
