import { type ActivationName, activationAxes, cachedNames, isActivation } from '../model/activations'
import { extentsOf, isParameter, type ParameterName, type ParameterRow, parameterRow } from '../model/parameters'
import { unknownTensor } from '../tensor/layout'
import type { AxisName } from '../tensor/tensor'
import type { Trace } from '../trace/types'

/** What a name stands for, told apart by what stands before it. */
export type Subject = Shaped &
  (
    | { readonly kind: 'activation' | 'gradient' | 'stored'; readonly row: ActivationName }
    | { readonly kind: 'parameter' | 'parameterGradient'; readonly row: ParameterName }
    | { readonly kind: 'loss'; readonly row: 'loss' | 'losses' }
  )

interface Shaped {
  readonly name: string
  /** Of a name without one, the last: what stands behind the blocks reads it, and what stands before them reads none. */
  readonly layer: number
  readonly axes: readonly AxisName[]
  readonly shape: readonly number[]
}

/** Positions that a run processed: in a generation, the last token is not read again. */
export function positionsOf(trace: Trace): number {
  return trace.kind === 'generation' ? trace.tokens.length - 1 : trace.tokens.length
}

/** Throws `unknown-tensor` for what no run of this kind and config has, whether it was selected or not. */
export function subjectOf(trace: Trace, name: string): Subject {
  const { config } = trace
  const [, prefix = '', rest = ''] = /^(grad\.|stored\.)?(.*)$/s.exec(name) ?? []
  const [, number] = /^blocks\.(0|[1-9]\d*)\./.exec(rest) ?? []
  const layer = number === undefined ? config.nLayers - 1 : Number(number)
  const row = number === undefined ? rest : rest.replace(/\d+/, 'l')
  const extents = extentsOf(config, positionsOf(trace))
  const shaped = (axes: readonly AxisName[]) => ({ name, layer, axes, shape: axes.map((axis) => extents[axis]) })
  const isKnown = layer < config.nLayers && !rest.includes('.l.')
  if (isKnown && isActivation(config, row)) {
    const of = { row, ...shaped(activationAxes(row)) }
    if (!prefix) return { kind: 'activation', ...of }
    if (prefix === 'grad.' && trace.kind === 'backward') return { kind: 'gradient', ...of }
    if (prefix === 'stored.' && trace.kind === 'generation' && trace.stored && isHeld(trace, rest, layer))
      return { kind: 'stored', ...of }
  }
  if (isKnown && isParameter(config, row)) {
    const of = { row, ...shaped((parameterRow(row) as ParameterRow).axes) }
    if (!prefix) return { kind: 'parameter', ...of }
    if (prefix === 'grad.' && trace.kind === 'backward') return { kind: 'parameterGradient', ...of }
  }
  if (trace.kind === 'backward' && name === 'losses') return { kind: 'loss', row: name, ...shaped(['position']) }
  // One number without an axis: its index is [].
  if (trace.kind === 'backward' && name === 'loss') return { kind: 'loss', row: name, ...shaped([]) }
  throw unknownTensor(name, Object.keys(trace.tensors))
}

function isHeld({ config }: Trace, name: string, layer: number): boolean {
  return Object.values(cachedNames(config, layer)).includes(name)
}
