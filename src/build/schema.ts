import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { specTypes } from './spec-types.ts'

const SCHEMA = 'schema/cluster.schema.json'

/**
 * Makes what the sources need of the spec's schema: src/spec/spec.types.ts, which is committed, and in src/generated/
 * the validator as plain code, since compiling the schema at every run would take longer than the run.
 */
export async function buildSchema(): Promise<void> {
  const schema: object = JSON.parse(readFileSync(SCHEMA, 'utf8'))
  writeFileSync('src/spec/spec.types.ts', await specTypes(schema))
  mkdirSync('src/generated', { recursive: true })
  writeFileSync('src/generated/validate-spec.js', await validatorCode(schema))
  writeFileSync('src/generated/validate-spec.d.ts', VALIDATOR_TYPES)
}

/** The validator of a schema as one module without imports: ajv's own code requires its helpers, so they are bundled. */
async function validatorCode(schema: object): Promise<string> {
  const ajv = new Ajv2020({ allErrors: true, strict: true, code: { source: true, esm: true } })
  ajv.addKeyword({ keyword: 'errorMessage', schemaType: 'string' })
  const contents = standalone.default(ajv, ajv.compile(schema))
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'node22.12',
    minifySyntax: true,
    logLevel: 'warning',
  })
  return outputFiles.map(({ text }) => text).join('')
}

const VALIDATOR_TYPES = `/** One fault that the schema finds; see ajv's documentation for the parameters of each keyword. */
export type SchemaError = {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: {
    readonly additionalProperty?: string
    readonly missingProperty?: string
    readonly allowedValue?: unknown
    readonly type?: string
    readonly limit?: number
    readonly i?: number
    readonly j?: number
  }
}

/** Whether a value keeps to schema/cluster.schema.json; \`errors\` has the faults of the last call. */
export declare const validate: {
  (value: unknown): boolean
  readonly errors?: readonly SchemaError[] | null
}
export default validate
`
