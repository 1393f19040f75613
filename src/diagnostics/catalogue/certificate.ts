import { error, warning } from './entry.ts'

type Certificate = { readonly id: string; readonly file: string }

/** How a certificate is renewed: by quorate, or where another CA has a request to sign. */
type Renewed = { readonly request: string | undefined }

const renew = ({ id, request }: Certificate & Renewed): string =>
  request === undefined
    ? `Renew it: quorate pki renew SPEC ${id}`
    : `Have ${request} signed again, then: quorate pki import SPEC FILE…`

/** What is wrong with a certificate of a member or a client that is there. */
export const certificateCatalogue = {
  'certificate-expired': warning<Certificate & Renewed & { readonly time: string }>(
    ({ file, time }) => `${file} expired on ${time}.`,
    renew,
  ),
  'certificate-expires-soon': warning<
    Certificate & Renewed & { readonly time: string; readonly days: number }
  >(
    ({ file, time, days }) => `${file} expires on ${time}, in ${days === 1 ? 'a day' : `${days} days`}.`,
    renew,
  ),
  'certificate-not-yet-valid': warning<Certificate & { readonly time: string }>(
    ({ file, time }) => `${file} is valid only from ${time} on.`,
    'Correct the clock of this machine, or wait until then.',
  ),
  'certificate-lifetime': warning<{ readonly ids: readonly string[] }>(
    ({ ids }) => {
      const shown = ids.slice(0, 3).join(', ')
      const more = ids.length > 3 ? ` and ${ids.length - 3} more` : ''
      return `${shown}${more} ${ids.length === 1 ? 'was' : 'were'} issued with another lifetime than the one in the spec.`
    },
    ({ ids }) =>
      `Renew ${ids.length === 1 ? 'it' : 'them'} to change that: quorate pki renew SPEC ${ids.length > 3 ? '--all' : ids.join(' ')}`,
  ),
  'signed-key-missing': error<{ readonly key: string; readonly certificate: string }>(
    ({ key, certificate }) => `${key} is missing, and ${certificate} has been signed for it.`,
    ({ certificate }) =>
      `Put it back, or restore it from a backup. To have a new key signed, remove ${certificate} as well.`,
  ),
  'signed-key-algorithm': warning<{
    readonly key: string
    readonly certificate: string
    readonly found: string
    readonly wanted: string
  }>(
    ({ key, found, wanted }) =>
      `${key} is ${found}, and the spec says ${wanted}: quorate does not replace a key that another CA has signed.`,
    ({ certificate }) => `To have a new key signed, remove it and ${certificate}.`,
  ),
}
