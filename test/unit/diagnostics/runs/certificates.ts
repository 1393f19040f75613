import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { certificateCatalogue } from '../../../../src/diagnostics/catalogue/certificate.ts'
import type { Workplace } from '../../commands/support.ts'
import { sign } from '../../pki/openssl.ts'
import { complete, daysLater, mint, now, plan, renewing, store } from '../../pki/support.ts'
import { cwd, firstRun, outsideCa, type Runs } from './run.ts'

const made = (days: number) => (place: Workplace) => place.bring(daysLater(days, new Date()))

/** A cluster whose certificates openssl has signed; then something in its folder or its spec changes. */
const signedElsewhere = (change: (place: Workplace) => unknown) =>
  firstRun({ tls: { authority: 'external', layout: 'single-ca' } }, async (place) => {
    await place.generate()
    const corp = await outsideCa('corp')
    const files = await Promise.all(
      place.plan.certificates.map(async ({ id }) =>
        place.file(
          `${id.replaceAll('/', '-')}.crt`,
          await sign(cwd, corp, place.read(`pki/requests/${id}.csr`)),
        ),
      ),
    )
    await place.import([...files, place.file('corp.pem', corp.certificatePem)])
    await change(place)
  })

export const certificateRuns: Runs<typeof certificateCatalogue> = {
  'certificate-expired': () => firstRun({}, made(-400)),
  'certificate-expires-soon': () => firstRun({}, made(-350)),
  'certificate-not-yet-valid': async () => {
    const stored = store(await mint())
    const later = await complete(plan, stored, { at: daysLater(30), ...renewing(['clients/root']) })
    if (later.value === undefined) throw new Error('nothing was renewed')
    return (await complete(plan, store(later.value), { at: now })).diagnostics
  },
  'certificate-lifetime': async () => {
    const certificates = plan.certificates.map((each) => ({ ...each, lifetimeDays: 30 }))
    return (await complete({ ...plan, certificates }, store(await mint()))).diagnostics
  },
  'signed-key-missing': () => signedElsewhere((place) => rmSync(join(place.lab, 'secrets/clients/root.key'))),
  'signed-key-algorithm': () =>
    signedElsewhere((place) =>
      place.describe({ tls: { authority: 'external', layout: 'single-ca', algorithm: 'rsa-2048' } }),
    ),
}
