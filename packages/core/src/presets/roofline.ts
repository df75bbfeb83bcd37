import { countAt, countOps, kvCacheBytes } from '../complexity/countOps'
import type { StepCounts } from '../counts/types'
import { type ModelConfig, type ModelConfigInput, resolveConfig } from '../model/config'
import { countParameters } from '../model/parameters'
import { checkOptions, isObject, isPositive, type Names } from '../tensor/checks'
import { checkCount, checkOption } from '../tensor/errors'
import { say } from '../tensor/say'
import type { Device } from './devices'

/** What of a device is read. */
type Figures = Pick<Device, 'opsPerSecond' | 'bytesPerSecond' | 'memoryBytes'>

export interface RooflineOptions {
  /** One of `DEVICES`, or the three figures of any other. */
  readonly device: Figures
  /** Tokens of each prompt, 1 or more. */
  readonly promptLength: number
  /**
   * Which decode step: the one that makes the token at this position (from 0), all before it being known, as `countAt`'s `n`.
   * More than `promptLength`, which is the position that the prefill itself makes. @default promptLength + 1
   */
  readonly position?: number
  /** Sequences run at once; they share one reading of the weights, and each has a cache. @default 1 */
  readonly batch?: number
  /** 4 is float32, 2 bfloat16, 1 eight bits, 0.5 four bits. Arithmetic is in the device's `dtype` all the same. @default 2 */
  readonly bytesPerWeight?: number
  /** The same of a number in the cache. @default 2 */
  readonly bytesPerCacheValue?: number
}

/** One step of the whole batch, on the roofline. */
export interface RooflineStep {
  /** Positions run through the model: `batch * promptLength` in a prefill, `batch` in a decode step. */
  readonly tokens: number
  /** Additions and multiplications: two for each multiply-add that `countOps` counts. */
  readonly operations: number
  readonly bytes: {
    /** Weights, each read once; of tables that are looked up, the rows used. */
    readonly weights: number
    readonly cacheRead: number
    readonly cacheWritten: number
    readonly total: number
  }
  /** Arithmetic intensity: operations per byte moved. */
  readonly intensity: number
  /** Seconds that the operations take at the device's peak. */
  readonly computeSeconds: number
  /** Seconds that the bytes take at the device's bandwidth. */
  readonly memorySeconds: number
  /** The longer of the two, for both go on at once: no run of this step is faster. */
  readonly seconds: number
  /** Which of the two that is; `compute` if they are the same. */
  readonly bound: 'compute' | 'memory'
  /** Operations per second that the roof allows: the peak, or `intensity` times bandwidth where that is less. */
  readonly attainable: number
  /** `tokens / seconds`, an upper bound: prompt tokens in a prefill, new tokens in a decode step. */
  readonly tokensPerSecond: number
}

export interface Roofline {
  /** The whole prompts, with an empty cache. */
  readonly prefill: RooflineStep
  /** The one new position of each sequence. */
  readonly decode: RooflineStep
  /** The device's ridge: steps of a lower intensity (operations per byte) are bound by memory, others by compute. */
  readonly ridge: number
  readonly memory: {
    /** All parameters, bytes. */
    readonly weights: number
    /** K and V of all sequences after the decode step, bytes; under a sliding window, of the window's positions alone. */
    readonly cache: number
    /** What one more position of one sequence adds to the cache, bytes; nothing once a sliding window is full. */
    readonly cachePerToken: number
    readonly total: number
    /** The device's, bytes. */
    readonly capacity: number
    readonly fits: boolean
  }
}

const NAMES: Names<Required<RooflineOptions>> = {
  ...{ device: true, promptLength: true, position: true, batch: true, bytesPerWeight: true, bytesPerCacheValue: true },
}

/**
 * The least time that a device takes for a model's prefill and for one decode step, and the memory that it needs, by the
 * roofline model (Williams, Waterman, Patterson 2009, "Roofline: an insightful visual performance model for multicore
 * architectures", https://doi.org/10.1145/1498765.1498785): `seconds = max(operations / peak, bytes / bandwidth)`.
 *
 * What is counted. Operations are matrix products (`countOps`), the logits of all positions run included, as this library's
 * engine makes them; norms, softmax and the like are not. Bytes are weights and the cache. Weights are read once a step,
 * whatever the batch. Of a token embedding the rows of the step's tokens are read (at most all), and of learned positions
 * those of the step; an unembedding is read whole, and one that is tied to the embedding is read once for both. A prefill
 * writes the cache and has its keys and values at hand; a decode step writes one position and reads those it sees.
 * Activations are taken to stay on the chip, and one device to do all. So each of these is a bound that real programs do
 * not reach.
 * Any size will do; nothing is allocated. Throws `bad-config` or `bad-option`.
 */
