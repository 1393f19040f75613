import { optionNamed } from '../../etcd/options/index.ts'
import { checkAvailable } from './available.ts'
import { isChosen, type Rule } from './rule.ts'

const POINTER = '/etcd/logging/format'

/** 3.6 added formats other than JSON (CHANGELOG-3.6.md, --log-format). */
export const logFormat: Rule = (subject) => {
  const { logging, version } = subject.spec.etcd ?? {}
  if (!isChosen(subject, POINTER, logging?.format)) return []
  return checkAvailable('log format', POINTER, version, optionNamed('log-format')?.lines ?? {})
}
