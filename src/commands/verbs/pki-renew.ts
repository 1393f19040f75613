import { atRun, report } from '../../diagnostics/report.ts'
import { daysOf, folder, folderOptions, spec, within } from './options.ts'
import { type Choose, refuse, verb } from './verb.ts'

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
          describe: 'Certificates by their ids, such as clients/root; all of a node by its name',
        })
        .options({
          ...folder,
          all: { type: 'boolean', default: false, describe: 'All but the CAs' },
          within: { ...within, describe: 'Those that expire within this time, such as 30d' },
          'new-keys': { type: 'boolean', default: false, describe: 'Make new keys as well' },
        }),
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
