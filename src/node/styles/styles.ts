import type { Style } from '../../cluster/cluster.ts'
import { env } from './env.ts'
import { file } from './file.ts'
import { flags } from './flags.ts'
import type { StylePrinter } from './style.ts'

/** The styles. All three mean the same to etcd, and none is ever mixed with another, which etcd refuses or ignores. */
export const STYLES: Readonly<Record<Style, StylePrinter>> = { env, flags, file }
