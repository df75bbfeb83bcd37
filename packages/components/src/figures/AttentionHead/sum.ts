import type { Tensor } from '@glassformer/core'
import { type LayerData, type Read, readsOf, vectorOf } from './data'

/** One line of the sum that makes an output: a weight, and its product with a key's value vector. */
export interface Term extends Read {
  readonly product: Float64Array
}

export interface OutputSum {
  /** The terms with the largest weights. */
  readonly terms: readonly Term[]
  /** All other terms in one; `null` if there are none. */
  readonly rest: { readonly count: number; readonly weight: number; readonly product: Float64Array } | null
  /** What an intervention made of the sum afterwards, as one more term; `null` without one. */
  readonly changed: { readonly product: Float64Array } | null
  /** The output as the model used it: terms, rest and change add up to it. */
  readonly z: Tensor['data']
}

/** One line under another: the terms, what is left of them, what was changed. The total stands below them. */
export type SumLine =
  | ({ readonly kind: 'term' } & Term)
  | ({ readonly kind: 'others' } & NonNullable<OutputSum['rest']>)
  | ({ readonly kind: 'changed' } & NonNullable<OutputSum['changed']>)

/** The lines of a sum, from top to bottom, without its total. */
export function linesOf({ terms, rest, changed }: OutputSum): readonly SumLine[] {
  return [
    ...terms.map((term) => ({ kind: 'term', ...term }) as const),
    ...(rest ? [{ kind: 'others', ...rest } as const] : []),
    ...(changed ? [{ kind: 'changed', ...changed } as const] : []),
  ]
}

/** The output of one query as the sum that it is. `null` where the trace lacks values or outputs. */
export function outputSum(data: LayerData, head: number, query: number, most = 3): OutputSum | null {
  const { v, z, config } = data
  const reads = readsOf(data, head, query)
  if (!v || !z || !reads.length) return null
  // A rest of one key is shown as what it is.
  const split = reads.length <= most + 1 ? reads.length : most
  const terms = reads.slice(0, split).map((read) => ({ ...read, product: product([read]) }))
  const others = reads.slice(split)
  const rest = others.length
    ? { count: others.length, weight: others.reduce((sum, read) => sum + read.weight, 0), product: product(others) }
    : null
  const output = vectorOf(z, head, query, config.nHeads)
  return { terms, rest, changed: isChanged(data, head, query) ? difference() : null, z: output }

  function difference() {
    const whole = product(reads)
    return { product: whole.map((value, i) => (output[i] as number) - value) }
  }

  function product(of: readonly Read[]): Float64Array {
    const out = new Float64Array(config.dHead)
    for (const { key, weight } of of) {
      const row = vectorOf(v as Tensor, head, key, config.nHeads)
      for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + weight * (row[i] as number)
    }
    return out
  }
}

/** Whether an intervention changed the output itself, so that it is no longer the sum. */
function isChanged({ trace, layer }: LayerData, head: number, query: number): boolean {
  return (trace.interventions ?? []).some(
    ({ tensor, positions, heads }) =>
      tensor === `blocks.${layer}.attn.z` && positions.includes(query) && (heads?.includes(head) ?? true),
  )
}
