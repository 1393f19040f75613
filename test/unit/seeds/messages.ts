import { load } from 'js-yaml'
import type { Tree } from '../emit/support.ts'

/** A text that a program prints, with whatever it fills in. */
export type Message = RegExp

type Task = {
  readonly vars?: { readonly etcd_checks?: Readonly<Record<string, { readonly otherwise: string }>> }
  readonly 'ansible.builtin.fail'?: { readonly msg: string }
}

/** The checks that a file of the role's tasks makes, and what each says when it does not hold. */
export function checksOf(tree: Tree, file: 'verify'): ReadonlyMap<string, Message> {
  const checks = tasksOf(tree, file).flatMap(({ vars }) => Object.entries(vars?.etcd_checks ?? {}))
  // A check that only passes on what another program says has no words of its own.
  const worded = checks.filter(([, { otherwise }]) => otherwise.replace(FILLED, '').trim() !== '')
  return new Map(worded.map(([name, { otherwise }]) => [name, printed(otherwise, FILLED)]))
}

/** What a file of the role's tasks says as it ends the run. */
export function failuresOf(tree: Tree, file: string): readonly Message[] {
  return tasksOf(tree, file).flatMap((task) => {
    const message = task['ansible.builtin.fail']?.msg
    return message === undefined ? [] : [printed(message, FILLED)]
  })
}

/** The verdicts on a node, by their codes, and what each says: the preflight and bootstrap.sh print the same. */
export function verdictsOf(tree: Tree): ReadonlyMap<string, Message> {
  const texts = tree.text('nodes/bootstrap.sh').matchAll(/^ {4}([a-z-]+)\) echo "((?:[^"\\]|\\.)*)" ;;$/gm)
  return new Map(
    [...texts].map(([, code = '', text = '']) => [
      code,
      printed(text.replace(/\\(.)/g, '$1'), /\$\{?\w+\}?/g),
    ]),
  )
}

const FILLED = /\{\{.*?\}\}/gs

function tasksOf(tree: Tree, file: string): readonly Task[] {
  return load(tree.text(`ansible/roles/etcd/tasks/${file}.yml`)) as readonly Task[]
}

/** A message with anything in the place of what is filled in. */
function printed(template: string, filled: RegExp): Message {
  const fixed = template.trim().split(filled)
  return new RegExp(`^${fixed.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`)
}
