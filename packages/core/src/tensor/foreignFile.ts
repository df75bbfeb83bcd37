import { describe } from './describe'
import { clause, type Sentence, say } from './say'

/** A kind of file that people have at hand in place of weights: how it begins, what it is called, and what to do. */
interface Kind {
  readonly begins: RegExp | readonly string[]
  readonly is: string
  readonly advice: string
}

// One character a byte, so that patterns can name bytes.
const KINDS: readonly Kind[] = [
  { begins: /^$/, is: 'empty', advice: 'Download it again' },
  {
    begins: /^(\xef\xbb\xbf)?\s*<(!doctype|!--|html|head|body|\?xml)/i,
    is: 'a web page, perhaps one that says that there is no such file',
    advice: 'Take the address that downloads the file itself: on Hugging Face, with /resolve/ in it, not /blob/',
  },
  {
    begins: /^version https:\/\/git-lfs/,
    is: 'a Git LFS pointer, which only stands for the file',
    advice: 'Fetch the file itself with `git lfs pull`, or download it by its /resolve/ address',
  },
  {
    begins: /^[./\w]*\/annex\/objects\//,
    is: 'a git-annex pointer, which only stands for the file',
    advice: 'Fetch the file itself with `git annex get`',
  },
  {
    begins: ['PK\x03\x04', 'PK\x05\x06'],
    is: 'a zip archive, as PyTorch saves weights in .bin, .pt and .pth files',
    advice: 'Save the weights with safetensors.torch.save_file, or unpack the archive if the file is in it',
  },
  {
    // A protocol, and the first of its instructions.
    begins: [
      '\x80\x02\x8a',
      '\x80\x02c',
      '\x80\x02}',
      '\x80\x02]',
      '\x80\x03c',
      '\x80\x03}',
      '\x80\x04\x95',
      '\x80\x05\x95',
    ],
    is: 'a Python pickle, as PyTorch saved weights once',
    advice: 'Save the weights with safetensors.torch.save_file',
  },
  { begins: ['GGUF'], is: 'a GGUF file, as llama.cpp reads them', advice: 'Take the safetensors files of the model' },
  { begins: ['\x89HDF'], is: 'an HDF5 file', advice: 'Take the safetensors files of the model' },
  { begins: ['\x1f\x8b\x08'], is: 'compressed with gzip', advice: 'Unpack it first' },
]

/** What bytes are that are not the binary file that was asked for, and what to do; nothing if they look like none of these. */
export function foreignFile(bytes: Uint8Array): Sentence | undefined {
  const begin = String.fromCharCode(...bytes.subarray(0, 200))
  if (/^(\xef\xbb\xbf)?\s*[[{]/.test(begin)) return jsonFile(bytes)
  const isText = /^[\t\n\r -~]+$/.test(begin)
  return (
    foreignText(begin) ?? (isText ? say`it is text that begins ${describe(begin)}. Take the file itself` : undefined)
  )
}

/** The same of a text, whose kind is not told by its being text or JSON. */
export function foreignText(text: string): Sentence | undefined {
  const begin = text.slice(0, 200)
  const kind = KINDS.find(({ begins }) =>
    begins instanceof RegExp ? begins.test(begin) : begins.some((magic) => begin.startsWith(magic)),
  )
  return kind && say`it is ${clause(kind.is)}. ${clause(kind.advice)}`
}

/** JSON that lies beside weights: the index of a model whose weights are in several files, a config. */
function jsonFile(bytes: Uint8Array): Sentence {
  const text = Array.from(bytes.subarray(0, 2 ** 22), (byte) => String.fromCharCode(byte)).join('')
  const files = /"weight_map"/.test(text) ? new Set(text.match(/[\w.-]+\.safetensors(?=")/g)) : new Set<string>()
  return files.size
    ? say`it is the index of a model in several files. Give all of these together, in an array: ${[...files].sort().slice(0, 12).join(', ')}${clause(files.size > 12 ? ' ...' : '')}`
    : say`it is JSON, such as a config.json, which goes beside the weights. Take the file with the weights`
}
