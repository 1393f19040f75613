import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Subject } from '../lenient.ts'
import { accounts } from './accounts.ts'
import { address } from './address.ts'
import { addressFamilies } from './address-families.ts'
import { certificateNames } from './certificate-names.ts'
import { cipherSuites } from './cipher-suites.ts'
import { clientAccess } from './client-access.ts'
import { clientClashes } from './client-clashes.ts'
import { clientHosts } from './client-hosts.ts'
import { clientHttpUrls } from './client-http-urls.ts'
import { clientInstallHosts } from './client-install-hosts.ts'
import { clientNames } from './client-names.ts'
import { clientPaths } from './client-paths.ts'
import { cloudConfig } from './cloud-config.ts'
import { cloudInit } from './cloud-init.ts'
import { commonNames } from './common-names.ts'
import { compaction } from './compaction.ts'
import { dependencies } from './dependencies.ts'
import { discovery } from './discovery.ts'
import { dnsNames } from './dns-names.ts'
import { dnsWildcards } from './dns-wildcards.ts'
import { download } from './download.ts'
import { environment } from './environment.ts'
import { featureGates } from './feature-gates.ts'
import { install } from './install.ts'
import { ipAddresses } from './ip-addresses.ts'
import { jsonGateway } from './json-gateway.ts'
import { keyAlgorithm } from './key-algorithm.ts'
import { kubernetesClient } from './kubernetes-client.ts'
import { layout } from './layout.ts'
import { lifetimes } from './lifetimes.ts'
import { limits } from './limits.ts'
import { logFormat } from './log-format.ts'
import { logOutputs } from './log-outputs.ts'
import { logRotation } from './log-rotation.ts'
import { loopback } from './loopback.ts'
import { macAddresses } from './mac-addresses.ts'
import { memberNames } from './member-names.ts'
import { members } from './members.ts'
import { metrics } from './metrics.ts'
import { network } from './network.ts'
import { nodeNames } from './node-names.ts'
import { optionNames } from './option-names.ts'
import { optionNeeds } from './option-needs.ts'
import { optionPairs } from './option-pairs.ts'
import { optionValues } from './option-values.ts'
import { packageVersion } from './package-version.ts'
import { paths } from './paths.ts'
import { ports } from './ports.ts'
import { purposes } from './purposes.ts'
import { quota } from './quota.ts'
import { reconfiguration } from './reconfiguration.ts'
import { revocation } from './revocation.ts'
import type { Rule } from './rule.ts'
import { secrets } from './secrets.ts'
import { sharedAddress } from './shared-address.ts'
import { sharedMachines } from './shared-machines.ts'
import { sharedSshHost } from './shared-ssh-host.ts'
import { sshHosts } from './ssh-hosts.ts'
import { sshOptions } from './ssh-options.ts'
import { timing } from './timing.ts'
import { inEffect, tlsOff } from './tls-off.ts'
import { tlsVersions } from './tls-versions.ts'
import { unusedLifetimes } from './unused-lifetimes.ts'
import { unusedPaths } from './unused-paths.ts'
import { version } from './version.ts'
import { virtualAddresses } from './virtual-addresses.ts'

/** All rules for a spec beyond its schema. */
const RULES: readonly Rule[] = [
  address,
  sharedAddress,
  addressFamilies,
  purposes,
  discovery,
  virtualAddresses,
  ipAddresses,
  nodeNames,
  memberNames,
  dnsNames,
  dnsWildcards,
  members,
  clientNames,
  commonNames,
  kubernetesClient,
  clientHosts,
  clientInstallHosts,
  clientPaths,
  clientClashes,
  clientAccess,
  sshHosts,
  sshOptions,
  sharedSshHost,
  loopback,
  ports,
  paths,
  accounts,
  sharedMachines,
  timing,
  quota,
  compaction,
  layout,
  certificateNames,
  lifetimes,
  unusedLifetimes,
  keyAlgorithm,
  tlsVersions,
  cipherSuites,
  version,
  install,
  download,
  packageVersion,
  unusedPaths,
  logFormat,
  logOutputs,
  metrics,
  optionNames,
  optionValues,
  optionPairs,
  optionNeeds,
  featureGates,
  logRotation,
  clientHttpUrls,
  jsonGateway,
  reconfiguration,
  revocation,
  limits,
  dependencies,
  environment,
  secrets,
  cloudInit,
  cloudConfig,
  network,
  macAddresses,
]

/** Runs all rules on the valid parts of the spec. */
export function checkRules(subject: Subject): Diagnostic[] {
  const seen = inEffect(subject)
  return [...tlsOff(subject), ...RULES.flatMap((rule) => rule(seen))]
}
