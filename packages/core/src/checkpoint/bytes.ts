import { describe } from '../tensor/describe'
import { GlassformerError } from '../tensor/errors'
import { clause, say } from '../tensor/say'

/** What a reader takes: a file's bytes, as `arrayBuffer()`, `bytes()` or `readFile` give them. */
export type FileBytes = Uint8Array | ArrayBuffer

/** A view of the bytes, not a copy. Throws `bad-checkpoint` for anything that holds none. */
export function fileBytes(file: unknown, what: string): Uint8Array {
  if (file instanceof Uint8Array) return file
  // By its tag, since a buffer of another window is no instance of this one's class.
  if (Object.prototype.toString.call(file) === '[object ArrayBuffer]') return new Uint8Array(file as ArrayBuffer)
  if (ArrayBuffer.isView(file)) return new Uint8Array(file.buffer, file.byteOffset, file.byteLength)
  throw new GlassformerError(
    'bad-checkpoint',
    say`${clause(what)} is read from its bytes, a Uint8Array or an ArrayBuffer; got ${describe(file)}.`,
  )
}

export function viewOfBytes(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Some names of a file, for a message: few, and none long. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => (name.length > 80 ? `${name.slice(0, 80)}...` : name))
  return `${shown.join(', ')}${names.length > 6 ? ` and ${names.length - 6} more` : ''}`
}
