import type { ActivationName } from '../model/activations'
import type { ModelConfig } from '../model/config'
import type { ParameterName } from '../model/parameters'
import type { Dims } from '../ops/dims'
import type { Cell } from './cell'
import { NORMS } from './norm'
import { type Explainer, range, term } from './working'

/** A linear layer: out[t, o] = b[o] + sum over i of x[t, i] W[i, o], where i and o may be a head and an index within it. */
interface Linear {
  readonly out: ActivationName
  readonly x: ActivationName
  readonly W: ParameterName
  readonly b?: ParameterName
  /** Extents of i and of o. */
  readonly inputs: (dims: Dims) => readonly number[]
  readonly outputs: (dims: Dims) => readonly number[]
  /** The rows of W are outputs: W[o, i]. */
  readonly turned?: true
  /** @default always */
  readonly when?: (config: ModelConfig) => boolean
}

const stream = ({ C }: Dims) => [C]
const queries = ({ NH, HS }: Dims) => [NH, HS]
const keys = ({ NKV, HS }: Dims) => [NKV, HS]
const hidden = ({ H }: Dims) => [H]
const words = ({ V }: Dims) => [V]
const isGated = ({ activation }: ModelConfig) => activation === 'swiglu'
const attention = (letter: 'Q' | 'K' | 'V') =>
  ({ x: 'blocks.l.ln1.normalized', W: `blocks.l.attn.W_${letter}`, b: `blocks.l.attn.b_${letter}` }) as const
const mlp = (part: 'in' | 'gate') =>
  ({ x: 'blocks.l.ln2.normalized', W: `blocks.l.mlp.W_${part}`, b: `blocks.l.mlp.b_${part}` }) as const

/** All of them; those that read the same x in the order in which their gradients are added to it. */
const LINEARS: readonly Linear[] = [
  { out: 'blocks.l.attn.v', ...attention('V'), inputs: stream, outputs: keys },
  { out: 'blocks.l.attn.k', ...attention('K'), inputs: stream, outputs: keys },
  { out: 'blocks.l.attn.q', ...attention('Q'), inputs: stream, outputs: queries },
  {
    out: 'blocks.l.attn_out',
    x: 'blocks.l.attn.z',
    W: 'blocks.l.attn.W_O',
    b: 'blocks.l.attn.b_O',
    inputs: queries,
    outputs: stream,
  },
  { out: 'blocks.l.mlp.pre_linear', ...mlp('in'), inputs: stream, outputs: hidden, when: isGated },
  { out: 'blocks.l.mlp.pre', ...mlp('gate'), inputs: stream, outputs: hidden, when: isGated },
  { out: 'blocks.l.mlp.pre', ...mlp('in'), inputs: stream, outputs: hidden, when: (config) => !isGated(config) },
  {
    out: 'blocks.l.mlp_out',
    x: 'blocks.l.mlp.post',
    W: 'blocks.l.mlp.W_out',
    b: 'blocks.l.mlp.b_out',
    inputs: hidden,
    outputs: stream,
  },
  {
    out: 'logits',
    x: 'ln_final.normalized',
    W: 'unembed.W_U',
    inputs: stream,
    outputs: words,
    when: ({ tied }) => !tied,
  },
  {
    out: 'logits',
    x: 'ln_final.normalized',
    W: 'embed.W_E',
    inputs: stream,
    outputs: words,
    turned: true,
    when: ({ tied }) => tied,
  },
]

/** Those of a config that have this as `out`, `x`, `W` or `b`. */
function linearsWith(cell: Cell, part: 'out' | 'x' | 'W' | 'b'): readonly Linear[] {
  return LINEARS.filter((one) => one[part] === cell.subject.row && (one.when?.(cell.trace.config) ?? true))
}

/** The places of an extent of one axis or two, in order. */
function places(extents: readonly number[]): readonly (readonly number[])[] {
  return extents.reduce<readonly (readonly number[])[]>(
    (all, extent) => all.flatMap((place) => range(extent).map((i) => [...place, i])),
    [[]],
  )
}

/** Where W has the product of input i and output o. */
function weightAt({ turned }: Linear, i: readonly number[], o: readonly number[]): readonly number[] {
  return turned ? [...o, ...i] : [...i, ...o]
}

export const linear: Explainer = (cell) => {
  const [one] = linearsWith(cell, 'out') as readonly [Linear]
  const [t, ...o] = cell.index as [number, ...number[]]
  const bias = one.b ? cell.optional(one.b, o) : []
  const products = places(one.inputs(cell.dims)).map((i) =>
    term(cell.activation(one.x, [t, ...i]), cell.parameter(one.W, weightAt(one, i, o))),
  )
  return { operation: 'linear', terms: [...bias.map((source) => term(source)), ...products] }
}

/** Forward: out = x W + b. So dx[t, i] = sum over o of dout[t, o] W[i, o], for each layer that reads x. */
export const linearBackward: Explainer = (cell) => {
  const [t, ...i] = cell.index as [number, ...number[]]
  return {
    operation: 'linearBackward',
    terms: linearsWith(cell, 'x').flatMap((one) =>
      places(one.outputs(cell.dims)).map((o) =>
        term(cell.gradient(one.out, [t, ...o]), cell.parameter(one.W, weightAt(one, i, o))),
      ),
    ),
  }
}

/** Forward: out = x W + b. So dW[i, o] = sum over t of x[t, i] dout[t, o]. */
export const weightBackward: Explainer = (cell) => {
  const terms = linearsWith(cell, 'W').flatMap((one) => {
    const { index } = cell
    const width = (one.turned ? one.outputs : one.inputs)(cell.dims).length
    const [head, rest] = [index.slice(0, width), index.slice(width)]
    const [i, o] = one.turned ? [rest, head] : [head, rest]
    return range(cell.positions).map((t) => term(cell.activation(one.x, [t, ...i]), cell.gradient(one.out, [t, ...o])))
  })
  return { operation: 'weightBackward', terms }
}

/** Forward: out = x W + b. So db[o] = sum over t of dout[t, o]; a norm's b is no other. */
export const biasBackward: Explainer = (cell) => {
  const [{ out }] = [...linearsWith(cell, 'b'), ...NORMS.filter(({ b }) => b === cell.subject.row)] as [Linear]
  return {
    operation: 'biasBackward',
    terms: range(cell.positions).map((t) => term(cell.gradient(out, [t, ...cell.index]))),
  }
}
