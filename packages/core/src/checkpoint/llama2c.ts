import { type ModelConfig, resolveConfig } from '../model/config'
import { parameterLayout } from '../model/parameters'
import { checkOptions, checkText } from '../tensor/checks'
import { GlassformerError } from '../tensor/errors'
import { firstNotFinite } from '../tensor/floats'
import { foreignFile } from '../tensor/foreignFile'
import { clause, type Said, say } from '../tensor/say'
import { type Floats, sizeOf } from '../tensor/tensor'
import { type FileBytes, fileBytes, viewOfBytes } from './bytes'
import type { Checkpoint } from './checkpoint'
import { decodeFloats } from './dtypes'
import { readLlama2cTokenizer } from './llama2cTokenizer'
import { asItIs, fill, matrixOf, sourcesOf, transposed } from './sources'

export interface Llama2cOptions {
  /** The model's `tokenizer.bin`. Without it, prompts are token ids. */
  readonly tokenizer?: FileBytes | undefined
  readonly name?: string | undefined
}

const HEADER = ['dim', 'hidden_dim', 'n_layers', 'n_heads', 'n_kv_heads', 'vocab_size', 'seq_len'] as const
const HEADER_BYTES = 4 * HEADER.length
/** "ak42", with which files of version 1 and 2 begin. */
const MAGIC = 0x616b3432

/** The order of the file: what each section holds for all layers, one after another, by our names. */
const SECTIONS = [
  'embed.W_E',
  'ln1.w',
  'attn.W_Q',
  'attn.W_K',
  'attn.W_V',
  'attn.W_O',
  'ln2.w',
  'mlp.W_gate',
  'mlp.W_out',
  'mlp.W_in',
  'ln_final.w',
] as const

/**
 * Reads llama2.c's `.bin` of version 0 (https://github.com/karpathy/llama2.c): seven 32-bit integers, then float32 weights.
 * It is a Llama with RMSNorm (eps 1e-5), SwiGLU, rotary positions (base 10,000) and grouped queries; a positive vocab_size says
 * that the classifier is the embedding, a negative one that it follows at the end. The tables of sines and cosines
 * in the file are passed over, as llama2.c itself does now.
 *
 * Rotary pairs are neighbours there (2i, 2i + 1) and halves here (i, i + dHead / 2): the columns of `W_Q` and `W_K` are put into
 * that order, which changes no score. With a tokenizer, text begins with BOS: see `readLlama2cTokenizer`.
 *
 * @throws `bad-checkpoint` unless the file has exactly the length that its header makes, and all weights are finite
 */
export function readLlama2c(file: FileBytes, options: Llama2cOptions = {}): Checkpoint {
  const { tokenizer, name } = checkOptions('readLlama2c', options, { tokenizer: true, name: true })
  if (name !== undefined) checkText('name', name)
  const bytes = fileBytes(file, 'A llama2.c model')
  const config = readHeader(bytes)
  const params = new Float32Array(parameterLayout(config).size)
  const starts = startsOf(config)
  const sources = sourcesOf(config, (entry) =>
    /\.W_[^E]/.test(entry.name) ? transposed(entry, entry.name) : asItIs(entry, entry.name),
  )
  for (const source of sources) {
    const size = sizeOf(source.shape)
    const from = HEADER_BYTES + 4 * (starts.get(source.key) as number)
    const values = decodeFloats(viewOfBytes(bytes.subarray(from, from + 4 * size)), 'F32', size)
    const wrong = firstNotFinite(values)
    if (wrong >= 0) throw bad(say`value ${wrong} of ${source.key} is ${values[wrong]}`)
    fill(params, values, source)
  }
  for (const entry of parameterLayout(config).entries)
    if (/\.W_[QK]$/.test(entry.name)) pairHalves(params, entry.offset, matrixOf(entry), config.dHead)
  return { config, params, name, tokenizer: tokenizer && readLlama2cTokenizer(tokenizer, config.dVocab) }
}

function readHeader(bytes: Uint8Array): ModelConfig {
  const other = foreignFile(bytes)
  if (other) throw new GlassformerError('bad-checkpoint', say`This is no llama2.c model: ${other}.`)
  if (bytes.length < HEADER_BYTES) throw bad(say`it has ${bytes.length} bytes, and its header takes ${HEADER_BYTES}`)
  const view = viewOfBytes(bytes)
  if (view.getUint32(0, true) === MAGIC)
    throw bad(say`it is of version ${view.getInt32(4, true)}; only version 0 is read. Export it with --version 0`)
  const fields = HEADER.map((field, i) => {
    const value = view.getInt32(4 * i, true)
    if (value > 0 || (field === 'vocab_size' && value < 0)) return value
    throw bad(say`its header has ${field} ${value}`)
  })
  const [dModel, dMlp, nLayers, nHeads, nKVHeads, vocabulary, nCtx] = fields as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const [dVocab, tied] = [Math.abs(vocabulary), vocabulary > 0]
  if (dModel % (2 * nHeads)) throw bad(say`dim (${dModel}) must be an even number of times n_heads (${nHeads})`)
  if (nHeads % nKVHeads) throw bad(say`n_kv_heads (${nKVHeads}) must divide n_heads (${nHeads})`)
  const dHead = dModel / nHeads
  const perLayer = 2 * dModel + 2 * dModel * (nHeads + nKVHeads) * dHead + 3 * dModel * dMlp
  const floats = (tied ? 1 : 2) * dVocab * dModel + nLayers * perLayer + dModel + nCtx * dHead
  // From here on, nothing that is made of these numbers is larger than the file.
  if (HEADER_BYTES + 4 * floats !== bytes.length)
    throw bad(
      say`by its header (${HEADER.map((field, i) => `${field} ${fields[i]}`).join(', ')}) it would have ${HEADER_BYTES + 4 * floats} bytes; it has ${bytes.length}`,
    )
  return resolveConfig({
    ...{ nLayers, nHeads, nKVHeads, dModel, dMlp, nCtx, dVocab, tied },
    norm: 'rmsnorm',
    normEps: 1e-5,
    positions: 'rotary',
    rotaryBase: 10_000,
    activation: 'swiglu',
    bias: false,
  })
}

/** Where each parameter begins in the file, counted in floats after the header. */
function startsOf(config: ModelConfig): ReadonlyMap<string, number> {
  const { byName } = parameterLayout(config)
  const starts = new Map<string, number>()
  let at = 0
  for (const section of SECTIONS)
    for (const layer of byName.has(section) ? [''] : Array.from({ length: config.nLayers }, (_, l) => `blocks.${l}.`)) {
      starts.set(layer + section, at)
      at += byName.get(layer + section)?.size ?? 0
    }
  // Sines and cosines lie before a classifier of its own.
  return starts.set('unembed.W_U', at + config.nCtx * config.dHead)
}

/** Reorders the columns of each head: all first members of the pairs, then all second ones. */
function pairHalves(
  params: Floats,
  offset: number,
  { inputs, outputs }: { inputs: number; outputs: number },
  dHead: number,
): void {
  for (let from = offset; from < offset + inputs * outputs; from += dHead) {
    const pairs = params.slice(from, from + dHead)
    for (let i = 0; i < dHead / 2; i++) {
      params[from + i] = pairs[2 * i]!
      params[from + i + dHead / 2] = pairs[2 * i + 1]!
    }
  }
}

function bad(what: Said): GlassformerError {
  return new GlassformerError('bad-checkpoint', say`This is not a whole llama2.c model: ${clause(what)}.`)
}
