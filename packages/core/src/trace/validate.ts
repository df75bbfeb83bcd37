import { activationLayout } from '../model/activations'
import { type ModelConfig, resolveConfig } from '../model/config'
import { FAULTS } from '../model/hooks'
import { parameterLayout } from '../model/parameters'
import { describe } from '../tensor/describe'
import { said } from '../tensor/errors'
import type { Layout } from '../tensor/layout'
import { say } from '../tensor/say'
import { sizeOf, type Tensor } from '../tensor/tensor'
import type { TraceData } from './make'
import { rowsOf } from './rows'
import { bad, check, checkGeneration, checkShares, isId } from './validateGeneration'

/** No model that is known has as many layers or heads, nor a vocabulary tokens of so many letters: a trace that says so is damaged. */
const MOST_LAYERS = 1024
const MOST_HEADS = 1024
const MOST_LETTERS = 1024

/**
 * Checks that a trace is whole and its numbers are numbers, in one pass: what a view does with a trace from outside.
 * Tensors may be missing, but those there must have the names, axes and shapes of the config and tokens, and finite
 * values. `-Infinity` is allowed in masked scores alone (and where a policy's cache held nothing, or an intervention set
 * it), NaN in the rows of positions alone that a shared cache held and that were not computed. Throws `bad-trace` with the tensor, index and value.
 */
export function validateTrace(trace: TraceData): void {
  const kind = trace?.kind
  check(
    ['forward', 'generation', 'backward'].includes(kind),
    say`kind must be forward, generation or backward; got ${describe(kind)}`,
  )
  // Before anything is laid out by them.
  for (const [name, most] of [
    ['nLayers', MOST_LAYERS],
    ['nHeads', MOST_HEADS],
  ] as const) {
    const count: unknown = trace.config?.[name]
    check(!(typeof count === 'number' && count > most), say`config.${name} is ${describe(count)}, more than ${most}`)
  }
  const config = configOf(trace)
  const { tokens, provenance } = trace
  check(['computed', 'recorded', 'illustrative'].includes(provenance?.kind), 'provenance.kind is missing or unknown')
  check(Array.isArray(tokens) && tokens.length > 0, 'tokens must be an array that is not empty')
  for (const [i, token] of tokens.entries()) {
    check(
      isId(token?.id, config),
      say`tokens[${i}].id is ${describe(token?.id)}; ids run from 0 to ${config.dVocab - 1}`,
    )
    check(typeof token.text === 'string', say`tokens[${i}].text must be a string; got ${describe(token.text)}`)
    check(
      token.text.length <= MOST_LETTERS,
      say`tokens[${i}].text has ${token.text.length} letters, more than ${MOST_LETTERS}`,
    )
  }
  const positions = tokens.length - (kind === 'generation' ? 1 : 0)
  check(positions <= config.nCtx, say`${positions} positions are more than the config's nCtx, ${config.nCtx}`)
  const layout = activationLayout(config, positions)
  const { fault, interventions = [] } = trace
  check(fault === undefined || FAULTS.includes(fault), say`fault is ${describe(fault)}`)
  check(Array.isArray(interventions), 'interventions must be an array')
  for (const [i, it] of interventions.entries()) {
    check(
      layout.byName.has(it?.tensor),
      say`interventions[${i}].tensor is ${describe(it?.tensor)}, which this config does not have`,
    )
    check(Array.isArray(it.positions), say`interventions[${i}].positions must be an array`)
  }
  if (trace.kind === 'generation') checkGeneration(trace, config, positions)
  const isPolicy = trace.kind === 'generation' && typeof trace.cache === 'object'
  checkTensors('tensors', trace.tensors, layout, (name, row, key, value) =>
    Number.isNaN(value)
      ? isPolicy && row < (trace.steps[0]?.from as number)
      : name.endsWith('scores') &&
        value === -Infinity &&
        (key > row ||
          key <= row - config.attentionWindow ||
          isPolicy ||
          interventions.some(({ tensor }) => tensor === name)),
  )
  const isSet = (name: string) => interventions.some(({ tensor }) => tensor === name)
  for (const [name, { data }] of Object.entries(trace.tensors))
    if ((name === 'probs' || name.endsWith('attn.pattern')) && !isSet(name))
      checkShares(`tensors["${name}"].data`, data)
  if (trace.kind === 'generation' && trace.stored) checkTensors('stored', trace.stored, layout)
  if (trace.kind === 'backward') {
    const { targets, losses } = trace
    check(targets?.length === positions, say`targets must have ${positions} entries; got ${targets?.length}`)
    for (const [i, id] of targets.entries())
      check(id === -1 || isId(id, config), say`targets[${i}] is ${describe(id)}, neither -1 nor in the vocabulary`)
    const axes = ['position'] as const
    checkTensor('losses', { name: 'losses', axes, shape: [positions], data: losses }, axes, [positions])
    check(Number.isFinite(trace.loss), say`loss is ${describe(trace.loss)}`)
    checkTensors('grads', trace.grads, layout)
    checkTensors('paramGrads', trace.paramGrads, parameterLayout(config))
    check(Array.isArray(trace.update?.parameters), 'update.parameters must be an array')
  }
}

