import type { ModelConfigInput } from '../model/config'
import type { Model } from '../model/model'
import { createModel } from '../model/model'
import type { Precision } from '../tensor/floats'
import { createRandom } from '../tensor/random'

type Row = readonly number[]
type Grid = readonly Row[]

/** A model whose parameters are all far from zero, so that nothing is small, or zero, by accident. */
export function livelyModel(config: ModelConfigInput, precision: Precision = 'float64', seed = 7): Model {
  const model = createModel(config, { precision })
  const random = createRandom(seed)
  for (let i = 0; i < model.params.length; i++) model.params[i] = 0.5 * random.normal()
  return model
}

/**
 * The transformer written a second time, for tests alone: number lists, whole sequences, no ranges, no cache, and none of
 * `ops/`. Every activation passes through `tap`, which may keep or change its values. Returns the summed loss.
 */
export function naiveLoss(
  model: Model,
  tokens: readonly number[],
  targets: readonly number[],
  tap: (name: string, values: number[]) => number[] = (_, values) => values,
): number {
  const { nLayers, nHeads, dHead, dModel, dVocab, activation, normEps, tied } = model.config
  const T = tokens.length
  const range = (n: number) => Array.from({ length: n }, (_, i) => i)
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  const optional = (name: string): Row | undefined =>
    model.layout.byName.has(name) ? Array.from(model.param(name).data) : undefined
  const param = (name: string): Row => Array.from(model.param(name).data)
  const grid = (name: string, rows: Grid, width: number): number[][] => {
    const flat = tap(name, rows.flat())
    return rows.map((_, t) => flat.slice(t * width, (t + 1) * width))
  }
  const norm = (x: Grid, name: string) =>
    x.map((row) => {
      const mean = sum(row) / row.length
      const variance = sum(row.map((a) => (a - mean) ** 2)) / row.length
      const w = param(`${name}.w`)
      const b = optional(`${name}.b`)
      return row.map((a, c) => ((a - mean) / Math.sqrt(variance + normEps)) * (w[c] as number) + (b?.[c] ?? 0))
    })
  const linear = (x: Grid, W: readonly number[], b: readonly number[] | undefined, O: number) =>
    x.map((row) => range(O).map((o) => sum(row.map((a, i) => a * (W[i * O + o] as number))) + (b?.[o] ?? 0)))
  const add = (a: Grid, b: Grid) => a.map((row, t) => row.map((value, c) => value + at2(b, t, c)))
  const softmax = (row: readonly number[]) => {
    const max = Math.max(...row)
    const exps = row.map((a) => Math.exp(a - max))
    return exps.map((e) => e / sum(exps))
  }
  const gelu = (x: number) =>
    activation === 'gelu_tanh'
      ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : x * normalCdf(x)

  const N = nHeads * dHead
  const W_E = param('embed.W_E')
  const W_pos = param('pos_embed.W_pos')
  const embed = grid(
    'embed',
    tokens.map((id) => W_E.slice(id * dModel, (id + 1) * dModel)),
    dModel,
  )
  const pos = grid(
    'pos_embed',
    range(T).map((t) => W_pos.slice(t * dModel, (t + 1) * dModel)),
    dModel,
  )
  let x = add(embed, pos)
  for (let l = 0; l < nLayers; l++) {
    const at = (name: string) => `blocks.${l}.${name}`
    x = grid(at('resid_pre'), x, dModel)
    const n1 = grid(at('ln1.normalized'), norm(x, at('ln1')), dModel)
    const project = (letter: string) =>
      grid(
        at(`attn.${letter.toLowerCase()}`),
        linear(n1, param(at(`attn.W_${letter}`)), optional(at(`attn.b_${letter}`)), N),
        N,
      )
    const q = project('Q')
    const k = project('K')
    const v = project('V')
    const head = (row: readonly number[], h: number) => row.slice(h * dHead, (h + 1) * dHead)
    const cells = range(nHeads).flatMap((h) =>
      q.map((row, t) =>
        k.map((key, s) =>
          s > t ? -Infinity : sum(head(row, h).map((a, i) => a * (head(key, h)[i] as number))) / Math.sqrt(dHead),
        ),
      ),
    )
    const scores = grid(at('attn.scores'), cells, T)
    const pattern = grid(at('attn.pattern'), scores.map(softmax), T)
    const z = grid(
      at('attn.z'),
      range(T).map((t) =>
        range(N).map((i) =>
          sum(range(t + 1).map((s) => at2(pattern, Math.floor(i / dHead) * T + t, s) * at2(v, s, i))),
        ),
      ),
      N,
    )
    const attnOut = grid(at('attn_out'), linear(z, param(at('attn.W_O')), optional(at('attn.b_O')), dModel), dModel)
    x = grid(at('resid_mid'), add(x, attnOut), dModel)
    const n2 = grid(at('ln2.normalized'), norm(x, at('ln2')), dModel)
    const H = model.config.dMlp
    const pre = grid(at('mlp.pre'), linear(n2, param(at('mlp.W_in')), optional(at('mlp.b_in')), H), H)
    const post = grid(
      at('mlp.post'),
      pre.map((row) => row.map(gelu)),
      H,
    )
    const mlpOut = grid(at('mlp_out'), linear(post, param(at('mlp.W_out')), optional(at('mlp.b_out')), dModel), dModel)
    x = grid(at('resid_post'), add(x, mlpOut), dModel)
  }
  const n = grid('ln_final.normalized', norm(x, 'ln_final'), dModel)
  const raw = tied
    ? n.map((row) => range(dVocab).map((id) => sum(row.map((a, c) => a * (W_E[id * dModel + c] as number)))))
    : linear(n, param('unembed.W_U'), undefined, dVocab)
  const logits = grid('logits', raw, dVocab)
  const probs = grid('probs', logits.map(softmax), dVocab)
  return sum(targets.map((id, t) => (id < 0 ? 0 : -Math.log(at2(probs, t, id)))))
}

/** One value; NaN, which no check passes, where there is none. */
function at2(rows: Grid, t: number, c: number): number {
  return rows[t]?.[c] ?? Number.NaN
}

/** The normal distribution's cumulative probability, by Simpson's rule on the density from 0 to x. */
function normalCdf(x: number): number {
  const steps = 400
  const h = x / steps
  const density = (a: number) => Math.exp((-a * a) / 2) / Math.sqrt(2 * Math.PI)
  let total = density(0) + density(x)
  for (let i = 1; i < steps; i++) total += (i % 2 ? 4 : 2) * density(i * h)
  return 0.5 + (total * h) / 3
}
