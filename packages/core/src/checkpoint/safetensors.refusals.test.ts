import { describe, expect, it } from 'vitest'
import type { ModelConfigInput } from '../model/config'
import { type HeaderEntry, putTogether, takeApart, withFloat32 } from '../testing/damage'
import { livelyModel } from '../testing/naive'
import { MAX_HEADER_BYTES } from './container'
import { readSafetensors } from './safetensors'
import { writeSafetensors } from './writeSafetensors'

type Header = Record<string, HeaderEntry>

const CONFIG: ModelConfigInput = { nLayers: 2, nHeads: 2, dModel: 4, dMlp: 6, nCtx: 5, dVocab: 7 }
const model = livelyModel(CONFIG, 'float32')
const FILE = writeSafetensors(model)
const { data: DATA } = takeApart(FILE)
const HEADER_END = FILE.length - DATA.length
const fresh = () => takeApart(FILE).header
const fileOf = (header: string, data = DATA) => putTogether(header, data)

const WPE = 'transformer.wpe.weight'
const WTE = 'transformer.wte.weight'
const FC = 'transformer.h.1.mlp.c_fc.weight'
const LAST = 'transformer.ln_f.bias'

/** The file with its header changed. */
function spoil(change: (header: Header, at: (name: string) => HeaderEntry) => void, data = DATA): Uint8Array {
  const header = fresh()
  change(header, (name) => header[name] as HeaderEntry)
  return fileOf(JSON.stringify(header), data)
}

function claim(bytes: bigint): Uint8Array {
  const file = FILE.slice()
  new DataView(file.buffer).setBigUint64(0, bytes, true)
  return file
}