function configOf({ config }: TraceData): ModelConfig {
  try {
    return resolveConfig(config)
  } catch (error) {
    throw bad(say`config: ${said(error)}`)
  }
}

/** Whether a value that is not finite may stand there: in that row, and, for scores and patterns, at that key. */
type Exception = (name: string, row: number, key: number, value: number) => boolean

function checkTensors(
  where: string,
  tensors: Readonly<Record<string, Tensor>>,
  layout: Layout,
  except?: Exception,
): void {
  check(tensors !== null && typeof tensors === 'object', say`${where} is missing`)
  for (const [name, tensor] of Object.entries(tensors)) {
    const entry = layout.byName.get(name)
    if (!entry) throw bad(say`${where} has "${name}", which this config does not`)
    checkTensor(`${where}["${name}"]`, tensor, entry.axes, entry.shape, except && ((...at) => except(name, ...at)))
  }
}

function checkTensor(
  where: string,
  tensor: Tensor,
  axes: readonly string[],
  shape: readonly number[],
  except?: (row: number, key: number, value: number) => boolean,
): void {
  const { data } = tensor ?? {}
  // Keys and values had the axis of all heads once, which is as long where none are grouped.
  const heads = (names: readonly string[]) => `${names}`.replace('kv_head', 'head')
  const isNamed = Array.isArray(tensor?.axes) && tensor.axes.every((axis) => typeof axis === 'string')
  check(
    isNamed && heads(tensor.axes) === heads(axes),
    say`${where} must have axes ${axes}; got ${describe(tensor?.axes)}`,
  )
  const isShaped = Array.isArray(tensor.shape) && tensor.shape.length === shape.length
  check(
    isShaped && shape.every((extent, i) => extent === tensor.shape[i]),
    say`${where} must have shape ${shape}; got ${describe(tensor.shape)}`,
  )
  check(isFloats(data), say`${where}.data must be a Float32Array`)
  check(data.length === sizeOf(shape), say`${where}.data must have ${sizeOf(shape)} values; got ${data.length}`)
  const { rows, rowSize } = rowsOf({ axes, shape })
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (Number.isFinite(value)) continue
    check(!!except?.(Math.floor(i / rowSize) % rows, i % rowSize, value), say`${where}.data[${i}] is ${value}`)
  }
}

/** Whether it is one, of this window or of another, as what was posted from a frame is. */
function isFloats(data: unknown): data is Float32Array | Float64Array {
  const kind = ArrayBuffer.isView(data) && Object.prototype.toString.call(data)
  return kind === '[object Float32Array]' || kind === '[object Float64Array]'
}
