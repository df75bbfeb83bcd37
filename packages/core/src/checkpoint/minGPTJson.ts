import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { foreignText } from '../tensor/foreignFile'
import { clause, type Said, say } from '../tensor/say'
import { sizeOf } from '../tensor/tensor'

const BYTES = 4

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const other = foreignText(text)
    if (other) throw new GlassformerError('bad-checkpoint', say`This is no minGPT checkpoint: ${other}.`)
    throw badMinGPT(say`it is not JSON (${(error as Error).message})`)
  }
}

export function recordOf(value: unknown, what: string, bad = badMinGPT): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value && !Array.isArray(value)) return value as Record<string, unknown>
  throw bad(say`${clause(what)} must be an object; got ${describe(value)}`)
}

/** One tensor of the file, checked by itself. Throws `bad-checkpoint` with its name and what is wrong. */
export function decodeTensor(name: string, value: unknown): { shape: readonly number[]; data: Float32Array } {
  const what = `"${name}"`
  const { shape, dtype, data } = recordOf(value, what)
  if (dtype !== 'torch.float32') throw badMinGPT(say`${what} has dtype ${describe(dtype)}; expected torch.float32`)
  if (!Array.isArray(shape) || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0))
    throw badMinGPT(say`${what} needs a shape of whole numbers; got ${describe(shape)}`)
  if (typeof data !== 'string') throw badMinGPT(say`${what} needs data in base64; got ${describe(data)}`)
  let binary: string
  try {
    binary = atob(data)
  } catch {
    throw badMinGPT(say`the data of ${what} is not base64`)
  }
  const size = sizeOf(shape)
  if (binary.length !== BYTES * size)
    throw badMinGPT(say`${what} of shape ${describe(shape)} takes ${BYTES * size} bytes; its data has ${binary.length}`)
  const bytes = new DataView(Uint8Array.from(binary, (char) => char.charCodeAt(0)).buffer)
  const floats = new Float32Array(size)
  for (let i = 0; i < size; i++) {
    floats[i] = bytes.getFloat32(BYTES * i, true)
    if (!Number.isFinite(floats[i])) throw badMinGPT(say`value ${i} of ${what} is ${floats[i]}`)
  }
  return { shape, data: floats }
}

export function badMinGPT(what: Said): GlassformerError {
  return new GlassformerError(
    'bad-checkpoint',
    say`This is not a whole minGPT checkpoint: ${clause(what)}. Write it again from the model's state_dict.`,
  )
}
