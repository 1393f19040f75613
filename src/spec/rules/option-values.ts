import { at, atKey, report } from '../../diagnostics/report.ts'
import { fileKeyOf } from '../../etcd/options/index.ts'
import { isTemplate } from '../template.ts'
import { usableOptions } from './extra-options.ts'
import { complaintAbout } from './option-value.ts'
import type { Rule } from './rule.ts'

/** etcd can parse the value of each extra option, and the chosen style can set it. */
export const optionValues: Rule = ({ spec }) => {
  const { style, version = '' } = spec.etcd ?? {}
  return usableOptions(spec).flatMap(({ name, value, pointer, option }) => {
    if (isTemplate(value)) return [report('value-is-template', at(pointer), { value })]
    const complaint = complaintAbout(value, option, version)
    const spoken = complaint ? [report('option-value', at(pointer), { name, value, ...complaint })] : []
    return style === 'file' && fileKeyOf(option, version) === false
      ? [...spoken, report('option-not-in-file', atKey(pointer), { name })]
      : spoken
  })
}
