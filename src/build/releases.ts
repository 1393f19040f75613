import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DIGESTS, type DigestTable } from '../etcd/digests.ts'
import { RECOMMENDED_VERSION } from '../etcd/releases.ts'
import { addDigests } from './release-sums.ts'

/*
 * `npm run releases -- [--quoted] FILE…`: takes digests of etcd's archives from SHA256SUMS or kubespray's checksums.yml. It
 * writes src/etcd/digests.json, the default version in the schema, and what follows from them. A file of another form, or
 * with another digest than the table, changes nothing.
 */
const TABLE = 'src/etcd/digests.json'
const SCHEMA = 'schema/cluster.schema.json'

const [first, ...others] = process.argv.slice(2)
if (first === '--default') {
  // A process of its own, which has read the new table.
  const schema = readFileSync(SCHEMA, 'utf8')
  const before: string = JSON.parse(schema).$defs.etcd.properties.version.default
  writeFileSync(SCHEMA, schema.replaceAll(`"${before}"`, `"${RECOMMENDED_VERSION}"`))
} else {
  const quoted = first === '--quoted'
  const files = quoted || first === undefined ? others : [first, ...others]
  if (files.length === 0) fail('Name the files: npm run releases -- SHA256SUMS')
  writeFileSync(TABLE, tableText(read(files, quoted)))
  execFileSync(process.execPath, [join(import.meta.dirname, 'releases.ts'), '--default'])
  execFileSync(process.execPath, [join(import.meta.dirname, 'derive.ts')])
}

function read(files: readonly string[], quoted: boolean): DigestTable {
  let table = DIGESTS
  for (const file of files) {
    try {
      table = addDigests(table, readFileSync(file, 'utf8'), quoted)
    } catch (problem) {
      fail(`${file}: ${problem instanceof Error ? problem.message : problem} Nothing was written.`)
    }
  }
  const versions = Object.keys(table).filter(
    (version) => JSON.stringify(table[version]) !== JSON.stringify(DIGESTS[version]),
  )
  console.log(
    versions.length === 0 ? 'The table has all of it already.' : `New or confirmed: ${versions.join(', ')}`,
  )
  return table
}

function tableText(table: DigestTable): string {
  const text = JSON.stringify(table, undefined, 2)
  return `${text.replace(/\[[^\]]*\]/g, (list) => JSON.stringify(JSON.parse(list)))}\n`
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
