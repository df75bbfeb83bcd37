import type { Floats } from '../tensor/tensor'
import { BINARY } from './binary'
import type { Kernels } from './exports'

/**
 * The start of every memory is the kernels' own: first what assembly/memory.ts lays out, then, from the `--memoryBase` of
 * scripts/kernels.mjs on, their constants. What they compute with begins here.
 */
const SCRATCH_BYTES = 16384
const PAGE_BYTES = 65536
/** Views start where a line of a processor's cache does. */
const LINE_BYTES = 64

/** One linear memory with the kernels that work on it. It never grows, so that no view of it is ever detached. */
interface Arena {
  readonly kernels: Kernels
  readonly buffer: ArrayBuffer
  /** What is free, as [start, end) in bytes, in order, no two touching. */
  free: (readonly [number, number])[]
  /** End of each taken part by its start. */
  readonly taken: Map<number, number>
  /** Memory is zero from here on. */
  touched: number
}

const arenas = new WeakMap<ArrayBufferLike, Arena>()

let compiled: WebAssembly.Module | null | undefined

/** Compiled once, when first needed. Null where WebAssembly, or its SIMD, is missing or refused. */
function module(): WebAssembly.Module | null {
  if (compiled !== undefined) return compiled
  try {
    const bytes = Uint8Array.from({ length: BINARY.length / 2 }, (_, i) =>
      Number.parseInt(BINARY.slice(2 * i, 2 * i + 2), 16),
    )
    compiled = new WebAssembly.Module(bytes)
  } catch {
    compiled = null
  }
  return compiled
}

/**
 * Moves parameters into a memory of their own, with room beside them for `room` more numbers, and returns the view to
 * use from now on. Returns them as they are if they are float64, or in such a memory already, or none can be made.
 */
export function moveToArena(params: Floats, room: number): Floats {
  if (!(params instanceof Float32Array) || arenas.has(params.buffer)) return params
  const arena = createArena(SCRATCH_BYTES + 4 * (params.length + room) + 64 * LINE_BYTES)
  const view = arena && take(arena, params.length)
  if (!view) return params
  view.set(params)
  return view
}

function createArena(bytes: number): Arena | undefined {
  const compiledModule = module()
  const pages = Math.ceil(bytes / PAGE_BYTES)
  if (!compiledModule || pages > 65536) return undefined
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly.Instance(compiledModule, { env: { memory } })
    const { buffer } = memory
    const arena: Arena = {
      kernels: exports as unknown as Kernels,
      buffer,
      free: [[SCRATCH_BYTES, buffer.byteLength]],
      taken: new Map(),
      touched: SCRATCH_BYTES,
    }
    arenas.set(buffer, arena)
    return arena
  } catch {
    // Engines bound how many memories there are at a time: this model runs plain.
    return undefined
  }
}

/**
 * `size` zeros, in the memory that `beside` (a model's parameters) lies in. An ordinary array, of the same precision, if
 * it lies in none or there is no room.
 */
export function takeFloats(beside: Floats, size: number): Floats {
  if (beside instanceof Float64Array) return new Float64Array(size)
  const arena = arenas.get(beside.buffer)
  return (arena && take(arena, size)) ?? new Float32Array(size)
}

function take(arena: Arena, size: number): Float32Array | undefined {
  const bytes = Math.max(1, Math.ceil((size * 4) / LINE_BYTES)) * LINE_BYTES
  const i = arena.free.findIndex(([start, end]) => end - start >= bytes)
  const span = arena.free[i]
  if (!span) return undefined
  const [start, end] = span
  arena.free.splice(i, 1, ...(end - start > bytes ? [[start + bytes, end] as const] : []))
  arena.taken.set(start, start + bytes)
  const view = new Float32Array(arena.buffer, start, size)
  if (start < arena.touched) view.fill(0)
  arena.touched = Math.max(arena.touched, start + bytes)
  return view
}

/** Gives back what `takeFloats` returned; no view of it may be used afterwards. Ordinary arrays are left alone. */
export function giveBack(floats: Floats): void {
  const arena = arenas.get(floats.buffer)
  const start = floats.byteOffset
  const end = arena?.taken.get(start)
  if (!arena || end === undefined) return
  arena.taken.delete(start)
  const spans = [...arena.free, [start, end] as const].sort((a, b) => a[0] - b[0])
  arena.free = []
  for (const span of spans) {
    const last = arena.free.at(-1)
    if (last && last[1] === span[0]) arena.free[arena.free.length - 1] = [last[0], span[1]]
    else arena.free.push(span)
  }
}

/** A copy of `floats` in the memory that `beside` lies in; undefined if it lies in none, or there is no room. */
export function copyBeside(beside: Floats, floats: Floats): Floats | undefined {
  const arena = arenas.get(beside.buffer)
  const copy = arena && take(arena, floats.length)
  copy?.set(floats)
  return copy
}

let lastBuffer: ArrayBufferLike | undefined
let lastKernels: Kernels | undefined

/** The kernels of the one memory that all of these lie in; undefined unless there is such a one. */
export function kernelsFor(a: Floats, b = a, c = a, d = a, e = a, f = a): Kernels | undefined {
  const { buffer } = a
  if (buffer !== lastBuffer) {
    lastKernels = arenas.get(buffer)?.kernels
    lastBuffer = buffer
  }
  return lastKernels &&
    b.buffer === buffer &&
    c.buffer === buffer &&
    d.buffer === buffer &&
    e.buffer === buffer &&
    f.buffer === buffer
    ? lastKernels
    : undefined
}
