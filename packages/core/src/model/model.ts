import { kernelsFor, moveToArena } from '../kernels/arena'
import { checkOptions, checkSeed, checkText, isFloats, type Names } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError, said } from '../tensor/errors'
import { checkParameters } from '../tensor/finite'
import { createFloats, type Precision } from '../tensor/floats'
import { type Layout, viewOf } from '../tensor/layout'
import { createRandom } from '../tensor/random'
import { say } from '../tensor/say'
import type { Floats, Tensor } from '../tensor/tensor'
import { checkTokenizer } from '../tokenizer/checkTokenizer'
import { tokenText } from '../tokenizer/tokenText'
import type { Tokenizer } from '../tokenizer/types'
import { type ModelConfig, type ModelConfigInput, resolveConfig } from './config'
import { countParameters, parameterLayout, parameterRow } from './parameters'
import { roomFor } from './room'

/** A config and its parameters: one flat buffer, and views of it by name. */
export interface Model {
  readonly config: ModelConfig
  /** All parameters, in the order of `layout`. Whoever trains the model writes here. */
  readonly params: Floats
  readonly layout: Layout
  /** One parameter by name, for instance `blocks.0.attn.W_Q`: a view, not a copy. Throws `unknown-tensor`. */
  param(name: string): Tensor
  readonly name?: string
  /** Without one, prompts are token ids, and a token is shown as `#id`. */
  readonly tokenizer?: Tokenizer
}

export interface ModelOptions {
  readonly name?: string | undefined
  readonly tokenizer?: Tokenizer | undefined
  /** `plain` never uses WebAssembly; `auto` does where it runs and the model is float32. The results agree to about 1e-5 of the largest value of a tensor: a fifth digit can differ. @default 'auto' */
  readonly kernels?: 'auto' | 'plain' | undefined
}

export const MODEL_OPTIONS: Names<ModelOptions> = { name: true, tokenizer: true, kernels: true }

/** Throws `bad-option` for what is no name, tokenizer or choice of kernels. */
export function checkModelOptions({ name, tokenizer, kernels = 'auto' }: ModelOptions): void {
  if (name !== undefined) checkText('name', name)
  if (tokenizer !== undefined) checkTokenizer(tokenizer)
  checkOption('kernels', kernels, kernels === 'auto' || kernels === 'plain', "'auto' or 'plain'")
}

/**
 * A model of given parameters, which are moved once, by a copy, to memory that the kernels work in; or, if it is to be plain,
 * out of such memory. Throws `bad-config` if their number, or the tokenizer's size, is not what the config asks for.
 */
export function modelOf(input: ModelConfigInput, given: Floats, options: ModelOptions = {}): Model {
  const { name, tokenizer, kernels = 'auto' } = checkOptions('modelOf', options, MODEL_OPTIONS)
  checkModelOptions({ name, tokenizer, kernels })
  const config = resolveConfig(input)
  checkOption('The parameters', given, isFloats(given), 'a Float32Array or Float64Array', 'bad-config')
  const layout = parameterLayout(config)
  if (given.length !== layout.size)
    throw new GlassformerError(
      'bad-config',
      say`This config has ${layout.size} parameters; got ${given.length}: give the config that they were made for.`,
    )
  checkParameters(layout, given)
  if (tokenizer && tokenizer.size > config.dVocab)
    throw new GlassformerError(
      'bad-config',
      say`The tokenizer has ${tokenizer.size} tokens, but the embedding only dVocab rows, ${config.dVocab}: ${describe(tokenText({ tokenizer }, config.dVocab))}, token ${config.dVocab}, could not be read. Give a new model a dVocab of ${tokenizer.size}; weights that are trained need the tokenizer that they were trained with, without tokens that were added later.`,
    )
  const asPlain = () => (kernelsFor(given) ? given.slice() : given)
  const params = kernels === 'plain' ? asPlain() : moveToArena(given, roomFor(config))
  return {
    config,
    params,
    layout,
    param: (wanted) => viewOf(layout, params, wanted),
    ...(name !== undefined && { name }),
    ...(tokenizer && { tokenizer }),
  }
}

/**
 * A model with random parameters, as GPT-2 starts: the same `seed` gives the same bits in the same JavaScript
 * engine, with any kernels; where `Math.log` or `Math.cos` round otherwise, the last digit can differ.
 * @param options.seed whole number. @default 0
 * @param options.precision `float64` is for gradient checks. @default 'float32'
 */
export function createModel(
  input: ModelConfigInput,
  options: ModelOptions & { seed?: number; precision?: Precision } = {},
): Model {
  checkOptions('createModel', options, { ...MODEL_OPTIONS, seed: true, precision: true })
  const { seed = 0, precision = 'float32', ...rest } = options
  checkSeed(seed)
  checkOption('precision', precision, precision === 'float32' || precision === 'float64', "'float32' or 'float64'")
  checkModelOptions(rest)
  const model = modelOf(input, parametersFor(input, precision), rest)
  const random = createRandom(seed)
  for (const { name, offset, size } of model.layout.entries) {
    const init = parameterRow(name)?.init
    const std = init === 'residual' ? 0.02 / Math.sqrt(2 * model.config.nLayers) : 0.02
    for (let i = offset; i < offset + size; i++)
      model.params[i] = init === 'ones' ? 1 : init === 'zeros' ? 0 : std * random.normal()
  }
  return model
}

function parametersFor(input: ModelConfigInput, precision: Precision): Floats {
  const size = countParameters(input)
  try {
    return createFloats(size, precision)
  } catch (error) {
    throw new GlassformerError(
      'bad-config',
      say`A model of this config has ${size} parameters, more than there is room for here (${said(error)}). To count without one, take countParameters and countOps.`,
    )
  }
}
