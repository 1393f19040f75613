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

/** The template in a line that an offset is in, or right behind; longer lines are not searched. */
export function templateAt(line: string, offset: number): { start: number; end: number } | undefined {
  const from = Math.max(0, offset - LONGEST / 2)
  const part = line.slice(from, from + LONGEST)
  for (const pattern of TEMPLATES) {
    for (const { 0: found, index } of part.matchAll(pattern)) {
      const [start, end] = [from + index, from + index + found.length]
      if (start <= offset && offset <= end) return { start, end }
    }
  }
  return undefined
}

/** Whether an invalid value is a range of Ansible or a shell, such as `etcd-[1:3]` and `etcd-{1..3}`. */
export function isRange(value: string): boolean {
  return value.length <= LONGEST && /\[\w+:\w+\]|\{\w+\.\.\w+\}|^(?:\d+\.){3}\d+-\d+$/.test(value)
}
