/** Where a checkpoint that ships comes from, and how good it is. Losses are means per token, in nats. */
export interface ModelInfo {
  /** What made the checkpoint. */
  readonly command: string
  readonly seed: number
  readonly steps: number
  readonly parameters: number
  /** Training loss: the mean of the last 50 steps, before quantisation. */
  readonly loss: number
}

/** Losses on text that the training text does not have, and what counts of the training text make of the same tokens. */
export interface TextModelInfo extends ModelInfo {
  /** Tokens that the training saw, repeats included. */
  readonly trainingTokens: number
  readonly heldOutLoss: number
  /** The same with the weights as they ship: in so many bits each. */
  readonly heldOutLossQuantized: number
  readonly weightBits: 6 | 8
  /** By each token's frequency alone. */
  readonly unigramLoss: number
  /** By each token's frequency after the one before it. */
  readonly bigramLoss: number
  /** By each token's frequency after the two before it. */
  readonly trigramLoss: number
  /** How many cases each accuracy is the share of. */
  readonly cases: number
  /** Share of right completions by task, on cases that the training text does not have, with the weights as they ship. */
  readonly accuracy: Readonly<Record<string, number>>
}

export interface SortModelInfo extends ModelInfo {
  /** How many of the 729 inputs the shipped weights sort. */
  readonly sorted: number
}

/** A checkpoint as a module: its numbers, and the weights as `quantize` writes them. */
export interface ModelData<Info> {
  readonly info: Info
  readonly weights: string
}

/** A checkpoint with a tokenizer of its own: its merges, as `packMerges` writes them. */
export interface TextModelData extends ModelData<TextModelInfo> {
  readonly merges: string
}
