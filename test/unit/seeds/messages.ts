import { load } from 'js-yaml'
import type { Tree } from '../emit/support.ts'

/** A text that a program prints, with whatever it fills in. */
export type Message = RegExp

/** What verify.yml checks, by the codes that it prints, and what it says when a check does not hold. */
export function findingsOf(tree: Tree): ReadonlyMap<string, Message> {
  const { etcd_checks: checks } = variablesOf(tree, 'findings') as {
    etcd_checks: Readonly<Record<string, { readonly otherwise: string }>>
  }
  const rows = Object.entries(checks)
  return new Map(rows.map(([code, { otherwise }]) => [code, printed(otherwise, /\{\{.*?\}\}/gs)]))
}

/** What the playbooks say when they stop, by the codes that they print. */
export function messagesOf(tree: Tree): ReadonlyMap<string, Message> {
  const { etcd_messages: messages } = variablesOf(tree, 'messages') as {
    etcd_messages: Readonly<Record<string, string>>
  }
  const rows = Object.entries(messages)
  return new Map(rows.map(([code, text]) => [code, printed(text.replace(`${code}: `, ''), /\{\{.*?\}\}/gs)]))
}

/** The verdicts on a node, by their codes, and what each says: the preflight and bootstrap.sh print the same. */
export function verdictsOf(tree: Tree): ReadonlyMap<string, Message> {
  const texts = tree.text('nodes/bootstrap.sh').matchAll(/^ {4}([a-z-]+)\) echo "((?:[^"\\]|\\.)*)" ;;$/gm)
  return new Map(
    [...texts].map(([, code = '', text = '']) => [
      code,
      printed(text.replace(/\\(.)/g, '$1'), /\$\(\w[^)]*\)|\$\{?\w+\}?/g),
    ]),
  )
}

function variablesOf(tree: Tree, file: string): unknown {
  return load(tree.text(`ansible/roles/etcd/vars/main/${file}.yml`))
}

/** A message with anything in the place of what is filled in. Pages quote it, so its own quotation marks are single. */
function printed(template: string, filled: RegExp): Message {
  const fixed = template.trim().replaceAll('"', "'").split(filled)
  return new RegExp(`^${fixed.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`)
}
