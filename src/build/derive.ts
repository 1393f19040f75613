import { writeFileSync } from 'node:fs'
import { derived } from './derived.ts'

/** `npm run derive`: writes the files that are committed and follow from others. A test fails when one is stale. */
for (const { path, text } of await derived()) writeFileSync(path, text)
