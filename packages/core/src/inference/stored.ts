import type { Model } from '../model/model'
import type { Layout } from '../tensor/layout'
import type { Tensor } from '../tensor/tensor'
import type { Recorder } from '../trace/record'
import { createRecorder, selectLayout } from '../trace/record'
import type { PolicyCache } from './cache'

/**
 * What the trace needs to know of a policy's K and V beyond what was computed: those of positions that were taken over
 * from other requests go where the computed ones would be, and the rest of these rows is NaN; those that the policy
 * changes (quantised) are kept beside them, as far as K and V are selected.
 */
export function keepStored(model: Model, layout: Layout, recorder: Recorder, cache: PolicyCache) {
  const rotary = model.config.positions === 'rotary'
  const names = Array.from({ length: model.config.nLayers }, (_, l) => ({
    k: `blocks.${l}.attn.${rotary ? 'rot_k' : 'k'}`,
    v: `blocks.${l}.attn.v`,
  }))
  const copy = (tensors: Readonly<Record<string, Tensor>>, from: number, to: number) => {
    for (const [l, name] of names.entries()) {
      const values = cache.values?.(l, from, to)
      for (const part of ['k', 'v'] as const) {
        const tensor = tensors[name[part]]
        if (values && tensor) tensor.data.set(values[part], (tensor.data.length / (tensor.shape[0] as number)) * from)
      }
    }
  }
  if (cache.length > 0) {
    recorder.blank(cache.length)
    copy(recorder.tensors, 0, cache.length)
  }
  const kept = names.flatMap(({ k, v }) => [k, v]).filter((name) => layout.byName.has(name))
  const tensors = cache.isLossy ? createRecorder(model, selectLayout(layout, kept)).tensors : undefined
  return {
    tensors,
    keep(from: number, to: number) {
      if (tensors) copy(tensors, from, to)
    },
  }
}
