import { at, report } from '../../diagnostics/report.ts'
import { EXTRA_OPTIONS, givenValue } from './extra-options.ts'
import { isPlain, type Rule } from './rule.ts'

const SWITCH = '/tls/enabled'

/**
 * Without TLS etcd answers no JSON, unless it is told to. A loopback address keeps other machines away, but not a web page
 * in a browser on this one: etcd looks at no content type, so that a page may send what it likes without asking first, and
 * `cors` only decides whether it may read the answer (etcd, server/embed/serve.go, accessController).
 */
export const jsonGateway: Rule = ({ spec }) => {
  const name = 'enable-grpc-gateway'
  if (!isPlain(spec) || givenValue(spec, name) !== 'true') return []
  const reason = "any web page that is open in a browser on this machine can change etcd's data"
  const advice =
    'Remove it: without TLS, quorate sets it to false. etcdctl and kube-apiserver do not use this JSON API.'
  return [report('option-unsafe', at(`${EXTRA_OPTIONS}/${name}`, SWITCH), { name, reason, advice })]
}
