import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The top of the repository. */
export const root = join(import.meta.dirname, '../../..')

/** README.md and every page of the manual, by their paths from the top. */
export const pages: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true })
    .map((path) => `docs/${path}`)
    .filter((path) => path.endsWith('.md'))
    .sort(),
]

export const textOf = (page: string): string => readFileSync(join(root, page), 'utf8')

/** A fenced block of a page: its language, and its text without the indentation of the fence. */
export type Block = { readonly language: string; readonly text: string }

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): readonly Block[] {
  const fences = textOf(page).matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)
  return [...fences].map(([, indent = '', language = '', text = '']) => {
    return { language, text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), '') }
  })
}

/** The commands of a block of shell: without comments, and one that goes over several lines as one text. */
export function commandsOf({ text }: Block): readonly string[] {
  const commands: string[] = []
  let open = ''
  for (const line of text.replaceAll(/\\\n\s*/g, '').split('\n')) {
    const command = line.replace(/(^| +)# .*$/, '').trimEnd()
    if (command === '') continue
    open = open === '' ? command : `${open}\n${command}`
    if (/^for /.test(open) && !/^done$/m.test(open)) continue
    commands.push(open)
    open = ''
  }
  if (open !== '') throw new Error(`a command has no end: ${open}`)
  return commands
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

/** The spec that README.md has its reader write, which the other pages go on with. */
export function specOfReadme(): string {
  const spec = blocksOf('README.md').find(({ text }) => text.startsWith('# prod-etcd.yaml\n'))
  if (!spec) throw new Error('README.md has no prod-etcd.yaml')
  return spec.text
}
