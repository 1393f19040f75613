import { folder, folderOptions, specs } from './options.ts'
import { type Choose, verb } from './verb.ts'

/** What `generate` takes. */
export const generateOptions = {
  ...folder,
  'no-new-ca': {
    type: 'boolean',
    default: false,
    describe: 'Fail where a new CA would be made, for clusters that exist',
  },
} as const

export const generateVerb = (choose: Choose) =>
  verb({
    command: 'generate <spec..>',
    describe: 'Write the files of each cluster',
    builder: (command) => command.positional('spec', specs).options(generateOptions),
    handler: ({ spec, noNewCa, ...options }) =>
      choose(async (terminal) =>
        (await import('../generate.ts')).generate(spec, { ...folderOptions(options), noNewCa }, terminal),
      ),
  })
