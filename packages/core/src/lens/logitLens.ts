import { checkFits } from '../explain/checks'
import { giveBack, takeFloats } from '../kernels/arena'
import { dimsOf } from '../model/dims'
import type { Model } from '../model/model'
import type { ParameterViews } from '../model/parameters'
import { finalNormForward, logitsForward } from '../model/unembed'
import { bindViews } from '../model/views'
import { probsForward } from '../ops/softmax'
import { best, rankOf } from '../sampling/ranking'
import { checkOptions } from '../tensor/checks'
import { checkCount, GlassformerError, outOfRange } from '../tensor/errors'
import { say } from '../tensor/say'
import type { Floats, Tensor } from '../tensor/tensor'
import { checkTraceShape } from '../trace/make'
import { traceToken } from '../trace/ofModel'
import { originOf } from '../trace/origin'
import type { Trace } from '../trace/types'
import { checkName, checkOwn, checkRange } from './checks'
import type { Lens, LensOptions } from './types'

/**
 * The logit lens: what a model would say next if it stopped in the middle. The residual stream is read where it stands, by
 * the final norm and the unembedding, as the last layer's is. After the last block it is what the run itself said.
 *
 *     logitLens(trace, 'blocks.1.resid_post').candidates(4, 3)
 *
 * A reading aid: the layers before the last were never trained to be read so, and a later layer may not see in them what the
 * unembedding does. From nostalgebraist, "interpreting GPT: the logit lens", 2020.
 *
 * A trace holds no weights. The model is remembered with the traces that it makes here; for one that was cloned, decoded or
 * recorded, give it as `model`. Computes the positions `from` to `to - 1` at once: for a long text, ask for some at a time.
 * Positions that the run did not compute, since a shared cache held them, are NaN.
 *
 * @param name the stream at one place: `blocks.0.resid_pre` before any block, `blocks.l.resid_mid` between a block's
 *   attention and its MLP, `blocks.l.resid_post` after it
 * @throws `unknown-tensor`, `out-of-range`, `bad-option`, or `bad-trace`: also where what is read after the last block is not
 *   what the trace has as its logits, since the model was trained on or is another
 */
export function logitLens(trace: Trace, name: string, options: LensOptions = {}): Lens {
  checkTraceShape(trace)
  const { model = originOf(trace), ...range } = checkOptions('logitLens', options, {
    model: true,
    from: true,
    to: true,
  })
  if (!model)
    throw new GlassformerError(
      'bad-trace',
      say`A trace holds no weights, and this one was cloned, decoded or recorded: give the model that made it as \`model\`.`,
    )
  checkFits(trace, model)
  const stream = checkName(trace, name)
  const { from, to } = checkRange(stream, range)
  const lens = lensOf(model, stream, from, to)
  checkOwn(trace, lens)
  return lens
}

function lensOf(model: Model, stream: Tensor, from: number, to: number): Lens {
  const { V } = dimsOf(model.config)
  const { logits, probs } = readStream(model, stream.data, from, to)
  const tensor = (name: string, data: Floats): Tensor => ({
    name,
    axes: ['position', 'd_vocab'],
    shape: [to - from, V],
    data,
  })
  const row = (data: Floats, position: number) => {
    if (!(Number.isInteger(position) && position >= from && position < to))
      throw from === 0
        ? outOfRange('position', position, to)
        : new GlassformerError('out-of-range', say`Positions ${from} to ${to - 1} were read; got ${position}.`)
    return data.subarray((position - from) * V, (position - from + 1) * V)
  }
  return {
    name: stream.name,
    from,
    to,
    logits: tensor('logits', logits),
    probs: tensor('probs', probs),
    candidates(position, count = 1) {
      checkCount('count', count)
      const [ofLogits, ofProbs] = [row(logits, position), row(probs, position)]
      return best(ofLogits, count).map((id) => ({
        ...traceToken(model, id),
        logit: ofLogits[id]!,
        prob: ofProbs[id]!,
      }))
    },
    standing(position, id) {
      const [ofLogits, ofProbs] = [row(logits, position), row(probs, position)]
      if (!(Number.isInteger(id) && id >= 0 && id < V)) throw outOfRange('id', id, V)
      return { rank: rankOf(ofLogits, id), logit: ofLogits[id]!, prob: ofProbs[id]! }
    },
  }
}

/** Final norm, unembedding and softmax of some rows, in the memory of the model's kernels; what is returned lies outside it. */
function readStream(model: Model, stream: Floats, from: number, to: number) {
  const { config, params } = model
  const dims = dimsOf(config)
  const { C, V } = dims
  const rows = to - from
  const weights = bindViews<ParameterViews>(model.layout, params)
  const memory = takeFloats(params, rows * (2 * C + 2 * V))
  try {
    const part = (start: number, width: number) => memory.subarray(rows * start, rows * (start + width))
    const [own, x, logits, probs] = [part(0, C), part(C, C), part(2 * C, V), part(2 * C + V, V)]
    own.set(stream.subarray(from * C, to * C))
    finalNormForward(config, weights, x, own, 0, rows, C)
    logitsForward(weights, logits, x, 0, rows, dims)
    probsForward(probs, logits, 0, rows, V)
    return { logits: logits.slice(), probs: probs.slice() }
  } finally {
    giveBack(memory)
  }
}
