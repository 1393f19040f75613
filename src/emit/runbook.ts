import type { Cluster } from '../cluster/cluster.ts'
import { type Artifact, publicArtifact } from '../output/artifact.ts'
import type { Credential } from '../pki/credential.ts'
import { render } from '../render/render.ts'
import { cloudInitFacts } from './cloud-init/runbook.ts'
import { bundleFacts } from './runbook-bundle.ts'
import { clusterFacts, nodeFacts, tlsFacts } from './runbook-facts.ts'
import { restoreFacts } from './runbook-restore.ts'

/**
 * The runbook of this very cluster: its names, addresses, commands and dates.
 *
 * @param userData the user-data of the nodes, before they are encrypted
 */
export function emitRunbook(
  cluster: Cluster,
  credentials: readonly Credential[],
  userData: readonly Artifact[],
): Artifact {
  const facts = {
    ...clusterFacts(cluster),
    ...nodeFacts(cluster),
    ...tlsFacts(cluster, credentials),
    ...restoreFacts(cluster),
    ...bundleFacts(cluster),
    ...cloudInitFacts(cluster, userData),
  }
  const body = render('README.md', { ...facts, contents: [] })
  return publicArtifact('README.md', render('README.md', { ...facts, contents: contentsOf(body) }))
}

/** The sections after the table of contents, each with the anchor that GitHub and GitLab give its heading. */
function contentsOf(page: string): { readonly title: string; readonly anchor: string }[] {
  const [, after = ''] = page.split('\n## Contents\n')
  return [...after.matchAll(/^## (.+)$/gm)].map(([, title = '']) => ({ title, anchor: anchorOf(title) }))
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}
