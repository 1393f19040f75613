import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { build } from 'esbuild'
import { ROOT, type SchemaNode } from '../spec/schema-node.ts'

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
    // src/spec/ has messages of its own.
    messages: false,
    // A definition becomes one function, and not a copy wherever it is used.
    inlineRefs: false,
    code: { source: true, esm: true },
  })
  const contents = standalone.default(ajv, ajv.compile(withoutTexts(ROOT)))
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
  // quorate does not read where in the schema a rule is, and these texts are long.
  return outputFiles.map(({ text }) => text.replace(/schemaPath: "[^"]*", /g, '')).join('')
}

/** The schema without the texts for people, which ajv would put into the code. */
function withoutTexts(schema: SchemaNode): SchemaNode {
  // A field may have the name of such a text, but its schema is an object.
  const isText = (key: string, value: unknown) =>
    typeof value === 'string' && ['title', 'description', 'errorMessage'].includes(key)
  return JSON.parse(JSON.stringify(schema, (key, value) => (isText(key, value) ? undefined : value)))
}

/** The types of what `validatorCode` makes. */
export const VALIDATOR_TYPES = `/** One fault that the schema finds; see ajv's documentation for the parameters of each keyword. */
export type SchemaError = {
  readonly instancePath: string
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
