import { specs } from './options.ts'
import { type Choose, verb } from './verb.ts'

export const validateVerb = (choose: Choose) =>
  verb({
    command: 'validate <spec..>',
    describe: 'Check specs and report all problems',
    builder: (command) => command.positional('spec', specs),
    handler: ({ spec }) =>
      choose(async (terminal) => (await import('../validate.ts')).validate(spec, terminal)),
  })
