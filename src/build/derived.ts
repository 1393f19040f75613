import { optionsPage } from './options-page.ts'
import { specPage } from './spec-page.ts'
import { specTypes } from './spec-types.ts'

/** The files that are committed and follow from schema/cluster.schema.json and the tables of src/etcd, as they have to be. */
export async function derived(): Promise<{ readonly path: string; readonly text: string }[]> {
  return [
    { path: 'src/spec/spec.types.ts', text: await specTypes() },
    { path: 'docs/spec.md', text: specPage() },
    { path: 'docs/options.md', text: optionsPage() },
  ]
}
