import { daysOf, out, specs, within } from './options.ts'
import { type Choose, verb } from './verb.ts'

/** What `pki status` takes. */
export const statusOptions = {
  out,
  json: { type: 'boolean', default: false, describe: 'Print JSON' },
  within: { ...within, default: '30d', describe: 'How many days count as soon, such as 30d' },
} as const

export const statusVerb = (choose: Choose) =>
  verb({
    command: 'status <spec..>',
    describe: 'Show when each certificate expires, and fail if one expires soon',
    builder: (command) => command.positional('spec', specs).options(statusOptions),
    handler: ({ spec, out: folder, json, within: soon }) =>
      choose(async (terminal) =>
        (await import('../status.ts')).status(
          spec,
          { out: folder, json, withinDays: daysOf(soon) },
          terminal,
        ),
      ),
  })
