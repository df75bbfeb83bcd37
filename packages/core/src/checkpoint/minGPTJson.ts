import { GlassformerError } from '../tensor/errors'
import { sizeOf } from '../tensor/tensor'

const BYTES = 4

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw badMinGPT(`it is not JSON (${(error as Error).message})`)
  }
}

export function recordOf(value: unknown, what: string, bad = badMinGPT): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value && !Array.isArray(value)) return value as Record<string, unknown>
  throw bad(`${what} must be an object; got ${show(value)}`)
}

/** One tensor of the file, checked by itself. Throws `bad-checkpoint` with its name and what is wrong. */
export function decodeTensor(name: string, value: unknown): { shape: readonly number[]; data: Float32Array } {
  const what = `"${name}"`
  const { shape, dtype, data } = recordOf(value, what)
  if (dtype !== 'torch.float32') throw badMinGPT(`${what} has dtype ${show(dtype)}; expected torch.float32`)
  if (!Array.isArray(shape) || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0))
    throw badMinGPT(`${what} needs a shape of whole numbers; got ${show(shape)}`)
  if (typeof data !== 'string') throw badMinGPT(`${what} needs data in base64; got ${show(data)}`)
  let binary: string
  try {
    binary = atob(data)
  } catch {
    throw badMinGPT(`the data of ${what} is not base64`)
  }
  const size = sizeOf(shape)
  if (binary.length !== BYTES * size)
    throw badMinGPT(`${what} of shape ${show(shape)} takes ${BYTES * size} bytes; its data has ${binary.length}`)
  const bytes = new DataView(Uint8Array.from(binary, (char) => char.charCodeAt(0)).buffer)
  const floats = new Float32Array(size)
  for (let i = 0; i < size; i++) {
    floats[i] = bytes.getFloat32(BYTES * i, true)
    if (!Number.isFinite(floats[i])) throw badMinGPT(`value ${i} of ${what} is ${floats[i]}`)
  }
  return { shape, data: floats }
}

export function badMinGPT(what: string): GlassformerError {
  return new GlassformerError(
    'bad-checkpoint',
    `This is not a whole minGPT checkpoint: ${what}. Write it again from the model's state_dict.`,
  )
}

/** A value of the file, for a message: short, and safe whatever it is. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.slice(0, 8).map((item) => (typeof item === 'object' ? '?' : show(item)))}]`
  return typeof value === 'number' || value === null
    ? String(value)
    : typeof value === 'string'
      ? `"${value.slice(0, 40)}"`
      : typeof value
}
