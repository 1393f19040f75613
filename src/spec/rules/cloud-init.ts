import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import type { Subject } from '../lenient.ts'
import { isChosen, type Rule } from './rule.ts'

const [SECTION, CONFIG, CONFIG_FILE, NETWORK, KEYS] = [
  '/cloudInit',
  '/cloudInit/config',
  '/cloudInit/configFile',
  '/cloudInit/network',
  '/cloudInit/keys',
]
const STAGING = '/etcd/install/staging'

/** Whether the user set anything in this section that is not a default. */
function isMeant(subject: Subject): boolean {
  const { config = {}, ...fields } = subject.spec.cloudInit ?? {}
  return (
    Object.keys(config).length > 0 ||
    Object.entries(fields).some(([name, value]) => isChosen(subject, `${SECTION}/${name}`, value))
  )
}

/** Problems with cloudInit: what user-data cannot do, and who can read keys in it. */
export const cloudInit: Rule = (subject) => {
  const { spec, isWritten } = subject
  const { provider, keys, config = {} } = spec.cloudInit ?? {}
  const { method, staging } = spec.etcd?.install ?? {}
  const found: Diagnostic[] = []
  if (Object.keys(config).length > 0 && isWritten(CONFIG_FILE)) {
    found.push(report('cloud-config-twice', { ...atKey(CONFIG_FILE), related: [CONFIG] }, {}))
  }
  if (keys === 'embed' && provider !== undefined) {
    found.push(report('keys-embedded', at(KEYS), { provider }))
  }
  if (isWritten(NETWORK) && provider !== undefined && provider !== 'nocloud') {
    const related = ['/cloudInit/provider']
    found.push(report('network-of-provider', { ...atKey(NETWORK), related }, { provider }))
  }
  if (isWritten(SECTION) && method === 'staged' && staging?.place === 'control-node') {
    const fieldPointer = [`${STAGING}/place`, STAGING].find(isWritten) ?? STAGING
    const code = isMeant(subject) ? 'staging-out-of-reach' : 'staging-on-control-node'
    found.push(report(code, { ...atKey(fieldPointer), related: [SECTION] }, {}))
  }
  return found
}
