import { type ModelConfig, resolveConfig } from '../model/config'
import { parameterLayout } from '../model/parameters'
import { checkOptions, isFloats, isObject } from '../tensor/checks'
import { describe } from '../tensor/describe'
import { checkOption, GlassformerError } from '../tensor/errors'
import { clause, say } from '../tensor/say'
import { type Floats, sizeOf } from '../tensor/tensor'
import { bytesOf } from '../tokenizer/utf8'
import { GPT2_PREFIX, HEAD } from './arrange'
import { viewOfBytes } from './bytes'
import { CONFIG_KEY } from './container'
import { encodeFloats, WRITTEN_DTYPES, type WrittenDtype } from './dtypes'
import { type Family, familyOf, familySources } from './families'
import { byKey, gather, type Source } from './sources'

export interface WriteSafetensorsOptions {
  /** F32 keeps every bit of a float32 model; F16 and BF16 round to the nearest and halve the file. @default 'F32' */
  readonly dtype?: WrittenDtype
}

/**
 * A safetensors file of a model, or of a checkpoint. The names are those of Hugging Face's GPT-2 or Llama if its config is one
 * that they could run (their config.json is not written), else our own. The config goes into `__metadata__`, so that
 * `readSafetensors` needs none. A tokenizer is not written.
 * Throws `bad-option` for another dtype, `bad-config` if the config has another number of parameters, and `bad-checkpoint`
 * for a value that is not finite, or too large for F16 (65,504 is the largest).
 */
export function writeSafetensors(
  model: { readonly config: ModelConfig; readonly params: Floats },
  options: WriteSafetensorsOptions = {},
): Uint8Array {
  checkOption('A model', model, isObject(model) && isFloats(model.params), 'an object with config and params')
  const { dtype = 'F32' } = checkOptions('writeSafetensors', options, { dtype: true })
  const { params } = model
  const config = resolveConfig(model.config)
  if (!WRITTEN_DTYPES.includes(dtype))
    throw new GlassformerError(
      'bad-option',
      say`dtype must be one of ${WRITTEN_DTYPES.join(', ')}; got ${describe(dtype)}.`,
    )
  const { size } = parameterLayout(config)
  if (params.length !== size)
    throw new GlassformerError('bad-config', say`This config has ${size} parameters; got ${params.length}.`)
  const family = familyOf(config)
  const groups = byKey(familySources(family, config))
  const width = dtype === 'F32' ? 4 : 2
  const entries: Record<string, unknown> = { __metadata__: { format: 'pt', [CONFIG_KEY]: JSON.stringify(config) } }
  let end = 0
  for (const [key, [source]] of groups) {
    const { shape } = source as Source
    const start = end
    end += width * sizeOf(shape)
    entries[fullName(family, key)] = { dtype, shape, data_offsets: [start, end] }
  }
  const header = bytesOf(JSON.stringify(entries))
  // Spaces up to a multiple of 8, so that the data can be viewed in place.
  const headerBytes = Math.ceil(header.length / 8) * 8
  const file = new Uint8Array(8 + headerBytes + end)
  viewOfBytes(file).setUint32(0, headerBytes, true)
  file.fill(0x20, 8, 8 + headerBytes)
  file.set(header, 8)
  let at = 8 + headerBytes
  for (const [key, sources] of groups) {
    const values = new Float32Array(sizeOf((sources[0] as Source).shape))
    for (const source of sources) gather(params, values, source)
    const bytes = file.subarray(at, at + width * values.length)
    const wrong = encodeFloats(viewOfBytes(bytes), dtype, values)
    if (wrong >= 0)
      throw new GlassformerError(
        'bad-checkpoint',
        say`Value ${wrong} of "${fullName(family, key)}" is ${values[wrong]}, which ${dtype} cannot hold. Write finite weights${clause(dtype === 'F32' ? '' : ', or F32')}.`,
      )
    at += bytes.length
  }
  return file
}

function fullName(family: Family, key: string): string {
  return family === 'gpt2' && key !== HEAD ? GPT2_PREFIX + key : key
}
