import type { Document } from '../diagnostics/catalogue/yaml.ts'
import type { Diagnostic, Pointer } from '../diagnostics/diagnostic.ts'
import { at, report } from '../diagnostics/report.ts'
import { looksOctal, plainScalar, type Scalar, truthValue, yaml11Scalar } from './scalar.ts'

/** The version of YAML that a text is in, and its diagnostics. */
export type Dialect = {
  readonly document: Document
  /** The value of a scalar without quotes. */
  readonly scalar: (source: string) => Scalar
  /** The diagnostic about an ambiguous scalar without quotes. */
  readonly refuse: (source: string, value: Scalar, pointer: Pointer) => Diagnostic | undefined
  /** Whether `<<` merges other mappings, and whether names of fields may be something else than text. */
  readonly merges: boolean
  readonly anyNames: boolean
  /** Whether a text without any field is valid. */
  readonly mayBeEmpty: boolean
  /** Whether a tab between values is allowed, like a space. */
  readonly tabsSeparate: boolean
}

const INLINE = '/cloudInit/config/'

/** The only text field that people often write as a number that looks octal. */
const PERMISSIONS = /^\/cloudInit\/config\/write_files\/\d+\/permissions$/

/**
 * The whole number that cloud-init would receive for `1.0` or `5.`: quorate does not keep the spelling of numbers.
 */
function becomesWhole(source: string, value: Scalar): string | undefined {
  const isFloat = /[.]|^[-+]?\d+[eE]|^-0+$/.test(source)
  return isFloat && Number.isSafeInteger(value) ? String(value) : undefined
}

/** The document that a position in a text belongs to: a spec may contain a cloud-config. */
export function documentAt(pointer: Pointer, { document }: Dialect): Document {
  return document === 'spec' && pointer.startsWith(INLINE) ? 'cloud-config' : document
}

/** A spec: YAML 1.2 without ambiguous values. */
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
    // A copied cloud-config must keep its meaning.
    const truth = documentAt(pointer, SPEC) === 'spec' ? undefined : truthValue(value)
    return truth === undefined || plainScalar(value) === truth
      ? undefined
      : report('boolean-unclear', at(pointer), { value, truth: String(truth) })
  },
  merges: false,
  anyNames: true,
  mayBeEmpty: false,
  tabsSeparate: true,
}

/** A cloud-config, read like cloud-init reads it: PyYAML, which is YAML 1.1. */
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
