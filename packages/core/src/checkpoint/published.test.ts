import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { generate } from '../inference/generate'
import { runForward } from '../inference/runForward'
import type { ModelConfig } from '../model/config'
import { modelOf } from '../model/model'
import { takeApart } from '../testing/damage'
import { type Checkpoint, modelFrom } from './checkpoint'
import type { WrittenDtype } from './dtypes'
import { readLlama2c } from './llama2c'
import { readSafetensors } from './safetensors'
import { writeSafetensors } from './writeSafetensors'

/** What `fixtures/make_checkpoints.py` writes: a file of another program, and what that program computes from it, in float64. */
interface Fixture {
  readonly tokens: readonly number[]
  readonly logits: { readonly shape: readonly number[]; readonly data: string }
  readonly file: string
}
interface HuggingFaceFixture extends Fixture {
  readonly config: Readonly<Record<string, unknown>>
}
interface Llama2cFixture extends Fixture {
  readonly tokenizer?: string
  readonly encoded?: readonly { readonly text: string; readonly ids: readonly number[] }[]
}

function readFixture<F extends Fixture>(name: string): F {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'))
}

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

/** The largest difference of our logits from theirs, relative to the largest of theirs. */
function difference({ config, params }: Checkpoint, fixture: Fixture, precision: 'float32' | 'float64'): number {
  const weights = precision === 'float32' ? params : Float64Array.from(params)
  const { data, shape } = runForward(modelOf(config, weights), fixture.tokens).tensor('logits')
  const bytes = Buffer.from(fixture.logits.data, 'base64')
  expect(shape).toEqual(fixture.logits.shape)
  expect(bytes.length).toBe(8 * data.length)
  const theirs = Array.from(data, (_, i) => bytes.readDoubleLE(8 * i))
  return (
    Math.max(...theirs.map((value, i) => Math.abs(value - (data[i] as number)))) / Math.max(...theirs.map(Math.abs))
  )
}

const HUGGING_FACE: readonly (readonly [string, Partial<ModelConfig>])[] = [
  ['checkpoint-gpt2', { activation: 'gelu_tanh', dMlp: 48, tied: true, bias: true }],
  ['checkpoint-gpt2-f16', { activation: 'relu', dMlp: 20, tied: true, bias: true }],
  ['checkpoint-llama', { nKVHeads: 2, dHead: 4, rotaryBase: 500_000, normEps: 1e-6, tied: false, bias: false }],
  ['checkpoint-qwen2', { nKVHeads: 2, rotaryBase: 1_000_000, attentionWindow: 16, tied: true, bias: 'qkv' }],
  ['checkpoint-mistral', { nKVHeads: 1, attentionWindow: 3, tied: false, bias: false }],
]

const dtypeOf: Readonly<Record<string, WrittenDtype>> = {
  'checkpoint-gpt2-f16': 'F16',
  'checkpoint-llama': 'BF16',
  'checkpoint-mistral': 'F16',
}

/** Every tensor's shape, type and bytes, GPT-2's without their prefix. */
function tensorsOf(file: Uint8Array): Map<string, unknown> {
  const { header, data } = takeApart(file)
  const { __metadata__, ...tensors } = header
  return new Map(
    Object.entries(tensors).map(([name, { dtype, shape, data_offsets: offsets }]) => {
      const [from, to] = offsets as [number, number]
      return [name.replace(/^transformer\./, ''), { dtype, shape, data: Array.from(data.subarray(from, to)) }]
    }),
  )
}

describe.each(HUGGING_FACE)('%s', (name, expected) => {
  const fixture = readFixture<HuggingFaceFixture>(name)
  const checkpoint = readSafetensors(bytesOf(fixture.file), fixture.config)

  it('has the config of its config.json', () => {
    expect(checkpoint.config).toMatchObject(expected)
  })

  it('computes the logits that PyTorch computes', () => {
    expect(difference(checkpoint, fixture, 'float32')).toBeLessThan(1e-5)
    expect(difference(checkpoint, fixture, 'float64')).toBeLessThan(1e-12)
  })

  it('comes back from a file of ours', () => {
    const again = readSafetensors(writeSafetensors(checkpoint))
    expect(again.config).toEqual(checkpoint.config)
    expect(again.params).toEqual(checkpoint.params)
  })

  it('is written with the same bytes under the same names', () => {
    const theirs = tensorsOf(bytesOf(fixture.file))
    const ours = tensorsOf(writeSafetensors(checkpoint, { dtype: dtypeOf[name] ?? 'F32' }))
    for (const key of theirs.keys())
      if (/\.masked_bias$|\.attn\.bias$|inv_freq$/.test(key) || (key === 'lm_head.weight' && expected.tied))
        theirs.delete(key)
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort())
    for (const [key, tensor] of theirs) expect(ours.get(key), key).toEqual(tensor)
  })
})

describe.each(['llama2c-shared', 'llama2c-unshared'])('%s', (name) => {
  const fixture = readFixture<Llama2cFixture>(name)
  const tokenizer = fixture.tokenizer === undefined ? undefined : bytesOf(fixture.tokenizer)
  const checkpoint = readLlama2c(bytesOf(fixture.file), { tokenizer })

  it('computes the logits that its own algorithm computes', () => {
    expect(difference(checkpoint, fixture, 'float32')).toBeLessThan(1e-5)
    expect(difference(checkpoint, fixture, 'float64')).toBeLessThan(1e-12)
  })

  it.each(fixture.encoded ?? [])('has the tokens of $text, and the text of its tokens', ({ text, ids }) => {
    expect(checkpoint.tokenizer?.encode(text)).toEqual(ids)
    expect(checkpoint.tokenizer?.decode(ids)).toBe(text)
  })

  it('takes text, if it has a tokenizer', () => {
    const model = modelFrom(checkpoint)
    if (!tokenizer) {
      expect(() => generate(model, 'Once')).toThrow(/no tokenizer/)
      return
    }
    const trace = generate(model, 'Once upon a time', { maxNewTokens: 12 })
    const [, ...prompt] = trace.tokens.slice(0, trace.promptLength)
    expect(trace.tokens[0]).toEqual({ id: 1, text: '<s>' })
    expect(prompt.map(({ text }) => text).join('')).toBe(' Once upon a time')
    expect(trace.text.startsWith('Once upon a time')).toBe(true)
    expect(trace.text).toBe(checkpoint.tokenizer?.decode(trace.tokens.map(({ id }) => id)))
    // Without a prompt, llama2.c's models begin from BOS alone.
    expect(generate(model, '', { maxNewTokens: 3 })).toMatchObject({ promptLength: 1 })
  })
})
