import { basename } from 'node:path/posix'
import { at, report } from '../../diagnostics/report.ts'
import { SYSTEM_DIRECTORIES } from '../system-directories.ts'
import { installedClients } from './client-files.ts'
import type { Rule } from './rule.ts'
import {
  isBesideSystemFiles,
  isInSystemDirectory,
  isReadAsConfiguration,
  refusedBy,
  VOLATILE,
} from './system-paths.ts'

/** What a client reads lies where it is still there tomorrow, and where it means nothing to anybody else. */
export const clientPaths: Rule = (subject) =>
  installedClients(subject).flatMap(({ files }) =>
    files.flatMap(({ client, role, path, pointer, isWritten, title }) => {
      if (KUBERNETES_OWN.test(path)) {
        return [report('client-path-kubernetes', at(pointer), { client, path, title, field: role })]
      }
      // What lies beside the certificate by default shares its fault.
      const reason = isWritten ? refusalOf(path) : undefined
      return reason ? [report('client-path-refused', at(pointer), { client, path, title, reason })] : []
    }),
  )

/** What kubeadm makes for Kubernetes itself (Kubernetes, setup/best-practices/certificates, "All certificates"). */
const KUBERNETES_OWN =
  /^\/etc\/kubernetes\/pki\/(?:(?:ca|front-proxy-ca|front-proxy-client|apiserver|apiserver-kubelet-client)\.(?:crt|key)|sa\.(?:pub|key))$/

/** Authorities that a whole machine trusts: Debian, Red Hat, SUSE and Alpine have them here. */
const TRUST_STORE =
  /^\/etc\/(?:ssl\/(?:certs\/ca-certificates\.crt|cert\.pem|ca-bundle\.pem)$|pki\/(?:tls\/cert\.pem$|tls\/certs\/ca-bundle|ca-trust\/extracted\/))/

/** Directories in .d that hold certificates by their name: nobody runs or obeys what lies there. */
const CERTIFICATES = /\/(?:certs|pki|ssl|tls)\.d\//

const CERTIFICATE_NAME = /etcd|\.(?:ca|cer|cert|chain|crt|key|pem)$/

/** Why nothing of a client can lie there, if so. */
export function refusalOf(path: string): string | undefined {
  const fleeting = refusedBy(path, VOLATILE)?.[1]
  if (fleeting) return fleeting
  if (refusedBy(path, [['/var/tmp', '']])) return 'the system deletes old files in this directory'
  if (SYSTEM_DIRECTORIES.has(path)) return 'it is a system directory'
  if (TRUST_STORE.test(path)) return 'it is part of the CA trust store of the host'
  if (isReadAsConfiguration(path.replace(CERTIFICATES, '/')))
    return 'the system reads all files in this directory as configuration'
  if (/\/\.ssh\//.test(path)) return 'SSH reads the files in this directory'
  if (path.startsWith('/etc/kubernetes/manifests/'))
    return 'kubelet starts a pod from each file in this directory'
  if (isInSystemDirectory(path)) return 'it is inside a system directory'
  if (isBesideSystemFiles(path) && !CERTIFICATE_NAME.test(basename(path))) {
    return 'it is in a system directory, and its name is not that of a certificate'
  }
  return undefined
}
