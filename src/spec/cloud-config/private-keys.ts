import { holdsPrivateKey, textsIn } from '../../diagnostics/private-key.ts'
import { at, report } from '../../diagnostics/report.ts'
import { isPlain } from '../rules/rule.ts'
import type { ConfigRule } from './config.ts'

/** User-data without keys must not contain the user's keys either: only files under secrets/ contain keys. */
export const privateKeys: ConfigRule = ({ config, pointer, subject: { spec } }) => {
  const hasTls = !isPlain(spec)
  if (hasTls && spec.cloudInit?.keys !== 'later') return []
  const places = textsIn(config, pointer).flatMap((text) =>
    holdsPrivateKey(text.text) ? [text.pointer] : [],
  )
  return [...new Set(places)].map((place) => report('cloud-config-private-key', at(place), { hasTls }))
}
