import type { Scenario } from '../scenario.ts'
import { badInput } from './bad-input.ts'
import { bundle } from './bundle.ts'
import { bundleMethods } from './bundle-methods.ts'
import { byHand } from './by-hand.ts'
import { channels } from './channels.ts'
import { cloudInit } from './cloud-init.ts'
import { cloudInitInterrupted } from './cloud-init-interrupted.ts'
import { cloudInitKeys } from './cloud-init-keys.ts'
import { clusters } from './clusters.ts'
import { control } from './control.ts'
import { debianAnsible } from './debian-ansible.ts'
import { discovery } from './discovery.ts'
import { expired } from './expired.ts'
import { fiveNodePackage } from './five-node-package.ts'
import { growth } from './growth.ts'
import { hosts } from './hosts.ts'
import { ipv6 } from './ipv6.ts'
import { kinds } from './kinds.ts'
import { kubeApiserverScenario } from './kube-apiserver.ts'
import { leaves } from './leaves.ts'
import { listeners } from './listeners.ts'
import { matrix } from './matrix.ts'
import { members } from './members.ts'
import { moves } from './moves.ts'
import { names } from './names.ts'
import { networks } from './networks.ts'
import { options } from './options.ts'
import { ownCa } from './own-ca.ts'
import { packageInstall } from './package-install.ts'
import { packed } from './packed.ts'
import { pkiLayouts } from './pki-layouts.ts'
import { pyyaml } from './pyyaml.ts'
import { refusals } from './refusals.ts'
import { removal } from './removal.ts'
import { renewal } from './renewal.ts'
import { rollingUpdate } from './rolling-update.ts'
import { runbook } from './runbook.ts'
import { runs } from './runs.ts'
import { sans } from './sans.ts'
import { scripts } from './scripts.ts'
import { sealed } from './sealed.ts'
import { situations } from './situations.ts'
import { stagedBastion } from './staged-bastion.ts'
import { styleChange } from './style-change.ts'
import { threeNode } from './three-node.ts'
import { threeNodeBastion } from './three-node-bastion.ts'
import { threeNodeFlags } from './three-node-flags.ts'
import { tutorialSingleNode } from './tutorial-single-node.ts'
import { tutorialSingleNodeTls } from './tutorial-single-node-tls.ts'
import { unit } from './unit.ts'
import { userData } from './user-data.ts'
import { wayOut } from './way-out.ts'

/** The scenarios that bring up the examples, each by the name of its file. */
export const exampleScenarios: readonly Scenario[] = [
  threeNode,
  tutorialSingleNode,
  tutorialSingleNodeTls,
  threeNodeFlags,
  fiveNodePackage,
  threeNodeBastion,
]

/** Every scenario, those that take minutes first: where several run at a time, the last ones should be short. */
export const scenarios: readonly Scenario[] = [
  // It begins with minutes of compiling where the cache is empty.
  kubeApiserverScenario,
  runs,
  situations,
  runbook,
  members,
  removal,
  control,
  styleChange,
  refusals,
  expired,
  moves,
  rollingUpdate,
  networks,
  matrix,
  stagedBastion,
  renewal,
  discovery,
  clusters,
  kinds,
  names,
  leaves,
  pkiLayouts,
  bundle,
  packageInstall,
  cloudInitInterrupted,
  badInput,
  growth,
  listeners,
  wayOut,
  bundleMethods,
  unit,
  byHand,
  ownCa,
  ...exampleScenarios,
  cloudInitKeys,
  channels,
  ipv6,
  cloudInit,
  userData,
  sealed,
  debianAnsible,
  packed,
  pyyaml,
  sans,
  options,
  scripts,
  hosts,
]
