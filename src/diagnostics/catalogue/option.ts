import { listed, quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Option = { readonly name: string }
type Versioned = Option & { readonly version: string }
type Gate = { readonly gate: string }

/** The option with the same effect: `max-wals`, or a feature gate such as `feature-gates=LeaseCheckpoint=true`. */
type Replaced = { readonly replacement: string | undefined }

/** Problems with the options under `etcd.extraOptions`. */
export const optionCatalogue = {
  'option-unknown': error<Versioned & { readonly near: string | undefined }>(
    ({ name, version }) => `etcd ${version} has no option ${quote(name)}.`,
    ({ near }) =>
      near
        ? `Did you mean ${quote(near)}?`
        : 'Write the name of the flag without its leading dashes. docs/options.md lists all options.',
  ),
  'option-unavailable': error<
    Versioned & Replaced & { readonly since: string | undefined; readonly until: string | undefined }
  >(
    ({ name, version, since, until }) =>
      until
        ? `etcd ${version} no longer has the option ${quote(name)}; etcd ${until} was the last with it.`
        : `etcd ${version} does not have the option ${quote(name)} yet${since ? `; etcd ${since} added it` : ''}.`,
    ({ since, replacement }) => {
      if (replacement) return `Write ${written(replacement)} instead.`
      return since ? `Remove it, or choose etcd ${since} or later.` : 'Remove it.'
    },
  ),
  'option-deprecated': warning<Versioned & Replaced>(
    ({ name, version }) => `The option ${quote(name)} is deprecated in etcd ${version}.`,
    ({ replacement }) =>
      replacement
        ? `Write ${written(replacement)} instead.`
        : 'Remove it if you do not need it; a later etcd may not accept it.',
  ),
  'option-managed': error<
    Option & { readonly field: string | undefined; readonly reason: string | undefined }
  >(
    ({ name, field, reason }) =>
      `quorate sets the option ${quote(name)} itself${reason && !field ? `: ${reason}` : ''}.`,
    ({ field }) => (field ? `Use ${field} instead.` : 'Remove it.'),
  ),
  'option-refused': error<Option & { readonly reason: string }>(
    ({ name, reason }) => `The option ${quote(name)} is not allowed: ${reason}.`,
    'Remove it.',
  ),
  'option-repeated': error<Option & { readonly other: string }>(
    ({ name, other }) =>
      `${quote(name)} and ${quote(other)} set the same thing, and etcd does not accept both.`,
    ({ other }) => `Keep only ${quote(other)}.`,
  ),
  'option-value': error<
    Option & { readonly value: string; readonly wanted: string; readonly near: string | undefined }
  >(
    ({ name, value }) => `${quote(value)} is not a valid value for the option ${quote(name)}.`,
    ({ wanted, near }) => `${near === undefined ? '' : `Did you mean ${near}? `}Write ${wanted}.`,
  ),
  'option-not-in-file': error<Option>(
    ({ name }) => `The style is "file", but etcd's configuration file cannot set the option ${quote(name)}.`,
    'Remove it, or set etcd.style to env or flags.',
  ),
  'option-needs': error<Option & { readonly reason: string; readonly advice: string }>(
    ({ name, reason }) => `etcd does not start with this value of ${quote(name)}: ${reason}.`,
    ({ advice }) => advice,
  ),
  'option-unsafe': warning<Option & { readonly reason: string; readonly advice: string }>(
    ({ name, reason }) => `With this value of ${quote(name)}, ${reason}.`,
    ({ advice }) => advice,
  ),
  'gate-unknown': error<
    Gate & { readonly version: string; readonly near: string | undefined; readonly known: readonly string[] }
  >(
    ({ gate, version }) => `etcd ${version} has no feature gate ${quote(gate)} and does not start with it.`,
    ({ near, known }) => (near ? `Did you mean ${quote(near)}?` : `This version has ${listed(known)}.`),
  ),
  'gate-malformed': error<Gate>(
    ({ gate }) => `${quote(gate)} is not a feature gate with a value.`,
    'Write each gate as Name=true or Name=false, and separate gates by commas.',
  ),
  'gate-managed': error<Gate & { readonly field: string }>(
    ({ gate }) => `quorate sets the feature gate ${quote(gate)} itself.`,
    ({ field }) => `Use ${field} instead.`,
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
