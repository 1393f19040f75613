import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '../../../../src/diagnostics/diagnostic.ts'
import { Workplace } from '../../commands/support.ts'
import { type Outside, outsideAuthority, type Signing } from '../../pki/openssl.ts'
import { sharedFolder } from '../../pki/support.ts'

/** Does what somebody could do, and gives all that is reported: by a verb on real files, or by the function behind it. */
export type Run = () => Promise<readonly Diagnostic[]> | readonly Diagnostic[]

/** One run for each code of a catalogue. The compiler names the code that has none. */
export type Runs<Catalogue> = { readonly [Code in keyof Catalogue]: Run }

type Verb = (place: Workplace) => Promise<unknown>

const generate: Verb = (place) => place.generate()

/** What a verb reports where nothing was generated before, but for what `prepare` puts there. */
export async function firstRun(
  more: object,
  prepare: (place: Workplace) => unknown = () => {},
  verb = generate,
): Promise<readonly Diagnostic[]> {
  const place = new Workplace(more)
  await prepare(place)
  place.reported.length = 0
  await verb(place)
  return place.reported
}

/** What a verb reports once somebody has changed the folder of a generated cluster. */
export function nextRun(
  change: (place: Workplace) => unknown,
  { more = {}, verb = generate }: { readonly more?: object; readonly verb?: Verb } = {},
): Promise<readonly Diagnostic[]> {
  return firstRun(
    more,
    async (place) => {
      await place.generate()
      await change(place)
    },
    verb,
  )
}

/** Replaces the text of a file in the cluster's folder. */
export function edit(place: Workplace, file: string, change: (text: string) => string): void {
  writeFileSync(join(place.lab, file), change(place.read(file)))
}

/** Where openssl works. */
export const cwd = sharedFolder()

const cas = new Map<string, Promise<Outside>>()

/** A CA of openssl; the same each time, for a name. */
export function outsideCa(
  name: string,
  signing: Signing & { under?: Outside; algorithm?: string } = {},
): Promise<Outside> {
  const ca = cas.get(name) ?? outsideAuthority(cwd, name, signing)
  cas.set(name, ca)
  return ca
}

/** Imports a CA of openssl, with its key. */
export async function importCa(place: Workplace, name: string, id: 'ca' | 'client-ca' | 'peer-ca') {
  const { certificatePem, keyPem } = await outsideCa(name)
  return place.import([place.file(`${name}.pem`, certificatePem + keyPem)], id)
}
