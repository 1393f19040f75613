import { holdsPrivateKey, textsIn } from '../../diagnostics/private-key.ts'
import { at, report } from '../../diagnostics/report.ts'
import { isPlain } from '../rules/rule.ts'
import type { ConfigRule } from './config.ts'

/** Where no key is to be in the user-data, no key of the user's is either: what holds one lies under secrets/ alone. */
export const privateKeys: ConfigRule = ({ config, pointer, subject: { spec } }) => {
  const hasTls = !isPlain(spec)
  if (hasTls && spec.cloudInit?.keys !== 'later') return []
  const places = textsIn(config, pointer).flatMap((text) =>
    holdsPrivateKey(text.text) ? [text.pointer] : [],
  )
  return [...new Set(places)].map((place) => report('cloud-config-private-key', at(place), { hasTls }))
}
