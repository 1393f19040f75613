import { variableOf } from '../etcd/notation.ts'
import {
  comment,
  environmentValue,
  markdown,
  markdownCode,
  markdownLink,
  shellWord,
  unitAssignment,
  unitText,
  unitWord,
  xmlText,
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
  markdownLink,
  shellWord,
  unitAssignment,
  unitText,
  unitWord,
  variable: variableOf,
  xmlText,
  yamlString,
}
