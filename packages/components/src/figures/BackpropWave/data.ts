import type { BackwardTrace, Tensor } from '@glassformer/core'
import { type Reach, reachOf } from './reach'

/** Gradient norms, one per position. */
export type Norms = Float64Array

export const LAYER_TENSORS = ['resid_pre', 'resid_mid', 'resid_post', 'attn_out', 'mlp_out', 'q', 'k', 'v'] as const
export type LayerTensor = (typeof LAYER_TENSORS)[number]

export type WaveLayer = Readonly<Record<LayerTensor, Norms>> & Reach

/** The weights of one row of the picture, and their gradients. */
export interface WeightGroup {
  /** How many weights. */
  readonly count: number
  /** Root of the mean square of their gradients: what the text asks of each, which the optimizer's first step does not show. */
  readonly gradient: number
  /** The same of what the update changes in them. */
  readonly update: number
}

/** Everything that the figure draws of one training step. */
export interface Wave {
  readonly positions: number
  readonly nLayers: number
  readonly layers: readonly WaveLayer[]
  readonly embed: Norms
  readonly logits: Norms
  /** The largest gradient norm of any node: what full brightness stands for. */
  readonly max: number
  /** The largest sum of norms that crosses one stretch of a rail. */
  readonly railMax: number
  readonly lossMax: number
  /** By row, from the top: unembed, then per layer from the top MLP, attention, keys and values; then embed. */
  readonly weights: readonly WeightGroup[]
}

/** Euclidean norm of each position's part of a tensor whose first axis is the position. */
export function normsOf({ data, shape }: Tensor): Norms {
  const positions = shape[0] as number
  const size = data.length / positions
  const norms = new Float64Array(positions)
  for (let t = 0; t < positions; t++) {
    let sum = 0
    for (let i = t * size; i < (t + 1) * size; i++) sum += (data[i] as number) ** 2
    norms[t] = Math.sqrt(sum)
  }
  return norms
}

const tensorName = (layer: number, name: LayerTensor) => `blocks.${layer}.${name.length === 1 ? 'attn.' : ''}${name}`

export function waveOf(trace: BackwardTrace): Wave {
  const positions = trace.tokens.length
  const { nLayers } = trace.config
  const layers = Array.from({ length: nLayers }, (_, layer): WaveLayer => {
    const norms = LAYER_TENSORS.map((name) => [name, normsOf(trace.grad(tensorName(layer, name)))])
    return { ...(Object.fromEntries(norms) as Record<LayerTensor, Norms>), ...reachOf(trace, layer) }
  })
  const embed = normsOf(trace.grad('embed'))
  const logits = normsOf(trace.grad('logits'))
  const all = [embed, logits, ...layers.flatMap((layer) => LAYER_TENSORS.map((name) => layer[name]))]
  return {
    positions,
    nLayers,
    layers,
    embed,
    logits,
    max: maxOf(all),
    railMax: maxOf(layers.map((layer) => layer.rail)),
    lossMax: maxOf([trace.losses]),
    weights: weightGroups(trace),
  }
}

function maxOf(arrays: readonly ArrayLike<number>[]): number {
  let max = 0
  for (const array of arrays) for (let i = 0; i < array.length; i++) max = Math.max(max, array[i] as number)
  return max
}

/** Index of the largest value; the first of several. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i
  return best
}

function weightGroups(trace: BackwardTrace): WeightGroup[] {
  const { nLayers } = trace.config
  const sums = Array.from({ length: 3 * nLayers + 2 }, () => ({ count: 0, gradient: 0, update: 0 }))
  for (const { name, gradNorm, updateNorm } of trace.update.parameters) {
    const sum = sums[rowOfParameter(name, nLayers)]
    if (!sum) continue
    sum.count += trace.paramGrads[name]?.data.length ?? 0
    sum.gradient += gradNorm ** 2
    sum.update += updateNorm ** 2
  }
  return sums.map(({ count, gradient, update }) => ({
    count,
    gradient: count > 0 ? Math.sqrt(gradient / count) : 0,
    update: count > 0 ? Math.sqrt(update / count) : 0,
  }))
}

/** The row whose weights a parameter belongs to. The norm before a sublayer goes with the sublayer. */
export function rowOfParameter(name: string, nLayers: number): number {
  const [, layer, rest] = /^blocks\.(\d+)\.(.+)$/.exec(name) ?? []
  if (rest === undefined) return name.includes('embed.W_U') || name.startsWith('ln_final') ? 0 : 3 * nLayers + 1
  const top = 1 + 3 * (nLayers - 1 - Number(layer))
  if (/^(ln2|mlp)/.test(rest)) return top
  return /[Wb]_[KV]$/.test(rest) ? top + 2 : top + 1
}
