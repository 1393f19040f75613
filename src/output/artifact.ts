/** One file to write, by its path under the cluster's folder. Only files under `secrets/` may hold a key. */
export type Artifact = { readonly path: string; readonly mode: number; readonly text: string }

/** A file that anybody may read. */
export function publicArtifact(path: string, text: string): Artifact {
  return { path, mode: 0o644, text }
}

/** A file under secrets/ that only its owner may read. */
export function secretArtifact(path: string, text: string): Artifact {
  return { path, mode: 0o600, text }
}
