import type { NodeContent, NodeFile } from './state.ts'

/** A file that everyone may read. */
export function publicFile(path: string, content: NodeContent): NodeFile {
  return { path, owner: 'root', group: 'root', mode: 0o644, content }
}

/** A text that everyone may read. */
export function publicText(path: string, text: string): NodeFile {
  return publicFile(path, { kind: 'text', text })
}

/** A private key, for its owner alone. */
export function keyFile(path: string, content: NodeContent, owner: string, group: string): NodeFile {
  return { path, owner, group, mode: 0o600, content }
}
