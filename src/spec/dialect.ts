import type { Document } from '../diagnostics/catalogue/yaml.ts'
import type { Diagnostic, Pointer } from '../diagnostics/diagnostic.ts'
import { at, report } from '../diagnostics/report.ts'
import { looksOctal, plainScalar, type Scalar, truthValue, yaml11Scalar } from './scalar.ts'

/** Which YAML a text is in, and what is said of it. */
export type Dialect = {
  readonly document: Document
  /** What a scalar without quotes is read as. */
  readonly scalar: (source: string) => Scalar
  /** What is to be said about a scalar without quotes that cannot be taken as it is. */
  readonly refuse: (source: string, value: Scalar, pointer: Pointer) => Diagnostic | undefined
  /** Whether `<<` takes over the fields of other mappings, and whether the names of fields may be other than text. */
  readonly merges: boolean
  readonly anyNames: boolean
  /** Whether a text without any field says something. */
  readonly mayBeEmpty: boolean
  /** Whether a tab may stand between values, as a space may. */
  readonly tabsSeparate: boolean
}

const INLINE = '/cloudInit/config/'

/** The one field that takes no number, but is often given one that looks octal. */
const PERMISSIONS = /^\/cloudInit\/config\/write_files\/\d+\/permissions$/

/**
 * The whole number that would be written for one that is not whole to whoever reads it, such as `1.0` and `5.`: numbers are
 * kept without their spelling.
 */
function becomesWhole(source: string, value: Scalar): string | undefined {
  const isFloat = /[.]|^[-+]?\d+[eE]|^-0+$/.test(source)
  return isFloat && Number.isSafeInteger(value) ? String(value) : undefined
}

/** What a place of a text belongs to: a spec may hold a cloud-config. */
export function documentAt(pointer: Pointer, { document }: Dialect): Document {
  return document === 'spec' && pointer.startsWith(INLINE) ? 'cloud-config' : document
}

/** A spec: YAML 1.2, less what is easily misread. */
export const SPEC: Dialect = {
  document: 'spec',
  scalar: plainScalar,
  refuse: (value, scalar, pointer) => {
    if (looksOctal(value)) {
      const decimal = PERMISSIONS.test(pointer) ? undefined : String(Number(value))
      return report('number-octal', at(pointer), { value, decimal })
    }
    const whole = documentAt(pointer, SPEC) === 'spec' ? undefined : becomesWhole(value, scalar)
    if (whole !== undefined) return report('number-becomes-whole', at(pointer), { value, whole })
    // What is copied from a cloud-config is to mean the same here as there.
    const truth = documentAt(pointer, SPEC) === 'spec' ? undefined : truthValue(value)
    return truth === undefined || plainScalar(value) === truth
      ? undefined
      : report('truth-value-unclear', at(pointer), { value, truth: String(truth) })
  },
  merges: false,
  anyNames: true,
  mayBeEmpty: false,
  tabsSeparate: true,
}

/** A cloud-config, read as cloud-init reads it: by PyYAML, which is YAML 1.1. */
export const CLOUD_CONFIG: Dialect = {
  document: 'cloud-config',
  scalar: yaml11Scalar,
  refuse: (source, value, pointer) => {
    const whole = becomesWhole(source, value)
    if (whole !== undefined) return report('number-becomes-whole', at(pointer), { value: source, whole })
    return Number.isInteger(value) && !Number.isSafeInteger(value)
      ? report('number-inexact', at(pointer), { value: source })
      : undefined
  },
  merges: true,
  anyNames: false,
  mayBeEmpty: true,
  tabsSeparate: false,
}
