import { join } from 'node:path'
import { pythonEnvironment } from './python.ts'

/** Where a set of Ansible's programs lies (`ansible`, `ansible-playbook`, …). */
export type AnsiblePrograms = { readonly name: string; readonly folder: string }

// ansible-core 2.19 is the newest for Python 3.11, Debian 12's.
const packages = ['ansible-core==2.19.14', 'ansible-lint==26.10.1']

/** Which Ansible to use: the pinned one from PyPI with ansible-lint beside it, or Debian 12's own ansible-core 2.14. */
export type AnsibleChoice = 'pinned' | 'debian'

/** Both Ansibles; the pinned one is installed if it isn't there yet. */
export async function ansiblePrograms(): Promise<Readonly<Record<AnsibleChoice, AnsiblePrograms>>> {
  const environment = await pythonEnvironment('ansible', packages)
  return {
    pinned: { name: 'ansible-core 2.19', folder: join(environment, 'bin') },
    debian: { name: "Debian's ansible-core 2.14", folder: '/usr/bin' },
  }
}
