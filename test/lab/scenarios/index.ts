import type { Scenario } from '../scenario.ts'
import { badInput } from './bad-input.ts'
import { bundle } from './bundle.ts'
import { bundleMethods } from './bundle-methods.ts'
import { channels } from './channels.ts'
import { cloudInit } from './cloud-init.ts'
import { cloudInitInterrupted } from './cloud-init-interrupted.ts'
import { cloudInitKeys } from './cloud-init-keys.ts'
import { debianAnsible } from './debian-ansible.ts'
import { expired } from './expired.ts'
import { foreignData } from './foreign-data.ts'
import { hosts } from './hosts.ts'
import { ipv6 } from './ipv6.ts'
import { lostMember } from './lost-member.ts'
import { matrix } from './matrix.ts'
import { moves } from './moves.ts'
import { options } from './options.ts'
import { ownCa } from './own-ca.ts'
import { packageInstall } from './package-install.ts'
import { packed } from './packed.ts'
import { pkiLayouts } from './pki-layouts.ts'
import { portTaken } from './port-taken.ts'
import { pyyaml } from './pyyaml.ts'
import { renewal } from './renewal.ts'
import { replacedMember } from './replaced-member.ts'
import { rollingUpdate } from './rolling-update.ts'
import { scripts } from './scripts.ts'
import { sealed } from './sealed.ts'
import { seeds } from './seeds.ts'
import { stagedBastion } from './staged-bastion.ts'
import { styleChange } from './style-change.ts'
import { threeNode } from './three-node.ts'
import { userData } from './user-data.ts'

/** Every scenario, the lab's own proof first. */
export const scenarios: readonly Scenario[] = [
  hosts,
  sealed,
  packed,
  pyyaml,
  options,
  threeNode,
  debianAnsible,
  rollingUpdate,
  lostMember,
  replacedMember,
  foreignData,
  portTaken,
  ipv6,
  matrix,
  styleChange,
  moves,
  packageInstall,
  stagedBastion,
  seeds,
  pkiLayouts,
  renewal,
  expired,
  ownCa,
  bundle,
  cloudInit,
  cloudInitInterrupted,
  cloudInitKeys,
  channels,
  bundleMethods,
  badInput,
  userData,
  scripts,
]
