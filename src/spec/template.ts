import type { Span } from '../diagnostics/diagnostic.ts'

/** Templates of Jinja, Helm, ERB, shells, Terraform and make, and placeholders such as `<ip>`, as patterns inside a text. */
const TEMPLATES: readonly RegExp[] = [
  /\{\{.*?\}\}/g,
  /\{%.*?%\}/g,
  /<%.*?%>/g,
  /\$\{[^{}]*\}/g,
  /\$\([^()]*\)/g,
  /\$[A-Za-z_]\w*/g,
  /<[A-Za-z][\w .:/-]*>/g,
  /__[A-Z]\w*__/g,
  /@[A-Za-z_]\w*@/g,
]

/** Whole values that stand for another one. */
const PLACEHOLDER =
  /^(?:%\w+%|(?:change|replace|fill)[-_ ]?(?:me|in|this)|todo|tbd|your[-_ ].*|\[[A-Za-z_ -]+\]|(?:\d+\.){1,3}[xyn]|x+(?:\.x+){3}|\.{3}|…)$/i

// Longer texts are not templates, and a pattern with a star is slow on them.
const LONGEST = 1000

/** Whether an invalid value is a template, or a placeholder that nobody has filled in. */
export function isTemplate(value: string): boolean {
  if (value.length > LONGEST) return false
  return PLACEHOLDER.test(value.trim()) || TEMPLATES.some((pattern) => value.search(pattern) >= 0)
}

/**
 * The template at a position that YAML cannot read: around it, right before it, or the whole line above, as in a loop of
 * ERB. Longer lines are not searched.
 */
export function templateAt(text: string, position: number): Span | undefined {
  const from = Math.max(0, position - LONGEST)
  const before = text.slice(from, position)
  const lineStart = from + before.search(/[^\r\n]*$/)
  const line = /^[^\r\n]*/.exec(text.slice(lineStart, position + LONGEST))?.[0] ?? ''
  for (const pattern of TEMPLATES) {
    for (const { 0: found, index } of line.matchAll(pattern)) {
      const [start, end] = [lineStart + index, lineStart + index + found.length]
      if (start <= position && position <= end) return { start, end }
    }
  }
  const above = text.slice(Math.max(0, lineStart - LONGEST), lineStart).trimEnd()
  const loop = /(?:^|[\r\n])[ ]*(<%[^\r\n]*%>|\{%[^\r\n]*%\})$/.exec(above)?.[1]
  const end = Math.max(0, lineStart - LONGEST) + above.length
  return loop === undefined ? undefined : { start: end - loop.length, end }
}

/** Whether an invalid value is a range of Ansible or a shell, such as `etcd-[1:3]` and `etcd-{1..3}`. */
export function isRange(value: string): boolean {
  return value.length <= LONGEST && /\[\w+:\w+\]|\{\w+\.\.\w+\}|^(?:\d+\.){3}\d+-\d+$/.test(value)
}
