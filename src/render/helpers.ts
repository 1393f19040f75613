import { variableOf } from '../etcd/notation.ts'
import {
  comment,
  environmentValue,
  markdown,
  markdownCode,
  shellWord,
  unitText,
  unitWord,
  yamlString,
} from './escape.ts'

/**
 * What a template may call, one for each destination: `{{environmentValue name}}`. A template that prints a value
 * without one does not compile (src/build/templates.ts).
 */
export const helpers = {
  comment,
  environmentValue,
  markdown,
  markdownCode,
  shellWord,
  unitText,
  unitWord,
  variable: variableOf,
  yamlString,
}

export type HelperName = keyof typeof helpers
