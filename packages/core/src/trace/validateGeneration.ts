import type { ModelConfig } from '../model/config'
import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { clause, type Said, say } from '../tensor/say'
import type { TraceData } from './make'
import type { GenerationStep, GenerationTrace, PositionRanges } from './types'

/** The steps of a generation: that they follow one another, and that what they say lies within the text and vocabulary. */
export function checkGeneration(trace: TraceData<GenerationTrace>, config: ModelConfig, positions: number): void {
  const { steps, promptLength, cache, tokens } = trace
  const isPolicy = typeof (cache as { policy?: unknown } | null)?.policy === 'string'
  check(
    cache === 'full' || cache === 'none' || isPolicy,
    say`cache must be full, none or a policy; got ${describe(cache)}`,
  )
  check(
    Array.isArray(steps) &&
      steps.length > 0 &&
      Number.isSafeInteger(promptLength) &&
      promptLength + steps.length === tokens.length,
    say`promptLength (${describe(promptLength)}) and one token for each of the ${describe(steps?.length)} steps must be all ${tokens.length} tokens`,
  )
  const areSet = trace.interventions?.some(({ tensor }) => tensor === 'probs') ?? false
  for (const [i, step] of steps.entries()) {
    check(step !== null && typeof step === 'object', say`steps[${i}] is ${describe(step)}`)
    const { from, to, cachedPositions, counts, candidates, sampled } = step
    check(
      to === promptLength + i && Number.isSafeInteger(from) && from >= 0 && from < to,
      say`steps[${i}] runs from ${describe(from)} to ${describe(to)}`,
    )
    check(
      Number.isSafeInteger(cachedPositions) && cachedPositions >= 0 && cachedPositions <= positions,
      say`steps[${i}].cachedPositions is ${describe(cachedPositions)}, of ${positions} positions`,
    )
    check(!!counts?.macs && !!counts.bytes, say`steps[${i}].counts is missing`)
    check(Array.isArray(candidates), say`steps[${i}].candidates must be an array`)
    for (const [n, candidate] of candidates.entries()) {
      check(
        isId(candidate?.id, config),
        say`steps[${i}].candidates[${n}].id is ${describe(candidate?.id)}, not in the vocabulary`,
      )
      checkShare(`steps[${i}].candidates[${n}].prob`, candidate.prob, areSet)
    }
    check(isId(sampled?.id, config), say`steps[${i}].sampled.id is ${describe(sampled?.id)}, not in the vocabulary`)
    checkShare(`steps[${i}].sampled.prob`, sampled.prob, areSet)
    checkSampling(step, i, config.dVocab)
    if (!isPolicy) continue
    const layers = step.cache?.layers
    check(Array.isArray(layers) && layers.length === config.nLayers, say`steps[${i}].cache must have every layer`)
    for (const [l, layer] of layers.entries())
      for (const deed of ['written', 'read', 'evicted', 'shared', 'held'] as const)
        checkRanges(`steps[${i}].cache.layers[${l}].${deed}`, layer?.[deed], positions)
  }
}

function checkSampling({ sampling }: GenerationStep, index: number, dVocab: number): void {
  if (!sampling) return
  for (const part of ['logits', 'scaled', 'filtered', 'probs', 'removedBy'] as const) {
    const values = sampling[part]
    const where = `steps[${index}].sampling.${part}`
    check(ArrayBuffer.isView(values) && values.length === dVocab, say`${where} must have ${dVocab} values`)
    for (const [id, value] of values.entries())
      if (!(Number.isFinite(value) || (part === 'filtered' && value === -Infinity && sampling.removedBy[id])))
        throw bad(say`${where}[${id}] is ${value}`)
  }
}

function checkRanges(where: string, ranges: PositionRanges | undefined, positions: number): void {
  check(Array.isArray(ranges), say`${where} must be an array of ranges`)
  let last = 0
  for (const range of ranges) {
    const [from, to] = range ?? []
    check(
      Number.isInteger(from) && Number.isInteger(to) && from >= last && from < to && to <= positions,
      say`${where} has the range ${describe(range)}, not ascending or not of the ${positions} positions`,
    )
    last = to
  }
}

/** Shares are sums of float32 numbers: 1 may be a little more. */
const SHARE = { least: -1e-4, most: 1 + 1e-4 }

const isShare = (value: number) => value >= SHARE.least && value <= SHARE.most

/** A probability, unless an intervention set it to something else. */
function checkShare(where: string, value: number, isSet: boolean): void {
  check(isSet ? Number.isFinite(value) : isShare(value), say`${where} is ${describe(value)}`)
}

/** Probabilities or weights of attention. What is no number at all has its own rules. */
export function checkShares(where: string, data: ArrayLike<number>): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (!isShare(value) && !Number.isNaN(value)) throw bad(say`${where}[${i}] is ${value}, no share between 0 and 1`)
  }
}

/** Whether it is a token of the vocabulary. */
export function isId(id: unknown, { dVocab }: ModelConfig): boolean {
  return Number.isInteger(id) && (id as number) >= 0 && (id as number) < dVocab
}

export function check(ok: boolean, what: Said): asserts ok {
  if (!ok) throw bad(what)
}

export function bad(what: Said): GlassformerError {
  return new GlassformerError('bad-trace', say`This is not a trace that can be shown: ${clause(what)}.`)
}
