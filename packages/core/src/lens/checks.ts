import { isObject } from '../tensor/checks'
import { checkCount, GlassformerError, outOfRange } from '../tensor/errors'
import { unknownTensor } from '../tensor/layout'
import { say } from '../tensor/say'
import type { Floats, Tensor } from '../tensor/tensor'
import type { Trace } from '../trace/types'
import type { Lens, LensOptions } from './types'

const STREAM = /^blocks\.\d+\.resid_(pre|mid|post)$/

/** How far a logit may be from the run's own, as a part of the largest of its row: other kernels round otherwise. */
const ROUNDING = 2 ** -10

/** The stream by name. Throws `unknown-tensor` for what the trace has not, and for what is no stream. */
export function checkName(trace: Trace, name: unknown): Tensor {
  const known = Object.keys(trace.tensors).filter((one) => STREAM.test(one))
  if (typeof name !== 'string' || !known.includes(name)) throw unknownTensor(name, known)
  const tensor = trace.tensors[name] as Tensor
  const { dModel } = trace.config
  if (!isObject(tensor) || tensor.shape?.[1] !== dModel)
    throw new GlassformerError(
      'bad-trace',
      say`${name} must have a row of dModel numbers, ${dModel}, for each position.`,
    )
  return tensor
}

/** The positions to be read: all of the tensor's, or those that were named. */
export function checkRange({ shape }: Tensor, { from = 0, to }: LensOptions): { from: number; to: number } {
  const count = shape[0] ?? 0
  const end = to ?? count
  checkCount('from', from, 0)
  checkCount('to', end, from + 1)
  if (end > count) throw outOfRange('position', end - 1, count)
  return { from, to: end }
}

/** Throws `bad-trace` where the last block's stream does not say what the run said, unless the run was changed behind it. */
export function checkOwn(trace: Trace, { name, from, to, logits }: Lens): void {
  const own = trace.tensors.logits
  const behind = ['ln_final.normalized', 'logits']
  if (name !== `blocks.${trace.config.nLayers - 1}.resid_post` || !own) return
  if (trace.interventions?.some(({ tensor }) => behind.includes(tensor))) return
  const V = trace.config.dVocab
  for (let position = from; position < to; position++) {
    const said = own.data.subarray(position * V, (position + 1) * V)
    const read = logits.data.subarray((position - from) * V, (position - from + 1) * V)
    if (differs(said, read))
      throw new GlassformerError(
        'bad-trace',
        say`What is read after the last block at position ${position} is not what the run said there: run the model again if it was trained since, or give the model that made the trace.`,
      )
  }
}

function differs(a: Floats, b: Floats): boolean {
  let [most, size] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs(a[i]! - b[i]!))
    size = Math.max(size, Math.abs(a[i]!))
  }
  // What was not computed is NaN on both sides, and NaN is no more than anything.
  return most > ROUNDING * size
}
