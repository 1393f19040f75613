import { listed, quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Option = { readonly name: string }
type Versioned = Option & { readonly version: string }
type Gate = { readonly gate: string }

/** What does the same, as a hint has it: `max-wals`, or a gate such as `feature-gates=LeaseCheckpoint=true`. */
type Replaced = { readonly replacement: string | undefined }

/** What is wrong with the options under `etcd.extraOptions`. */
export const optionCatalogue = {
  'option-unknown': error<Versioned & { readonly near: string | undefined }>(
    ({ name, version }) => `etcd ${version} has no option ${quote(name)}.`,
    ({ near }) =>
      near
        ? `Did you mean ${quote(near)}?`
        : 'Write an option by the name of its flag without dashes; docs/options.md lists them.',
  ),
  'option-unavailable': error<
    Versioned & Replaced & { readonly since: string | undefined; readonly until: string | undefined }
  >(
    ({ name, version, since, until }) =>
      until
        ? `etcd ${version} has no option ${quote(name)} any more; ${until} was the last line with it.`
        : `etcd ${version} has no option ${quote(name)} yet${since ? `; it came with ${since}` : ''}.`,
    ({ since, replacement }) => {
      if (replacement) return `Write ${written(replacement)} instead.`
      return since ? `Remove it, or choose etcd ${since} or later.` : 'Remove it.'
    },
  ),
  'option-deprecated': warning<Versioned & Replaced>(
    ({ name, version }) => `etcd ${version} takes ${quote(name)}, but calls it deprecated.`,
    ({ replacement }) =>
      replacement ? `Write ${written(replacement)} instead.` : 'See whether you can do without it.',
  ),
  'option-managed': error<
    Option & { readonly field: string | undefined; readonly reason: string | undefined }
  >(
    ({ name, field, reason }) =>
      `quorate sets ${quote(name)} by itself${reason && !field ? `: ${reason}` : ''}.`,
    ({ field }) => (field ? `In a spec this is ${field}.` : 'Remove it.'),
  ),
  'option-refused': error<Option & { readonly reason: string }>(
    ({ name, reason }) => `No member may run with ${quote(name)}: ${reason}.`,
    'Remove it.',
  ),
  'option-repeated': error<Option & { readonly other: string }>(
    ({ name, other }) => `${quote(name)} and ${quote(other)} set the same; etcd refuses both together.`,
    ({ other }) => `Keep ${quote(other)}.`,
  ),
  'option-value': error<
    Option & { readonly value: string; readonly wanted: string; readonly near: string | undefined }
  >(
    ({ name, value }) => `${quote(value)} cannot be the value of ${quote(name)}.`,
    ({ wanted, near }) => `${near === undefined ? '' : `Did you mean ${near}? `}Write ${wanted}.`,
  ),
  'option-not-in-file': error<Option>(
    ({ name }) => `etcd's configuration file cannot set ${quote(name)}, and the style is "file".`,
    'Remove it, or set etcd.style to env or flags.',
  ),
  'option-needs': error<Option & { readonly reason: string; readonly advice: string }>(
    ({ name, reason }) => `etcd would not start with this ${quote(name)}: ${reason}.`,
    ({ advice }) => advice,
  ),
  'option-unsafe': warning<Option & { readonly reason: string; readonly advice: string }>(
    ({ name, reason }) => `With this ${quote(name)}, ${reason}.`,
    ({ advice }) => advice,
  ),
  'gate-unknown': error<
    Gate & { readonly version: string; readonly near: string | undefined; readonly known: readonly string[] }
  >(
    ({ gate, version }) => `etcd ${version} has no feature gate ${quote(gate)}; it would not start.`,
    ({ near, known }) => (near ? `Did you mean ${quote(near)}?` : `It has ${listed(known)}.`),
  ),
  'gate-malformed': error<Gate>(
    ({ gate }) => `${quote(gate)} is no feature gate with its value.`,
    'Write each as Name=true or Name=false, with commas between them.',
  ),
  'gate-managed': error<Gate & { readonly field: string }>(
    ({ gate }) => `quorate sets the feature gate ${quote(gate)} by itself.`,
    ({ field }) => `In a spec this is ${field}.`,
  ),
  'gate-repeated': error<Gate>(
    ({ gate }) => `The feature gate ${quote(gate)} is set twice.`,
    'Keep one of the two.',
  ),
}

function written(replacement: string): string {
  const [option = '', gate] = replacement.split(/=(.*)/s)
  return gate ? `"${option}: ${gate}"` : quote(option)
}
