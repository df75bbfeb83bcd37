import { activationLayout } from '../model/activations'
import { type ModelConfig, resolveConfig } from '../model/config'
import { parameterLayout } from '../model/parameters'
import { GlassformerError } from '../tensor/errors'
import type { Layout } from '../tensor/layout'
import { sizeOf, type Tensor } from '../tensor/tensor'
import type { TraceData } from './make'
import type { GenerationTrace } from './types'

/**
 * Checks that a trace is whole and its numbers are numbers, in one pass: what a view does with a trace from outside.
 * Tensors may be missing, but those there must have the names, axes and shapes of the config and tokens, and finite
 * values; `-Infinity` is allowed in masked scores alone. Throws `bad-trace` with the tensor, index and value.
 */
export function validateTrace(trace: TraceData): void {
  const kind = trace?.kind
  check(
    ['forward', 'generation', 'backward'].includes(kind),
    `kind must be forward, generation or backward; got ${kind}`,
  )
  const config = configOf(trace)
  const { tokens, provenance } = trace
  check(['computed', 'recorded', 'illustrative'].includes(provenance?.kind), 'provenance.kind is missing or unknown')
  check(Array.isArray(tokens) && tokens.length > 0, 'tokens must be an array that is not empty')
  for (const [i, token] of tokens.entries()) {
    check(isId(token?.id, config), `tokens[${i}].id is ${token?.id}; ids run from 0 to ${config.dVocab - 1}`)
    check(typeof token.text === 'string', `tokens[${i}].text must be a string; got ${String(token.text)}`)
  }
  const positions = tokens.length - (kind === 'generation' ? 1 : 0)
  check(positions <= config.nCtx, `${positions} positions are more than the config's nCtx, ${config.nCtx}`)
  const layout = activationLayout(config, positions)
  checkTensors('tensors', trace.tensors, layout)
  if (trace.kind === 'generation') checkSteps(trace, positions)
  if (trace.kind === 'backward') {
    const { targets, losses } = trace
    check(targets?.length === positions, `targets must have ${positions} entries; got ${targets?.length}`)
    for (const [i, id] of targets.entries())
      check(id === -1 || isId(id, config), `targets[${i}] is ${id}, neither -1 nor in the vocabulary`)
    const axes = ['position'] as const
    checkTensor('losses', { name: 'losses', axes, shape: [positions], data: losses }, axes, [positions])
    check(Number.isFinite(trace.loss), `loss is ${trace.loss}`)
    checkTensors('grads', trace.grads, layout)
    checkTensors('paramGrads', trace.paramGrads, parameterLayout(config))
    check(Array.isArray(trace.update?.parameters), 'update.parameters must be an array')
  }
}

function configOf({ config }: TraceData): ModelConfig {
  try {
    return resolveConfig(config)
  } catch (error) {
    throw bad(`config: ${(error as Error).message}`)
  }
}

function checkSteps({ steps, promptLength, cache, tokens }: TraceData<GenerationTrace>, positions: number): void {
  check(cache === 'full' || cache === 'none', `cache must be full or none; got ${String(cache)}`)
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
    check(Number.isFinite(sampled?.prob), `steps[${i}].sampled.prob is ${sampled?.prob}`)
  }
}

function checkTensors(where: string, tensors: Readonly<Record<string, Tensor>>, layout: Layout): void {
  check(tensors !== null && typeof tensors === 'object', `${where} is missing`)
  for (const [name, tensor] of Object.entries(tensors)) {
    const entry = layout.byName.get(name)
    if (!entry) throw bad(`${where} has "${name}", which this config does not`)
    checkTensor(`${where}["${name}"]`, tensor, entry.axes, entry.shape)
  }
}

function checkTensor(where: string, tensor: Tensor, axes: readonly string[], shape: readonly number[]): void {
  const { data } = tensor ?? {}
  check(`${tensor?.axes}` === `${axes}`, `${where} must have axes (${axes}); got (${tensor?.axes})`)
  check(`${tensor.shape}` === `${shape}`, `${where} must have shape (${shape}); got (${tensor.shape})`)
  check(data instanceof Float32Array || data instanceof Float64Array, `${where}.data must be a Float32Array`)
  check(data.length === sizeOf(shape), `${where}.data must have ${sizeOf(shape)} values; got ${data.length}`)
  const T = /^tensors.*attn\.scores/.test(where) ? (shape[2] as number) : 0
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    if (Number.isFinite(value)) continue
    const isMasked = i % T > Math.floor(i / T) % T
    check(isMasked && value === -Infinity, `${where}.data[${i}] is ${value}`)
  }
}

function isId(id: unknown, { dVocab }: ModelConfig): boolean {
  return Number.isInteger(id) && (id as number) >= 0 && (id as number) < dVocab
}

function check(ok: boolean, what: string): asserts ok {
  if (!ok) throw bad(what)
}

function bad(what: string): GlassformerError {
  return new GlassformerError('bad-trace', `This is not a trace that can be shown: ${what}.`)
}
