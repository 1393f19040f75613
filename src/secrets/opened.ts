import type { OpenCode } from '../diagnostics/catalogue/encryption.ts'

/** What opening a text gives: its plain text, or the code of why there is none. The caller knows the name of its file. */
export type Opened<Value = string> =
  | { readonly value: Value; readonly problem: undefined }
  | { readonly value: undefined; readonly problem: OpenCode }

export const opened = <Value>(value: Value): Opened<Value> => ({ value, problem: undefined })

export const unopened = (problem: OpenCode) => ({ value: undefined, problem }) as const
