import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { ROOT } from '../spec/schema-node.ts'

/**
 * The validator of the spec's schema as plain code, since compiling the schema at every run would take longer than the
 * run. One module without imports: ajv's own code requires its helpers, so they are bundled.
 *
 * @returns the text of src/generated/validate-spec.js
 */
export async function validatorCode(): Promise<string> {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    code: { source: true, esm: true },
  })
  ajv.addKeyword({ keyword: 'errorMessage', schemaType: 'string' })
  const contents = standalone.default(ajv, ajv.compile(ROOT))
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

/** The types of what `validatorCode` makes. */
export const VALIDATOR_TYPES = `/** One fault that the schema finds; see ajv's documentation for the parameters of each keyword. */
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
