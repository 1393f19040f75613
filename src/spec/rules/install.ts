import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { lineOf } from '../../etcd/releases.ts'
import { isChosen, type Rule } from './rule.ts'

const INSTALL = '/etcd/install'

type Field = 'mirror' | 'mirrorAuthority' | 'proxy' | 'sha256' | 'packages' | 'staging'

/** By method: the fields that it ignores, and why. */
const UNUSED: Readonly<Record<string, Readonly<Partial<Record<Field, string>>>>> = {
  release: {
    packages: 'each node downloads a release, not packages',
    staging: 'each node downloads the release from the mirror',
  },
  package: {
    mirror: "apt downloads from the node's own package sources",
    mirrorAuthority: "apt downloads from the node's own package sources",
    sha256: 'apt verifies its downloads itself',
    staging: 'apt downloads the packages',
  },
  staged: {
    mirror: 'nothing is downloaded',
    mirrorAuthority: 'nothing is downloaded',
    proxy: 'nothing is downloaded',
    packages: 'the staging directory contains a release, not packages',
  },
}

/** Each install method has the fields that it needs, and none that it ignores. */
export const install: Rule = (subject) => {
  const { method, ...fields } = subject.spec.etcd?.install ?? {}
  if (method === undefined) return []
  const unused = Object.entries(UNUSED[method] ?? {}).flatMap(([name, reason]) =>
    isChosen(subject, `${INSTALL}/${name}`, fields[name as Field])
      ? [report('install-field-unused', atKey(`${INSTALL}/${name}`), { name, method, reason })]
      : [],
  )
  return method === 'staged' ? [...unused, ...staged(subject)] : unused
}

function staged({ spec, isWritten }: Parameters<Rule>[0]): Diagnostic[] {
  const { staging, sha256 } = spec.etcd?.install ?? {}
  const fieldPointer = `${INSTALL}/staging`
  if (!isWritten(fieldPointer)) {
    return [report('staging-missing', at(`${INSTALL}/method`), { method: 'staged' })]
  }
  if (!staging?.programs) return []
  const programs = `${fieldPointer}/programs`
  const both = sha256
    ? [report('staging-ambiguous', { ...atKey(programs), related: [`${INSTALL}/sha256`] }, {})]
    : []
  return [...both, ...missingProgram(spec.etcd?.version, staging.programs.etcdutl)]
}

/** 3.5 added etcdutl (CHANGELOG-3.5.md). */
function missingProgram(version: string | undefined, digest: string | undefined): Diagnostic[] {
  if (version === undefined || digest === undefined || lineOf(version)?.minor !== '3.4') return []
  const target = atKey(`${INSTALL}/staging/programs/etcdutl`)
  return [report('program-unavailable', target, { program: 'etcdutl', version, since: '3.5' })]
}
