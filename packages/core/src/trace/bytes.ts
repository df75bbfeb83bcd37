import { activationLayout, cachedNames, countActivations } from '../model/activations'
import { type ModelConfig, type ModelConfigInput, resolveConfig } from '../model/config'
import { countParameters } from '../model/parameters'
import { checkOptions, type Names } from '../tensor/checks'
import { checkCount, GlassformerError } from '../tensor/errors'
import type { Precision } from '../tensor/floats'
import { selectLayout } from './record'
import type { Trace } from './types'

export interface TraceShape {
  /** Tokens of a forward or backward pass; of a generation, those of the prompt and all new ones but the last. */
  readonly positions: number
  /** @default 'forward' */
  readonly kind?: Trace['kind']
  /** As in `runForward` and `generate`. Not for a backward trace. @default all */
  readonly select?: readonly string[] | undefined
  /** Generation only: how many tokens are generated, each with what it was drawn from; 0 with `distributions: false`. @default 0 */
  readonly distributions?: number
  /** Generation only: whether the policy is `quantised`, whose K and V, if selected, are kept beside those computed. @default false */
  readonly quantised?: boolean
  /** @default 'float32' */
  readonly precision?: Precision
}

const SHAPE: Names<Required<TraceShape>> = {
  ...{ positions: true, kind: true, select: true, distributions: true, quantised: true, precision: true },
}

/**
 * Bytes of all arrays of a trace, before it is taken; nothing is allocated. What else a trace holds is small beside them:
 * tokens, candidates and counts. Scores and patterns grow with the square of the positions, all else with the
 * positions. Throws `bad-config`, `bad-option` or `unknown-tensor`.
 */
export function traceBytes(input: ModelConfigInput, shape: TraceShape): number {
  checkOptions('traceBytes', shape, SHAPE)
  const { positions, kind = 'forward', select, distributions = 0, quantised = false, precision = 'float32' } = shape
  checkCount('positions', positions, 0)
  checkCount('distributions', distributions, 0)
  const config = resolveConfig(input)
  const width = precision === 'float64' ? 8 : 4
  if (kind === 'backward') {
    if (select) throw new GlassformerError('bad-option', 'A backward trace keeps every tensor: leave select out.')
    return width * (2 * countActivations(config, positions) + countParameters(config) + positions)
  }
  const { size, stored } = select ? selected(config, positions, select) : whole(config, positions)
  if (kind === 'forward') return width * size
  return width * (size + (quantised ? stored : 0)) + distributions * config.dVocab * (4 * width + 1)
}

/** All values, and those among them that are K and V. */
function whole(config: ModelConfig, positions: number) {
  return {
    size: countActivations(config, positions),
    stored: 2 * config.nLayers * positions * config.nKVHeads * config.dHead,
  }
}

function selected(config: ModelConfig, positions: number, select: readonly string[]) {
  const { size, byName } = selectLayout(activationLayout(config, positions), select)
  const held = Array.from({ length: config.nLayers }, (_, l) => Object.values(cachedNames(config, l))).flat()
  return { size, stored: held.reduce((sum, name) => sum + (byName.get(name)?.size ?? 0), 0) }
}