export function roofline(config: ModelConfigInput, options: RooflineOptions): Roofline {
  checkOptions('roofline', options, NAMES)
  checkOption(
    'device',
    options.device,
    isObject(options.device),
    'one of DEVICES, or an object with opsPerSecond, bytesPerSecond and memoryBytes',
  )
  const { device, promptLength, batch = 1, bytesPerWeight = 2, bytesPerCacheValue: bytesPerValue = 2 } = options
  const resolved = resolveConfig(config)
  checkCount('promptLength', promptLength)
  const { position = promptLength + 1 } = options
  checkCount('batch', batch)
  for (const [name, value] of [
    ['bytesPerWeight', bytesPerWeight],
    ['bytesPerCacheValue', bytesPerValue],
    ['device.opsPerSecond', device.opsPerSecond],
    ['device.bytesPerSecond', device.bytesPerSecond],
    ['device.memoryBytes', device.memoryBytes],
  ] as const)
    checkOption(name, value, isPositive(value), 'above 0')
  checkOption(
    'position',
    position,
    Number.isSafeInteger(position) && position > promptLength,
    say`a whole number above promptLength (${promptLength}), which is the position that the prefill makes`,
  )
  const prompt = countOps(resolved, { promptLength, newTokens: 1, cache: 'full', bytesPerValue }).total
  const decode = countAt(resolved, position, 'full', { bytesPerValue })
  const step = (counts: StepCounts, rows: number) =>
    stepOf(device, batch, rows, counts, bytesPerWeight * weightsRead(resolved, batch * rows, rows))

  const weights = bytesPerWeight * countParameters(resolved)
  const window = resolved.attentionWindow < resolved.nCtx ? resolved.attentionWindow : Infinity
  const cache = batch * kvCacheBytes(resolved, Math.min(position, window), { bytesPerValue })
  return {
    prefill: step(prompt, promptLength),
    decode: step(decode, 1),
    ridge: device.opsPerSecond / device.bytesPerSecond,
    memory: {
      weights,
      cache,
      cachePerToken: position < window ? kvCacheBytes(resolved, 1, { bytesPerValue }) : 0,
      total: weights + cache,
      capacity: device.memoryBytes,
      fits: weights + cache <= device.memoryBytes,
    },
  }
}

function stepOf(device: Figures, batch: number, rows: number, counts: StepCounts, weights: number): RooflineStep {
  const tokens = batch * rows
  const operations = 2 * batch * counts.totalMacs
  const cacheRead = batch * counts.bytes.cacheRead
  const cacheWritten = batch * counts.bytes.cacheWritten
  const total = weights + cacheRead + cacheWritten
  const computeSeconds = operations / device.opsPerSecond
  const memorySeconds = total / device.bytesPerSecond
  const seconds = Math.max(computeSeconds, memorySeconds)
  return {
    tokens,
    operations,
    bytes: { weights, cacheRead, cacheWritten, total },
    intensity: operations / total,
    computeSeconds,
    memorySeconds,
    seconds,
    bound: computeSeconds >= memorySeconds ? 'compute' : 'memory',
    attainable: Math.min(device.opsPerSecond, (operations / total) * device.bytesPerSecond),
    tokensPerSecond: tokens / seconds,
  }
}

/** How many weights a step over `tokens` tokens reads, `rows` of each sequence: all, less the rows of tables not looked up. */
function weightsRead(config: ModelConfig, tokens: number, rows: number): number {
  const { dModel, dVocab, nCtx, tied, positions } = config
  const idTokens = tied ? 0 : dVocab - Math.min(tokens, dVocab)
  const idPositions = positions === 'learned' ? nCtx - Math.min(rows, nCtx) : 0
  return countParameters(config) - (idTokens + idPositions) * dModel
}