const raw = JSON.stringify(fresh())
describe('readSafetensors', () => {
  it.each<[string, unknown]>([
    ['got undefined', undefined],
    ['got null', null],
    ['got "model.safetensors"', 'model.safetensors'],
    ['it is empty', new Uint8Array()],
    ['it has 7 bytes', FILE.subarray(0, 7)],
    [`its header has ${HEADER_END - 8} bytes, but only 92 follow`, FILE.subarray(0, 100)],
    ['its header has 18446744073709552000 bytes, but only', claim(2n ** 64n - 1n)],
    ['its header has 9007199254740992 bytes, but only', claim(2n ** 53n)],
    ['its header is not JSON (Unexpected end', claim(0n)],
    [`the limit is ${MAX_HEADER_BYTES}`, fileOf(' '.repeat(MAX_HEADER_BYTES + 1))],
    ['its header is not JSON', fileOf('')],
    ['its header is not JSON', fileOf('{"a": ')],
    ['its header is not JSON', fileOf('{"a')],
    ['its header is not JSON', fileOf('"\\')],
    ['its header must be an object; got 12', fileOf('12')],
    ['its header must be an object; got []', fileOf('[]')],
    ['its header must be an object; got null', fileOf('null')],
    ['nested more than 4 deep', fileOf('['.repeat(100_000))],
    ['nested more than 4 deep', fileOf('{"a":'.repeat(5))],
    [
      `a name is there twice in its header: "${WPE}"`,
      fileOf(`${raw.slice(0, -1)},"${WPE}":${JSON.stringify(fresh()[WPE])}}`),
    ],
    [
      'a name is there twice in its header: a field',
      fileOf(raw.replace('"dtype":"F32"', '"dtype":"F32","dtype":"F32"')),
    ],
    [`"${FC}" must be an object; got 3`, spoil((header) => Object.assign(header, { [FC]: 3 }))],
    [`"${FC}" has no shape`, spoil((_, at) => delete (at(FC) as Partial<HeaderEntry>).shape)],
    [`"${FC}" has no data_offsets`, spoil((_, at) => delete (at(FC) as Partial<HeaderEntry>).data_offsets)],
    [`"${FC}" has dtype "F33"`, spoil((_, at) => Object.assign(at(FC), { dtype: 'F33' }))],
    [`"${FC}" has dtype "constructor"`, spoil((_, at) => Object.assign(at(FC), { dtype: 'constructor' }))],
    [`"${FC}" has dtype 4`, spoil((_, at) => Object.assign(at(FC), { dtype: 4 }))],
    [
      `"${FC}" has dtype I32; weights are F32, F16, BF16, F64`,
      spoil((_, at) => Object.assign(at(FC), { dtype: 'I32' })),
    ],
    [
      `"${FC}", F16 of shape [4, 6], takes 48 bytes; its data has 96`,
      spoil((_, at) => Object.assign(at(FC), { dtype: 'F16' })),
    ],
    [
      `"${FC}" needs a shape of whole numbers; got [4, -6]`,
      spoil((_, at) => Object.assign(at(FC), { shape: [4, -6] })),
    ],
    [`"${FC}" needs a shape of whole numbers; got "4,6"`, spoil((_, at) => Object.assign(at(FC), { shape: '4,6' }))],
    [
      `"${FC}", F32 of shape [1000000000000, 1000000000000], takes`,
      spoil((_, at) => Object.assign(at(FC), { shape: [1e12, 1e12] })),
    ],
    [`"${FC}" has shape [6, 4]; expected [4, 6]`, spoil((_, at) => Object.assign(at(FC), { shape: [6, 4] }))],
    [`"${FC}" has shape [24]; expected [4, 6]`, spoil((_, at) => Object.assign(at(FC), { shape: [24] }))],
    ['two whole numbers as data_offsets; got [0]', spoil((_, at) => Object.assign(at(FC), { data_offsets: [0] }))],
    [
      'two whole numbers as data_offsets; got [0, 0.5]',
      spoil((_, at) => Object.assign(at(FC), { data_offsets: [0, 0.5] })),
    ],
    ['goes from 96 to 0,', spoil((_, at) => Object.assign(at(FC), { data_offsets: [96, 0] }))],
    ['goes from 1000000000 to 1000000096,', spoil((_, at) => Object.assign(at(FC), { data_offsets: [1e9, 1e9 + 96] }))],
    ['got [0, 1e+308]', spoil((_, at) => Object.assign(at(FC), { data_offsets: [0, 1e308] }))],
    [
      `the data of "${WTE}" begins at 0, inside of what is before it, which ends at 96`,
      spoil((_, at) => Object.assign(at(FC), { data_offsets: [0, 96] })),
    ],
    ['not at the end of what is before it', spoil((header) => delete header[FC])],
    [`bytes, but ${DATA.length} follow the header`, spoil((header) => delete header[LAST])],
    [`there are ${DATA.length - 1} bytes of data`, FILE.subarray(0, -1)],
    [`but ${DATA.length + 1} follow the header`, fileOf(raw, new Uint8Array(DATA.length + 1))],
    ['__metadata__ must be an object; got 1', spoil((header) => Object.assign(header, { __metadata__: 1 }))],
    ['__metadata__ holds text alone; "a" is 1', spoil((header) => Object.assign(header, { __metadata__: { a: 1 } }))],
    ['is not JSON: "{"', spoil((header) => Object.assign(header, { __metadata__: { 'glassformer.config': '{' } }))],
    [
      'the config in its metadata must be an object; got 3',
      spoil((header) => Object.assign(header, { __metadata__: { 'glassformer.config': '3' } })),
    ],
    [
      'no shape says how many heads share a width of 4; give config.nHeads',
      spoil((header) => delete header.__metadata__),
    ],
    ['it is of no family known here', spoil((header) => rename(header, WTE, 'token_embedding'))],
    [`it is of no family known here: none of wte.weight`, fileOf('{}', new Uint8Array())],
    ['of which there are none', fileOf('{}', new Uint8Array())],
    ['tensors are missing: h.1.mlp.c_fc.weight', spoil((header) => rename(header, FC, 'h.1.mlp.fc.weight'))],
    [
      'a model of this config has no tensors of these names: h.0.attn.rotary',
      spoil((header) =>
        Object.assign(header, { 'h.0.attn.rotary': { dtype: 'F32', shape: [0], data_offsets: [0, 0] } }),
      ),
    ],
    ['"wpe.weight" is there twice', spoil((header) => rename(header, LAST, 'wpe.weight'))],
    [`value 1 of "${WTE}" is Infinity`, withFloat32(FILE, HEADER_END + 4, Number.POSITIVE_INFINITY)],
    ['"wte.weight" is there twice', [FILE, FILE]],
    ['it is of no family known here', []],
    ['it is empty', [FILE, new Uint8Array()]],
  ])('refuses: %s', (message, file) => {
    const error = { code: 'bad-checkpoint', message: expect.stringContaining(message) }
    expect(() => readSafetensors(file as Uint8Array)).toThrow(expect.objectContaining(error))
  })

  it.each<[string, Record<string, unknown>]>([
    ['a config has no field "heads"', { heads: 2 }],
    ['nHeads must be a positive whole number; got 0', { nHeads: 0 }],
    ['nHeads must be a positive whole number; got NaN', { nHeads: Number.NaN }],
    ['nHeads must be a positive whole number; got "2"', { nHeads: '2' }],
    ['"transformer.wte.weight" has shape [7, 4]; expected [8, 4]', { dVocab: 8 }],
    ['"transformer.wte.weight" has shape [7, 4]; expected [9007199254740991, 4]', { dVocab: 2 ** 53 - 1 }],
    ['it would have 9000000000 layers, but there are only', { nLayers: 9e9 }],
    ['tensors are missing: h.2.ln_1.weight', { nLayers: 3 }],
    ['no tensors of these names: h.1.', { nLayers: 1 }],
    ['tensors are missing: lm_head.weight', { tied: false }],
    ['the names of gpt2, which has norm layernorm, not rmsnorm', { norm: 'rmsnorm' }],
    ['which has positions learned, not rotary', { positions: 'rotary' }],
    ['nKVHeads 2, not 1', { nKVHeads: 1 }],
    ['activation must be one of', { activation: 'silu' }],
    ['normEps must be a positive number; got Infinity', { normEps: Number.POSITIVE_INFINITY }],
    ['tied must be one of true, false; got "yes"', { tied: 'yes' }],
  ])('refuses, of a config: %s', (message, config) => {
    const error = { code: 'bad-checkpoint', message: expect.stringContaining(message) }
    expect(() => readSafetensors(FILE, { nLayers: 2, tied: true, ...config })).toThrow(expect.objectContaining(error))
  })

  it('reads shards in any order', () => {
    const header = fresh()
    const names = Object.keys(header).filter((name) => name !== '__metadata__')
    const half = (mine: readonly string[], metadata: boolean) => {
      const entries: Record<string, unknown> = metadata ? { __metadata__: header.__metadata__ } : {}
      let data = new Uint8Array()
      for (const name of mine) {
        const { data_offsets: offsets, ...entry } = header[name] as HeaderEntry
        const [from, to] = offsets as [number, number]
        entries[name] = { ...entry, data_offsets: [data.length, data.length + to - from] }
        data = new Uint8Array([...data, ...DATA.subarray(from, to)])
      }
      return fileOf(JSON.stringify(entries), data)
    }
    const shards = [half(names.slice(7).reverse(), false), half(names.slice(0, 7), true)]
    expect(readSafetensors(shards).params).toEqual(model.params)
  })
})

function rename(header: Header, from: string, to: string): void {
  header[to] = header[from] as HeaderEntry
  delete header[from]
}
