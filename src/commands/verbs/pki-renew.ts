import { atRun, report } from '../../diagnostics/report.ts'
import { daysOf, folder, folderOptions, spec, within } from './options.ts'
import { type Choose, refuse, verb } from './verb.ts'

/** What `pki renew` takes. */
export const renewOptions = {
  ...folder,
  all: { type: 'boolean', default: false, describe: 'Renew all certificates except CAs' },
  within: { ...within, describe: 'Renew certificates that expire within this time, such as 30d' },
  'new-keys': { type: 'boolean', default: false, describe: 'Rotate the private keys too' },
} as const

export const renewVerb = (choose: Choose) =>
  verb({
    command: 'renew <spec> [name..]',
    describe: 'Renew certificates, whether or not they have expired',
    builder: (command) =>
      command
        .positional('spec', spec)
        .positional('name', {
          type: 'string',
          array: true,
          default: [] as string[],
          describe: 'IDs of certificates, such as clients/root, or names of nodes',
        })
        .options(renewOptions),
    handler: ({ spec: path, name: names, all, within: soon, newKeys, ...options }) => {
      const chosen = [names.length > 0, all, soon !== undefined].filter((each) => each).length
      if (chosen !== 1) return choose(refuse(report('usage-renew', atRun, {})))
      const withinDays = soon === undefined ? undefined : daysOf(soon)
      choose(async (terminal) =>
        (await import('../renew.ts')).renew(
          path,
          { ...folderOptions(options), names, all, newKeys, withinDays },
          terminal,
        ),
      )
    },
  })
