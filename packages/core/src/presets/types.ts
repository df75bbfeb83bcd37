import type { ModelConfigInput } from '../model/config'

/** A published model's shape, to count with. `createModel` takes its config too, but few pages have room for the arrays. */
export interface Preset {
  readonly id: string
  readonly name: string
  /** The year of its publication. */
  readonly year: number
  readonly config: ModelConfigInput
  readonly parameters: PublishedCount
  /** Where the shape is published: a paper or a model card. */
  readonly source: string
  /** What of the published model the config leaves out, and what is odd about its figures. */
  readonly notes?: string
}

export interface PublishedCount {
  /** How many parameters its publishers say, or the files that they published hold. */
  readonly published: number
  /** Whether that is to the last parameter, and so what `countParameters(config)` gives; else it is that, rounded. */
  readonly exact: boolean
  readonly source: string
}
