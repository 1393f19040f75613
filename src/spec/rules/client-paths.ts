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

/** Client files are at paths that survive a restart and that no other program reads. */
export const clientPaths: Rule = (subject) =>
  installedClients(subject).flatMap(({ files }) =>
    files.flatMap(({ client, role, path, pointer, isWritten, title }) => {
      if (KUBERNETES_OWN.test(path)) {
        return [report('client-path-kubernetes', at(pointer), { client, path, title, field: role })]
      }
      // A default path next to the certificate has the same problem: report it once.
      const reason = isWritten ? refusalOf(path) : undefined
      return reason ? [report('client-path-refused', at(pointer), { client, path, title, reason })] : []
    }),
  )

/** Files that kubeadm creates for Kubernetes itself (Kubernetes, setup/best-practices/certificates, "All certificates"). */
const KUBERNETES_OWN =
  /^\/etc\/kubernetes\/pki\/(?:(?:ca|front-proxy-ca|front-proxy-client|apiserver|apiserver-kubelet-client)\.(?:crt|key)|sa\.(?:pub|key))$/

/** The CA trust stores of Debian, Red Hat, SUSE and Alpine. */
const TRUST_STORE =
  /^\/etc\/(?:ssl\/(?:certs\/ca-certificates\.crt|cert\.pem|ca-bundle\.pem)$|pki\/(?:tls\/cert\.pem$|tls\/certs\/ca-bundle|ca-trust\/extracted\/))/

/** Directories for certificates whose names end in .d: nothing reads their files as configuration. */
const CERTIFICATES = /\/(?:certs|pki|ssl|tls)\.d\//

const CERTIFICATE_NAME = /etcd|\.(?:ca|cer|cert|chain|crt|key|pem)$/

/** Why a client's file cannot be at this path; undefined if it can. */
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
