import type { ForwardTrace, GenerationTrace, Tensor } from '@glassformer/core'

/** What is shown of a cache that stores other numbers than were computed: what is read back, what was computed, or the difference. */
export const SHOWN_VALUES = ['held', 'computed', 'error'] as const
export type ShownValues = (typeof SHOWN_VALUES)[number]

/** K or V of one layer, three times: the tensor that is shown, the one computed, and the one that is read back, if that is another. */
export interface Versions {
  readonly shown: Tensor
  readonly computed: Tensor
  readonly held: Tensor | null
}

export function versionsOf(trace: ForwardTrace | GenerationTrace, name: string, values: ShownValues): Versions {
  const computed = trace.tensor(name)
  const held = (trace.kind === 'generation' && trace.stored?.[name]) || null
  if (!held) return { shown: computed, computed, held }
  const shown = { held, computed, error: values === 'error' ? errorOf(held, computed) : held }[values]
  return { shown, computed, held }
}

/** Read back minus computed. */
function errorOf(held: Tensor, computed: Tensor): Tensor {
  return { ...held, data: Float32Array.from(held.data, (value, i) => value - (computed.data[i] as number)) }
}

/** Of each position, the largest error of any number of K and V. */
export function largestErrors(parts: readonly Versions[], positions: number): Float32Array {
  return Float32Array.from({ length: positions }, (_, position) => {
    let most = 0
    for (const { held, computed } of parts) {
      if (!held) continue
      const width = held.data.length / positions
      for (let i = position * width; i < (position + 1) * width; i++)
        most = Math.max(most, Math.abs((held.data[i] as number) - (computed.data[i] as number)))
    }
    return most
  })
}
