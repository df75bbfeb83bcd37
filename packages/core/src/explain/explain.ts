import { checkOptions, checkText } from '../tensor/checks'
import { checkTraceShape } from '../trace/make'
import { originOf } from '../trace/origin'
import type { Trace } from '../trace/types'
import { ACTIVATIONS } from './activations'
import { type Cell, cellOf, sourceAs, sourceOf } from './cell'
import { boundOf, checkFits, checkIndex, checkSum } from './checks'
import { GRADIENTS, PARAMETER_GRADIENTS } from './gradients'
import { isShared, stored } from './held'
import { changed, changesOf } from './interventions'
import { loss, losses } from './loss'
import { subjectOf } from './names'
import type { ExplainOptions, Explanation, Source } from './types'
import { sumOf, type Working } from './working'

/**
 * Takes one number of a trace apart: the operation that made it, the terms that were added, what was computed between, and
 * for each number where it came from, so that it opens in turn, down to the parameters.
 *
 * A trace holds no weights. The model is remembered with the traces that it makes here (`selectTensors` keeps that); for one
 * that was cloned, decoded or recorded, give it as `model`. Without one, parameters are `missing`.
 * What a selection left out is `missing` as well: its value is NaN, and so is that of all terms with it.
 *
 * Where nothing is missing, the terms' values add up to `value` within `bound`, which is what float32 rounding can come to:
 * 2^-18 of the sum of the absolute terms (of 256; from there on it grows as the root of their number), and more where a step
 * loses digits: a mean that is taken off, an exponential of a large number. A float64 model has 2^-44. A masked score,
 * `-Infinity`, has no terms. One call reads what the one number was made of, and no more.
 *
 * @param name an activation (`blocks.0.attn.q`), a parameter (`embed.W_E`), the gradient of either (`grad.embed.W_E`), or
 *   K and V as a quantised cache holds them (`stored.blocks.0.attn.k`)
 * @param index one for each axis
 * @throws `unknown-tensor`, `out-of-range`, `bad-option`, or `bad-trace`, also where the terms do not add up: the model was
 *   trained on since, or is another
 */
export function explain(
  trace: Trace,
  name: string,
  index: readonly number[],
  options: ExplainOptions = {},
): Explanation {
  checkTraceShape(trace)
  checkText('The name', name)
  const { model = originOf(trace) } = checkOptions('explain', options, { model: true })
  if (options.model !== undefined) checkFits(trace, options.model)
  const subject = subjectOf(trace, name)
  checkIndex(subject, index)
  const cell = cellOf(trace, model, subject, [...index])
  const source = sourceOf(cell, model)
  const working = workingOf(cell)
  const changes = changesOf(cell, source.value)
  if (!changes.length) return explained(trace, source, working)
  const value = sumOf(working.terms.map((term) => term.value))
  return {
    ...explained(trace, source, changed(working, changes, source.value)),
    computed: explained(trace, sourceAs(source, value), working),
    interventions: [...new Set(changes.map(({ record }) => record))],
  }
}

function workingOf(cell: Cell): Working {
  const { subject } = cell
  switch (subject.kind) {
    case 'activation':
      return isShared(cell) ? { operation: 'shared', terms: [] } : ACTIVATIONS[subject.row](cell)
    case 'gradient':
      return GRADIENTS[subject.row](cell)
    case 'parameterGradient':
      return PARAMETER_GRADIENTS[subject.row](cell)
    case 'stored':
      return stored(cell)
    case 'loss':
      return subject.row === 'loss' ? loss(cell) : losses(cell)
    case 'parameter':
      return { operation: 'parameter', terms: [] }
  }
}

/** A number with its working, which is checked: nothing is shown that does not add up. */
function explained(trace: Trace, source: Source, working: Working): Explanation {
  const { operation, terms, steps = [] } = working
  const explanation = { ...source, operation, terms, steps, bound: boundOf(trace, working) }
  checkSum(trace, explanation, working)
  return explanation
}
