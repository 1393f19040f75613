import type { Pointer } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import { at, report } from '../../diagnostics/report.ts'
import { type ConfigRule, isMapping } from './config.ts'

/** Where no key is to be in the user-data, no key of the user's is either: what holds one lies under secrets/ alone. */
export const privateKeys: ConfigRule = ({ config, pointer, subject }) => {
  if (subject.spec.cloudInit?.keys !== 'later') return []
  return placesOfKeys(config, pointer).map((place) => report('cloud-config-private-key', at(place), {}))
}

function placesOfKeys(value: unknown, pointer: Pointer): Pointer[] {
  if (typeof value === 'string') return isPrivateKey(value) || isPrivateKey(decoded(value)) ? [pointer] : []
  if (Array.isArray(value)) return value.flatMap((item, index) => placesOfKeys(item, child(pointer, index)))
  if (!isMapping(value)) return []
  return Object.entries(value).flatMap(([name, part]) =>
    isPrivateKey(name) ? [child(pointer, name)] : placesOfKeys(part, child(pointer, name)),
  )
}

function isPrivateKey(text: string): boolean {
  return text.includes('PRIVATE KEY-----') || /AGE-SECRET-KEY-1/i.test(text)
}

/** What a text says that is all base64, as write_files takes it with `encoding: b64`. */
function decoded(text: string): string {
  const packed = text.replace(/\s/g, '')
  return /^[A-Za-z0-9+/]{40,}={0,2}$/.test(packed) ? Buffer.from(packed, 'base64').toString('latin1') : ''
}
