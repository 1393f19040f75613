import { folder, folderOptions, spec } from './options.ts'
import { type Choose, verb } from './verb.ts'

/** What `pki import` takes. */
export const importOptions = {
  ...folder,
  authority: {
    choices: ['client-ca', 'peer-ca', 'ca'],
    requiresArg: true,
    describe: 'The CA that the files hold',
  },
} as const

export const importVerb = (choose: Choose) =>
  verb({
    command: 'import <spec> <file..>',
    describe: 'Import certificates that another CA has signed, or a CA',
    builder: (command) =>
      command
        .positional('spec', spec)
        .positional('file', {
          type: 'string',
          array: true,
          demandOption: true,
          describe: 'Files of certificates, and of the key of a CA (PEM)',
        })
        .options(importOptions),
    handler: ({ spec: path, file: files, authority, ...options }) =>
      choose(async (terminal) =>
        (await import('../import.ts')).importPki(
          path,
          { ...folderOptions(options), files, authority },
          terminal,
        ),
      ),
  })
