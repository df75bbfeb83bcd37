import type { ModelConfig } from '../model/config'
import { parameterLayout } from '../model/parameters'
import type { LayoutEntry } from '../tensor/layout'
import type { Floats } from '../tensor/tensor'

/**
 * Where one parameter lies in a file. Seen as a matrix of `inputs` rows and `outputs` columns, its cell (i, o) is the
 * value at `first + i * inputStride + o * outputStride` of the file's tensor `key`. Reading and writing are this one
 * table, used either way.
 */
export interface Source {
  readonly key: string
  /** The whole tensor's shape in the file. */
  readonly shape: readonly number[]
  /** Index of the parameter's first value in the model's buffer. */
  readonly offset: number
  readonly inputs: number
  readonly outputs: number
  readonly first: number
  readonly inputStride: number
  readonly outputStride: number
}

/** A parameter's matrix: linear layers have inputs, embeddings have rows, biases and norms are one row. */
export function matrixOf({ name, shape, size }: LayoutEntry): { inputs: number; outputs: number } {
  const [first = 1, second = 1] = shape
  const inputs = name.endsWith('.W_O') ? first * second : /\.W_\w+$/.test(name) ? first : 1
  return { inputs, outputs: size / inputs }
}

/** All parameters of a config, in the order of its layout. */
export function sourcesOf(config: ModelConfig, arrange: (entry: LayoutEntry) => Omit<Source, 'offset'>): Source[] {
  return parameterLayout(config).entries.map((entry) => ({ ...arrange(entry), offset: entry.offset }))
}

/** The parameter as it is, in its own shape. */
export function asItIs(entry: LayoutEntry, key: string, shape = entry.shape): Omit<Source, 'offset'> {
  const { inputs, outputs } = matrixOf(entry)
  return { key, shape, inputs, outputs, first: 0, inputStride: outputs, outputStride: 1 }
}

/** The parameter as PyTorch's `nn.Linear` has it: [out, in]. */
export function transposed(entry: LayoutEntry, key: string): Omit<Source, 'offset'> {
  const { inputs, outputs } = matrixOf(entry)
  return { key, shape: [outputs, inputs], inputs, outputs, first: 0, inputStride: 1, outputStride: inputs }
}

/** One of three parameters that lie side by side in a tensor, as GPT-2's queries, keys and values do. */
export function third(entry: LayoutEntry, key: string, which: number): Omit<Source, 'offset'> {
  const { inputs, outputs } = matrixOf(entry)
  const shape = inputs === 1 ? [3 * outputs] : [inputs, 3 * outputs]
  return { key, shape, inputs, outputs, first: which * outputs, inputStride: 3 * outputs, outputStride: 1 }
}

/** The same where the tensor is [out, in]: the three lie one below the other. */
export function thirdTransposed(entry: LayoutEntry, key: string, which: number): Omit<Source, 'offset'> {
  const { inputs, outputs } = matrixOf(entry)
  const first = which * outputs * inputs
  return { key, shape: [3 * outputs, inputs], inputs, outputs, first, inputStride: 1, outputStride: inputs }
}

/** Copies a file's tensor into the parameter. */
export function fill(params: Floats, values: Floats, source: Source): void {
  const { offset, inputs, outputs, first, inputStride, outputStride } = source
  for (let i = 0; i < inputs; i++)
    for (let o = 0; o < outputs; o++)
      params[offset + i * outputs + o] = values[first + i * inputStride + o * outputStride]!
}

/** Copies the parameter into a file's tensor. */
export function gather(params: Floats, values: Floats, source: Source): void {
  const { offset, inputs, outputs, first, inputStride, outputStride } = source
  for (let i = 0; i < inputs; i++)
    for (let o = 0; o < outputs; o++)
      values[first + i * inputStride + o * outputStride] = params[offset + i * outputs + o]!
}

/** Sources by tensor of the file, in the order in which parameters first ask for them. */
export function byKey(sources: readonly Source[]): Map<string, Source[]> {
  const groups = new Map<string, Source[]>()
  for (const source of sources) {
    const group = groups.get(source.key)
    if (group) group.push(source)
    else groups.set(source.key, [source])
  }
  return groups
}
