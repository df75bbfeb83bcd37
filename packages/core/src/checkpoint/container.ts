import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { foreignFile } from '../tensor/foreignFile'
import { clause, type Said, say } from '../tensor/say'
import { sizeOf } from '../tensor/tensor'
import { viewOfBytes } from './bytes'
import { DTYPE_BYTES } from './dtypes'
import { parseHeader } from './headerJson'
import { recordOf } from './minGPTJson'

/** A tensor of a file, not decoded yet: `bytes` is a view of the file. */
export interface FileTensor {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

export interface Container {
  readonly tensors: readonly FileTensor[]
  readonly metadata: Readonly<Record<string, string>>
}

/** Room for the names of 30,000 tensors, where Llama 3 405B has 1,138; the format itself allows 100 MB. */
export const MAX_HEADER_BYTES = 4 * 2 ** 20

/** Under this name `__metadata__` holds our config as JSON. */
export const CONFIG_KEY = 'glassformer.config'

const LENGTH_BYTES = 8
const ENTRY = ['dtype', 'shape', 'data_offsets'] as const

/**
 * Takes a safetensors file apart (https://huggingface.co/docs/safetensors): 8 bytes for the header's length, the header as
 * JSON, then the tensors' data, which must fill the rest exactly, without gaps or overlaps. Nothing is copied, and all
 * that the header claims is held against the bytes there are. Throws `bad-checkpoint`.
 */
export function parseContainer(bytes: Uint8Array): Container {
  if (bytes.length < LENGTH_BYTES)
    throw notSafetensors(bytes) ?? badSafetensors(say`it has ${bytes.length} bytes, and its header's length takes 8`)
  const view = viewOfBytes(bytes)
  const headerBytes = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  const start = LENGTH_BYTES + headerBytes
  if (start > bytes.length)
    throw (
      notSafetensors(bytes) ??
      badSafetensors(
        say`it says that its header has ${headerBytes} bytes, but only ${bytes.length - LENGTH_BYTES} follow`,
      )
    )
  if (headerBytes > MAX_HEADER_BYTES)
    throw (
      notSafetensors(bytes) ??
      badSafetensors(say`its header has ${headerBytes} bytes; the limit is ${MAX_HEADER_BYTES}`)
    )
  const json = parseHeader(bytes.subarray(LENGTH_BYTES, start), badSafetensors)
  const { __metadata__, ...entries } = recordOf(json, 'its header', badSafetensors)
  const data = bytes.subarray(start)
  const placed = Object.entries(entries).map(([name, entry]) => place(name, entry, data))
  placed.sort((a, b) => a.from - b.from || a.to - b.to)
  let end = 0
  for (const { tensor, from, to } of placed) {
    if (from !== end)
      throw badSafetensors(
        say`the data of "${tensor.name.slice(0, 80)}" begins at ${from}, ${clause(from < end ? 'inside' : 'not at the end')} of what is before it, which ends at ${end}`,
      )
    end = to
  }
  if (end !== data.length)
    throw badSafetensors(say`its tensors take ${end} bytes, but ${data.length} follow the header`)
  return { tensors: placed.map(({ tensor }) => tensor), metadata: metadataOf(__metadata__) }
}

function place(name: string, entry: unknown, data: Uint8Array) {
  const what = `"${name.slice(0, 80)}"`
  const fields = recordOf(entry, what, badSafetensors)
  for (const field of ENTRY) if (!Object.hasOwn(fields, field)) throw badSafetensors(say`${what} has no ${field}`)
  const { dtype, shape, data_offsets: offsets } = fields
  const width = DTYPE_BYTES.get(dtype as string)
  if (typeof dtype !== 'string' || width === undefined) throw badSafetensors(say`${what} has dtype ${describe(dtype)}`)
  if (!isCounts(shape)) throw badSafetensors(say`${what} needs a shape of whole numbers; got ${describe(shape)}`)
  if (!isCounts(offsets) || offsets.length !== 2)
    throw badSafetensors(say`${what} needs two whole numbers as data_offsets; got ${describe(offsets)}`)
  const [from, to] = offsets as [number, number]
  if (from > to || to > data.length)
    throw badSafetensors(
      say`the data of ${what} goes from ${from} to ${to}, but there are ${data.length} bytes of data`,
    )
  const claimed = sizeOf(shape) * width
  if (claimed !== to - from)
    throw badSafetensors(
      say`${what}, ${dtype} of shape ${describe(shape)}, takes ${claimed} bytes; its data has ${to - from}`,
    )
  return { tensor: { name, dtype, shape, bytes: data.subarray(from, to) }, from, to }
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0)
}

function metadataOf(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {}
  const record = recordOf(value, '__metadata__', badSafetensors)
  for (const [key, item] of Object.entries(record))
    if (typeof item !== 'string')
      throw badSafetensors(say`__metadata__ holds text alone; "${key.slice(0, 80)}" is ${describe(item)}`)
  return record as Record<string, string>
}

/** What else a file is whose header cannot be one. */
function notSafetensors(bytes: Uint8Array): GlassformerError | undefined {
  const what = foreignFile(bytes)
  return what && new GlassformerError('bad-checkpoint', say`This is no safetensors file: ${what}.`)
}

export function badSafetensors(what: Said): GlassformerError {
  return new GlassformerError('bad-checkpoint', say`This safetensors file cannot be read: ${clause(what)}.`)
}
