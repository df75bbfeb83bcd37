import { describe, expect, it } from 'vitest'
import { readLlama2c, readLlama2cTokenizer, readSafetensors } from '../checkpoint'
import { readMinGPT } from '../checkpoint/minGPT'
import { readTokenizerJson } from '../tokenizer'

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const INDEX = JSON.stringify({
  metadata: { total_size: 9 },
  weight_map: {
    a: 'model-00001-of-00002.safetensors',
    b: 'model-00002-of-00002.safetensors',
    c: 'model-00001-of-00002.safetensors',
  },
})
const FILES: [string, string, RegExp][] = [
  ['nothing', '', /it is empty\. Download/],
  ['a web page', '\n<!DOCTYPE html><html><head><title>404</title></head></html>', /a web page.*\/resolve\//],
  ['a web page in capitals', '<HTML><BODY>no such file</BODY></HTML>', /a web page/],
  ['an error in XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', /a web page/],
  [
    'a pointer file',
    'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 548105171\n',
    /Git LFS pointer.*git lfs pull/,
  ],
  ['an annexed file', '../../.git/annex/objects/xx/yy/SHA256E-s1--00.bin/SHA256E-s1--00.bin', /git-annex pointer/],
  ['a zip', 'PK\x03\x04\x00\x00\x08\x08 archive/data.pkl', /a zip archive, as PyTorch.*save_file/],
  ['a pickle', '\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.', /Python pickle/],
  ['a GGUF', 'GGUF\x03\0\0\0\0\0\0\0', /GGUF/],
  ['an HDF5', '\x89HDF\r\n\x1a\n\0\0', /HDF5/],
  ['a gzip', '\x1f\x8b\x08\0\0\0\0\0\0', /gzip/],
]
const BYTES: [string, string, RegExp][] = [
  ...FILES,
  [
    'an index',
    INDEX,
    /index of a model in several files.*model-00001-of-00002\.safetensors, model-00002-of-00002\.safetensors/,
  ],
  ['a config', '{\n  "n_layer": 12,\n  "n_head": 12\n}', /JSON, such as a config\.json/],
  ['a line of text', 'Entry not found', /text that begins "Entry not found"/],
]

describe.each(BYTES)('%s in place of weights', (_, text, message) => {
  it.each([
    ['safetensors', (bytes: Uint8Array) => readSafetensors(bytes)],
    ['llama2.c', (bytes: Uint8Array) => readLlama2c(bytes)],
    ['tokenizer.bin', (bytes: Uint8Array) => readLlama2cTokenizer(bytes, 300)],
  ])('is called so by the reader of %s', (name, read) => {
    const error = {
      code: 'bad-checkpoint',
      message: expect.stringMatching(new RegExp(`^This is no ${name}.*${message.source}`)),
    }
    expect(() => read(bytesOf(text))).toThrow(expect.objectContaining(error))
  })
})

describe.each(FILES)('%s in place of JSON', (_, text, message) => {
  it('is called so', () => {
    expect(() => readMinGPT(text)).toThrow(
      expect.objectContaining({ code: 'bad-checkpoint', message: expect.stringMatching(message) }),
    )
    expect(() => readTokenizerJson(text)).toThrow(
      expect.objectContaining({ code: 'bad-tokenizer', message: expect.stringMatching(message) }),
    )
  })
})

it('a file of the right kind that is cut short is not called another', () => {
  const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
  const file = bytesOf(`${String.fromCharCode(header.length)}\0\0\0\0\0\0\0${header}`)
  expect(() => readSafetensors(file.subarray(0, 30))).toThrow(/cannot be read: it says that its header has/)
  // 640 wide: the first bytes of a model are those of a pickle too.
  const model = new Uint8Array(Int32Array.of(640, 1, 1, 1, 1, 300, 8).buffer)
  expect(() => readLlama2c(model)).toThrow(/not a whole llama2\.c model/)
})
