import { importVerb } from './pki-import.ts'
import { renewVerb } from './pki-renew.ts'
import { statusVerb } from './pki-status.ts'
import { type Choose, verb } from './verb.ts'

export const pkiVerb = (choose: Choose) =>
  verb({
    command: 'pki',
    describe: 'Show, renew and import certificates',
    builder: (pki) =>
      pki
        .command(statusVerb(choose))
        .command(renewVerb(choose))
        .command(importVerb(choose))
        .demandCommand(1, 'Say what to do with the certificates: status, renew or import.'),
    handler: () => {},
  })
