import { at, report } from '../../diagnostics/report.ts'
import type { Rule } from './rule.ts'

/** The unit's standard output and standard error go to the same journal (systemd.exec(5), StandardError=). */
export const logOutputs: Rule = ({ spec }) => {
  const outputs = spec.etcd?.logging?.outputs ?? []
  const places = ['stderr', 'stdout'].map((name) => outputs.indexOf(name))
  if (places.includes(-1)) return []
  const [first, second] = places
    .sort((one, other) => one - other)
    .map((index) => `/etcd/logging/outputs/${index}`)
  return first && second ? [report('log-output-twice', at(second, first), {})] : []
}
