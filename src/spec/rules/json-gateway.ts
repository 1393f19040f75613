import { at, report } from '../../diagnostics/report.ts'
import { EXTRA_OPTIONS, givenValue } from './extra-options.ts'
import { isPlain, type Rule } from './rule.ts'

const SWITCH = '/tls/enabled'

/**
 * Without TLS, quorate turns off the JSON gateway. A loopback address does not protect it from web pages in a browser on the
 * same machine: etcd does not check the content type, so a page can send requests without a preflight, and `cors` only
 * decides whether the page may read the response (etcd, server/embed/serve.go, accessController).
 */
export const jsonGateway: Rule = ({ spec }) => {
  const name = 'enable-grpc-gateway'
  if (!isPlain(spec) || givenValue(spec, name) !== 'true') return []
  const reason = "any web page that is open in a browser on this machine can change etcd's data"
  const advice =
    'Remove it: without TLS, quorate sets it to false. etcdctl and kube-apiserver do not use this JSON API.'
  return [report('option-unsafe', at(`${EXTRA_OPTIONS}/${name}`, SWITCH), { name, reason, advice })]
}
