/** What a head may be found to do: where its queries look. */
export const HEAD_ROLES = [
  'previous-token',
  'first-token',
  'current-token',
  'induction',
  'same-category',
  'subject',
  'opener',
  'same-name',
] as const
export type HeadRole = (typeof HEAD_ROLES)[number]

/** A text in which it is known where a head of some role would look. */
export interface Probe {
  readonly tokens: readonly number[]
  readonly marks: readonly Mark[]
}

/** A query, and the keys where a head of the role looks from it. All are positions, keys not after the query. */
export interface Mark {
  readonly query: number
  readonly keys: readonly number[]
  /** Keys of the same kind that a head of the role passes over: other nouns, brackets that are closed. @default none */
  readonly decoys?: readonly number[]
}

export type Probes = Partial<Readonly<Record<HeadRole, readonly Probe[]>>>

/** How far one head does what a role says, as means over all marks of the role's probes. */
export interface HeadScore {
  readonly role: HeadRole
  readonly layer: number
  readonly head: number
  /** Attention on the keys, 0 to 1. */
  readonly score: number
  /** What a head would have that looks at everything it sees alike. */
  readonly uniform: number
  /**
   * What this head has on the same distances from the queries of other marks, where they mean nothing: what habit alone
   * would give. Absent where all marks have the same distances.
   */
  readonly elsewhere?: number
  /** Attention on the decoys; absent where no mark has decoys. */
  readonly decoys?: number
}

export interface HeadReport {
  readonly scores: readonly HeadScore[]
  /** The roles that passed the bar, best score first; a head may have more than one, and most have none. */
  readonly named: readonly HeadScore[]
}

/** What a score must reach before a head is called by a role. */
export interface Bar {
  /** At least this much attention on the keys. @default 0.4 */
  readonly score?: number
  /** At least this many times each baseline. @default 2 */
  readonly timesBaseline?: number
}
