/** Certificates to renew although they match the plan. */
export type Renewal = {
  /** Ids of the plan; CAs only if the user named them. */
  readonly ids: ReadonlySet<string>
  /** Whether leaf certificates get new keys. A CA always keeps its key. */
  readonly newKeys: boolean
}

export const NO_RENEWAL: Renewal = { ids: new Set(), newKeys: false }
