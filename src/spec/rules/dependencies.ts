import { basename } from 'node:path/posix'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { unitFiles } from './quorate-files.ts'
import type { Rule } from './rule.ts'

const FIELDS = ['after', 'wants', 'requires'] as const

const AFTER_ETCD = 'it starts after the services of the machine, etcd among them'
const STOPS = 'the machine shuts down with it'
const BOOTS_ETCD = "it is the part of cloud-init that starts etcd, at the end of the machine's first boot"

/** Units that cannot start before etcd (systemd.special(7); cloud-init's units). */
const LATER: Readonly<Record<string, string>> = {
  'multi-user.target': AFTER_ETCD,
  'graphical.target': AFTER_ETCD,
  'default.target': AFTER_ETCD,
  'runlevel3.target': AFTER_ETCD,
  'runlevel5.target': AFTER_ETCD,
  'cloud-final.service': BOOTS_ETCD,
  'cloud-init.target': BOOTS_ETCD,
  ...Object.fromEntries(
    ['shutdown', 'umount', 'final', 'halt', 'poweroff', 'reboot', 'rescue', 'emergency'].map((name) => [
      `${name}.target`,
      STOPS,
    ]),
  ),
}

/** The units that etcd depends on start before it. */
export const dependencies: Rule = ({ spec }) => {
  const own = unitFiles(spec).map(({ path }) => basename(path))
  const ordered = new Set(spec.systemd?.after ?? [])
  return FIELDS.flatMap((field) =>
    (spec.systemd?.[field] ?? []).flatMap((unit, index): Diagnostic[] => {
      const target = at(`/systemd/${field}/${index}`)
      if (unit === undefined) return []
      if (own.includes(unit)) return [report('unit-of-quorate', target, { unit })]
      const reason = Object.hasOwn(LATER, unit) ? LATER[unit] : undefined
      if (reason) return [report('unit-starts-later', target, { unit, field, reason })]
      return field === 'requires' && !ordered.has(unit) ? [report('unit-unordered', target, { unit })] : []
    }),
  )
}
