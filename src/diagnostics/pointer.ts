import type { Pointer } from './diagnostic.ts'

/** The pointer to a field or an item of another value; escapes `~` and `/` in its name (RFC 6901, section 3). */
export function child(parent: Pointer, name: string | number): Pointer {
  return `${parent}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The unescaped names in a pointer: `/nodes/2/address` has three, `''` none. */
export function segments(pointer: Pointer): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The pointer to the value that contains this one; undefined for the whole document. */
export function parent(pointer: Pointer): Pointer | undefined {
  return pointer === '' ? undefined : pointer.slice(0, pointer.lastIndexOf('/'))
}

/** The pointer itself and all its parents, nearest first; the whole document is last. */
export function* ancestry(pointer: Pointer): Generator<Pointer> {
  for (let at: Pointer | undefined = pointer; at !== undefined; at = parent(at)) yield at
}

/** A pointer as people write a path: `nodes[2].address`. */
export function dotted(pointer: Pointer): string {
  return segments(pointer)
    .map((segment, index) => {
      if (/^\d+$/.test(segment)) return `[${segment}]`
      return index === 0 ? segment : `.${segment}`
    })
    .join('')
}
