/** What is to be issued anew though it fits. */
export type Renewal = {
  /** Ids of the plan, authorities among them only where they are meant by name. */
  readonly ids: ReadonlySet<string>
  /** Whether leaf certificates get new keys; an authority always keeps its own. */
  readonly newKeys: boolean
}

export const NO_RENEWAL: Renewal = { ids: new Set(), newKeys: false }
