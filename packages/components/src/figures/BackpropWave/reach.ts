import type { BackwardTrace } from '@glassformer/core'

/**
 * How the gradient of one layer's keys and values came together. Square tables are row-major [query, key]; only keys
 * up to the query hold anything.
 */
export interface Reach {
  /** Norm of what each query adds to a key's gradient (all heads of keys together), and to a value's. */
  readonly sentK: Float64Array
  readonly sentV: Float64Array
  /** Norm of both together. */
  readonly sent: Float64Array
  /** Norm of a key's (value's) gradient once the queries up to this one have added theirs. */
  readonly arrivedK: Float64Array
  readonly arrivedV: Float64Array
  /** [query, stretch]: sum of `sent` that a query sends over the rail between positions `stretch` and `stretch + 1`. */
  readonly flow: Float64Array
  /** [stretch]: sum of `flow` over all queries. */
  readonly rail: Float64Array
}

/**
 * What `query` adds to the gradient at `key`'s k and v in one layer: each [kv_head, d_head]. With rotary positions, k is
 * as it was turned; turning changes no norm.
 */
export function contribution(
  trace: BackwardTrace,
  layer: number,
  query: number,
  key: number,
): { readonly k: Float64Array; readonly v: Float64Array } {
  const tensors = tensorsOf(trace, layer)
  const k = new Float64Array(tensors.keyHeads * tensors.size)
  const v = new Float64Array(tensors.keyHeads * tensors.size)
  addContribution(tensors, query, key, k, v)
  return { k, v }
}

function tensorsOf(trace: BackwardTrace, layer: number) {
  const name = `blocks.${layer}.attn`
  return {
    positions: trace.tokens.length,
    heads: trace.config.nHeads,
    keyHeads: trace.config.nKVHeads,
    size: trace.config.dHead,
    q: (trace.tensors[`${name}.rot_q`] ?? trace.tensor(`${name}.q`)).data,
    pattern: trace.tensor(`${name}.pattern`).data,
    dscores: trace.grad(`${name}.scores`).data,
    dz: trace.grad(`${name}.z`).data,
    /** What one query adds at one head of keys, while it is summed. */
    dk: new Float64Array(trace.config.dHead),
    dv: new Float64Array(trace.config.dHead),
  }
}

/**
 * Forward: scores = q . k / sqrt(d_head) and z = sum of pattern * v. So a query's part of dk is dscores * q / sqrt(d_head),
 * and its part of dv is pattern * dz; a head of keys gathers those of all query heads that it serves. Adds both, and
 * returns the squares of their norms.
 */
function addContribution(
  { positions, heads, keyHeads, size, q, pattern, dscores, dz, dk, dv }: ReturnType<typeof tensorsOf>,
  query: number,
  key: number,
  k: Float64Array,
  v: Float64Array,
): Squares {
  const served = heads / keyHeads
  const root = Math.sqrt(size)
  squares.k = 0
  squares.v = 0
  for (let g = 0; g < keyHeads; g++) {
    dk.fill(0)
    dv.fill(0)
    for (let h = g * served; h < (g + 1) * served; h++) {
      const cell = (h * positions + query) * positions + key
      const score = (dscores[cell] as number) / root
      const weight = pattern[cell] as number
      const from = (query * heads + h) * size
      for (let i = 0; i < size; i++) {
        dk[i] = (dk[i] as number) + score * (q[from + i] as number)
        dv[i] = (dv[i] as number) + weight * (dz[from + i] as number)
      }
    }
    for (let i = 0; i < size; i++) {
      const at = g * size + i
      const a = dk[i] as number
      const b = dv[i] as number
      k[at] = (k[at] as number) + a
      v[at] = (v[at] as number) + b
      squares.k += a * a
      squares.v += b * b
    }
  }
  return squares
}

interface Squares {
  k: number
  v: number
}

/** One object for all pairs of a text: a long one has many thousands. */
const squares: Squares = { k: 0, v: 0 }

function normOf(x: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += (x[i] as number) ** 2
  return Math.sqrt(sum)
}

const known = new WeakMap<BackwardTrace, Map<number, Reach>>()

/** Computed once for each layer of a trace: see `ReachAhead`. */
export function reachOf(trace: BackwardTrace, layer: number): Reach {
  const layers = known.get(trace) ?? new Map<number, Reach>()
  known.set(trace, layers)
  const reach = layers.get(layer) ?? computeReach(trace, layer)
  layers.set(layer, reach)
  return reach
}

function computeReach(trace: BackwardTrace, layer: number): Reach {
  const tensors = tensorsOf(trace, layer)
  const { positions: T, keyHeads, size } = tensors
  const table = () => new Float64Array(T * T)
  const reach = { sentK: table(), sentV: table(), sent: table(), arrivedK: table(), arrivedV: table(), flow: table() }
  for (let s = 0; s < T; s++) {
    const k = new Float64Array(keyHeads * size)
    const v = new Float64Array(keyHeads * size)
    for (let t = s; t < T; t++) {
      const at = t * T + s
      const sent = addContribution(tensors, t, s, k, v)
      reach.sentK[at] = Math.sqrt(sent.k)
      reach.sentV[at] = Math.sqrt(sent.v)
      reach.sent[at] = Math.sqrt(sent.k + sent.v)
      reach.arrivedK[at] = normOf(k)
      reach.arrivedV[at] = normOf(v)
    }
  }
  const rail = new Float64Array(T)
  for (let t = 0; t < T; t++) {
    let sum = 0
    for (let i = 0; i < t; i++) {
      sum += reach.sent[t * T + i] as number
      reach.flow[t * T + i] = sum
      rail[i] = (rail[i] as number) + sum
    }
  }
  return { ...reach, rail }
}

/** Columns that the light has run along the rails: every query sends at once, and all at the same speed. */
export function columnsRun(progress: number, positions: number): number {
  return progress * Math.max(1, positions - 1)
}

/** The last query whose light has come to `place` (a key, or a stretch) by now. */
export function lastArrived(place: number, progress: number, positions: number): number {
  return Math.min(positions - 1, Math.floor(place + columnsRun(progress, positions) + 1e-9))
}
