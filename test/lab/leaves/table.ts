import type { LeafRow } from './row.ts'
import { around } from './rows/around.ts'
import { etcd } from './rows/etcd.ts'
import { installation } from './rows/installation.ts'
import { nodes } from './rows/nodes.ts'
import { tls } from './rows/tls.ts'

/** Every leaf of the schema, and how it is seen on a host that runs. */
export const LEAVES: readonly LeafRow[] = [...nodes, ...installation, ...etcd, ...tls, ...around]
