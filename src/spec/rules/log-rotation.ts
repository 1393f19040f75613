import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { EXTRA_OPTIONS, givenValue } from './extra-options.ts'
import type { Rule } from './rule.ts'

const ENABLE = 'enable-log-rotation'
const SETTINGS = 'log-rotation-config-json'

/** The settings of etcd's log rotation (gopkg.in/natefinch/lumberjack.v2, Logger). etcd sets the file name itself. */
const KNOWN: Readonly<Record<string, 'number' | 'boolean'>> = {
  maxsize: 'number',
  maxage: 'number',
  maxbackups: 'number',
  localtime: 'boolean',
  compress: 'boolean',
}

/** Rotation needs one log file and settings that etcd can parse (etcd, embed/config_logging.go, setupLogRotation). */
export const logRotation: Rule = ({ spec, isWritten }) => {
  const outputs = spec.etcd?.logging?.outputs
  if (givenValue(spec, ENABLE) !== 'true') return []
  const diagnostics: Diagnostic[] = []
  const files = outputs?.filter((output) => output?.startsWith('/')).length
  if (files !== undefined && files !== 1) {
    const fieldPointer = '/etcd/logging/outputs'
    const target = {
      ...atKey(`${EXTRA_OPTIONS}/${ENABLE}`),
      ...(isWritten(fieldPointer) && { related: [fieldPointer] }),
    }
    const reason = files === 0 ? 'no log is written to a file' : 'it can rotate only one log file'
    const advice = 'Set etcd.logging.outputs to exactly one path, such as /var/log/etcd/etcd.log.'
    diagnostics.push(report('option-needs', target, { name: ENABLE, reason, advice }))
  }
  const settings = givenValue(spec, SETTINGS)
  const reason = settings === undefined ? undefined : settingsFault(settings)
  if (reason) {
    const advice = `Write JSON in quotes, such as '{"maxsize": 100, "maxbackups": 5, "compress": true}'.`
    const target = at(`${EXTRA_OPTIONS}/${SETTINGS}`)
    diagnostics.push(report('option-needs', target, { name: SETTINGS, reason, advice }))
  }
  return diagnostics
}

function settingsFault(text: string): string | undefined {
  let settings: unknown
  try {
    settings = JSON.parse(text)
  } catch {
    return 'it is not JSON'
  }
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings))
    return 'it is not a JSON object'
  const known = Object.entries(settings).filter(([name]) => Object.hasOwn(KNOWN, name.toLowerCase()))
  // Without any of them, etcd 3.5.35, 3.6.14 and 3.7.3 crash with a nil pointer.
  if (known.length === 0) return `it sets none of ${Object.keys(KNOWN).join(', ')}`
  const wrong = known.find(([name, value]) => !isOfType(value, KNOWN[name.toLowerCase()]))?.[0]
  return (
    wrong &&
    `its "${wrong}" is not ${KNOWN[wrong.toLowerCase()] === 'number' ? 'a whole number' : 'true or false'}`
  )
}

function isOfType(value: unknown, type: 'number' | 'boolean' | undefined): boolean {
  return type === 'number' ? Number.isInteger(value) : typeof value === type
}
