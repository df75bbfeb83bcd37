import type { ModelConfig } from '../model/config'
import { GlassformerError } from '../tensor/errors'
import type { TraceData } from './make'
import type { GenerationStep, GenerationTrace, PositionRanges } from './types'

/** The steps of a generation: that they follow one another, and that what they say lies within the text and vocabulary. */
export function checkGeneration(trace: TraceData<GenerationTrace>, config: ModelConfig, positions: number): void {
  const { steps, promptLength, cache, tokens } = trace
  const isPolicy = typeof (cache as { policy?: unknown } | null)?.policy === 'string'
  check(cache === 'full' || cache === 'none' || isPolicy, `cache must be full, none or a policy; got ${String(cache)}`)
  check(
    Array.isArray(steps) && steps.length > 0 && promptLength + steps.length === tokens.length,
    `promptLength (${promptLength}) and one token for each of the ${steps?.length} steps must be all ${tokens.length} tokens`,
  )
  for (const [i, step] of steps.entries()) {
    check(step !== null && typeof step === 'object', `steps[${i}] is ${step}`)
    const { from, to, cachedPositions, counts, candidates, sampled } = step
    check(to === promptLength + i && from >= 0 && from < to, `steps[${i}] runs from ${from} to ${to}`)
    check(
      cachedPositions >= 0 && cachedPositions <= positions,
      `steps[${i}].cachedPositions is ${cachedPositions}, of ${positions} positions`,
    )
    check(!!counts?.macs && !!counts.bytes, `steps[${i}].counts is missing`)
    check(Array.isArray(candidates), `steps[${i}].candidates must be an array`)
    for (const [n, candidate] of candidates.entries())
      check(isId(candidate?.id, config), `steps[${i}].candidates[${n}].id is ${candidate?.id}, not in the vocabulary`)
    check(isId(sampled?.id, config), `steps[${i}].sampled.id is ${sampled?.id}, not in the vocabulary`)
    check(Number.isFinite(sampled.prob), `steps[${i}].sampled.prob is ${sampled.prob}`)
    checkSampling(step, config.dVocab)
    if (!isPolicy) continue
    const layers = step.cache?.layers
    check(Array.isArray(layers) && layers.length === config.nLayers, `steps[${i}].cache must have every layer`)
    for (const [l, layer] of layers.entries())
      for (const deed of ['written', 'read', 'evicted', 'shared', 'held'] as const)
        checkRanges(`steps[${i}].cache.layers[${l}].${deed}`, layer?.[deed], positions)
  }
}

function checkSampling({ index, sampling }: GenerationStep, dVocab: number): void {
  if (!sampling) return
  for (const part of ['logits', 'scaled', 'filtered', 'probs', 'removedBy'] as const) {
    const values = sampling[part]
    const where = `steps[${index}].sampling.${part}`
    check(ArrayBuffer.isView(values) && values.length === dVocab, `${where} must have ${dVocab} values`)
    for (const [id, value] of values.entries())
      if (!(Number.isFinite(value) || (part === 'filtered' && value === -Infinity && sampling.removedBy[id])))
        throw bad(`${where}[${id}] is ${value}`)
  }
}

function checkRanges(where: string, ranges: PositionRanges | undefined, positions: number): void {
  check(Array.isArray(ranges), `${where} must be an array of ranges`)
  let last = 0
  for (const range of ranges) {
    const [from, to] = range ?? []
    check(
      Number.isInteger(from) && Number.isInteger(to) && from >= last && from < to && to <= positions,
      `${where} has the range ${range}, not ascending or not of the ${positions} positions`,
    )
    last = to
  }
}

/** Whether it is a token of the vocabulary. */
export function isId(id: unknown, { dVocab }: ModelConfig): boolean {
  return Number.isInteger(id) && (id as number) >= 0 && (id as number) < dVocab
}

export function check(ok: boolean, what: string): asserts ok {
  if (!ok) throw bad(what)
}

export function bad(what: string): GlassformerError {
  return new GlassformerError('bad-trace', `This is not a trace that can be shown: ${what}.`)
}
