import { folder, folderOptions, specs } from './options.ts'
import { type Choose, verb } from './verb.ts'

export const generateVerb = (choose: Choose) =>
  verb({
    command: 'generate <spec..>',
    describe: 'Write the files of each cluster',
    builder: (command) => command.positional('spec', specs).options(folder),
    handler: ({ spec, ...options }) =>
      choose(async (terminal) =>
        (await import('../generate.ts')).generate(spec, folderOptions(options), terminal),
      ),
  })
