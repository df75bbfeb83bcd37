import { describe, expect, it } from 'vitest'
import { runForward } from '../inference/runForward'
import { createModel, type Model } from '../model/model'
import { loadSortModel } from '../models/sort'
import { createCharTokenizer } from '../tokenizer/chars'
import { HEAD_ROLES, type HeadScore, measureHeads, type Probes, passes, standardProbes, textProbe } from './index'

const P = 16
const V = 8
const C = P + 2 * V
const STRONG = 40

/** The stream is one-hot: places 0 to P - 1 for the position, then V for the token, then V for what a head writes. */
function oneHotModel(nLayers: number, nHeads: number): Model {
  const config = {
    nLayers,
    nHeads,
    dHead: C,
    dModel: C,
    dMlp: 1,
    nCtx: P,
    dVocab: V,
    norm: 'rmsnorm',
    bias: false,
  } as const
  const model = createModel(config)
  for (const { name, offset, size } of model.layout.entries)
    if (!/\.w$/.test(name)) model.params.fill(0, offset, offset + size)
  for (let p = 0; p < P; p++) set(model, 'pos_embed.W_pos', [p, p], 1)
  for (let v = 0; v < V; v++) set(model, 'embed.W_E', [v, P + v], 1)
  return model
}

function set(model: Model, name: string, at: readonly number[], value: number): void {
  const { data, shape } = model.param(name)
  data[at.reduce((index, i, axis) => index * (shape[axis] as number) + i, 0)] = value
}

/** Makes a head's queries of stream place `from` seek keys of stream place `to`. */
function seek(model: Model, layer: number, head: number, from: number, to: number): void {
  set(model, `blocks.${layer}.attn.W_Q`, [from, head, to], STRONG)
  set(model, `blocks.${layer}.attn.W_K`, [to, head, to], 1)
}

/** One layer whose heads are, in order: previous token, first token, current token, token 5 looks for token 2. */
function knownHeads(): Model {
  const model = oneHotModel(1, 4)
  for (let p = 0; p < P; p++) {
    seek(model, 0, 0, p, Math.max(0, p - 1))
    seek(model, 0, 1, p, 0)
    seek(model, 0, 2, p, p)
  }
  seek(model, 0, 3, P + 5, P + 2)
  return model
}

/** Layer 0 writes beside each token the one before it; layer 1 seeks the token that came after an earlier like one. */
function inductionModel(): Model {
  const model = oneHotModel(2, 1)
  for (let p = 0; p < P; p++) seek(model, 0, 0, p, Math.max(0, p - 1))
  for (let v = 0; v < V; v++) {
    set(model, 'blocks.0.attn.W_V', [P + v, 0, P + v], 1)
    set(model, 'blocks.0.attn.W_O', [0, P + v, P + V + v], 1)
    seek(model, 1, 0, P + v, P + V + v)
  }
  return model
}

const bestOf = (scores: readonly HeadScore[], role: string) =>
  scores.filter((score) => score.role === role).reduce((a, b) => (b.score > a.score ? b : a))

describe('measureHeads', () => {
  it('finds the heads that were built, and no others', () => {
    const model = knownHeads()
    const { scores, named } = measureHeads(model, standardProbes(model.config, { length: 8 }))
    for (const [head, role] of (['previous-token', 'first-token', 'current-token'] as const).entries()) {
      expect(bestOf(scores, role)).toMatchObject({ head })
      expect(bestOf(scores, role).score).toBeGreaterThan(0.95)
      expect(named.filter((score) => score.role === role).map((score) => score.head)).toEqual([head])
    }
    expect(named.map(({ role }) => role)).not.toContain('induction')
  })

  it('finds induction where it was built, in the second layer alone', () => {
    const model = inductionModel()
    const { scores, named } = measureHeads(model, standardProbes(model.config, { length: 7 }))
    expect(bestOf(scores, 'induction')).toMatchObject({ layer: 1, head: 0 })
    // Not 1: position 0 has only itself to write of, so that the first token's query finds two keys.
    expect(bestOf(scores, 'induction').score).toBeGreaterThan(0.85)
    expect(named.filter(({ role }) => role === 'induction')).toHaveLength(1)
  })

  it('reports the mean of the pattern over all marks, and the uniform baseline', () => {
    const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: V }, { seed: 4 })
    for (let i = 0; i < model.params.length; i++) model.params[i] = Math.sin(i)
    const probes: Probes = {
      subject: [
        {
          tokens: [1, 2, 3, 4, 5],
          marks: [
            { query: 4, keys: [1, 2], decoys: [3] },
            { query: 3, keys: [0] },
          ],
        },
        { tokens: [7, 6, 5], marks: [{ query: 2, keys: [2] }] },
      ],
    }
    const [a, b] = [
      [1, 2, 3, 4, 5],
      [7, 6, 5],
    ].map((ids) => runForward(model, ids).tensor('blocks.1.attn.pattern').data)
    const at = (data: Float32Array | Float64Array | undefined, T: number, q: number, k: number) =>
      data?.[(1 * T + q) * T + k] as number
    const score = measureHeads(model, probes).scores.find(({ layer, head }) => layer === 1 && head === 1)
    expect(score?.score).toBeCloseTo((at(a, 5, 4, 1) + at(a, 5, 4, 2) + at(a, 5, 3, 0) + at(b, 3, 2, 2)) / 3, 6)
    expect(score?.uniform).toBeCloseTo((2 / 5 + 1 / 4 + 1 / 3) / 3, 12)
    expect(score?.decoys).toBeCloseTo(at(a, 5, 4, 3), 6)
    // Distances 3 and 2 from query 3 (key 0 is right there, so 1 alone) and from query 2 of the other probe (0 alone);
    // distance 3 fits from query 4 alone, where key 1 is right; distance 0 from both queries of the first.
    const habits = [at(a, 5, 3, 1), at(b, 3, 2, 0), at(a, 5, 4, 4), at(a, 5, 3, 3)]
    expect(score?.elsewhere).toBeCloseTo(habits.reduce((sum, habit) => sum + habit, 0) / 4, 6)
  })

  it('does not take a habit for a role: a previous-token head reads every subject that stands just before', () => {
    const model = knownHeads()
    const probe = (tokens: number[]) => ({ tokens, marks: [{ query: 3, keys: [2] }] })
    const { scores, named } = measureHeads(model, { subject: [probe([0, 1, 2, 5]), probe([0, 2, 3, 5])] })
    expect(scores.every(({ elsewhere }) => elsewhere === undefined)).toBe(true)
    expect(scores.find(({ head }) => head === 0)?.score).toBeGreaterThan(0.95)
    expect(named.filter(({ head }) => head === 0)).toEqual([])
  })

  it('names a head that finds its key by what it is, wherever it stands', () => {
    const probe = (tokens: number[]) => ({
      tokens,
      marks: [{ query: 4, keys: [tokens.indexOf(2)], decoys: [tokens.indexOf(3)] }],
    })
    const { named } = measureHeads(knownHeads(), {
      subject: [probe([0, 2, 1, 3, 5]), probe([2, 1, 3, 0, 5]), probe([3, 1, 0, 2, 5])],
    })
    expect(named.map(({ head, role }) => [head, role])).toEqual([[3, 'subject']])
  })

  it('refuses marks that make no sense', () => {
    const model = knownHeads()
    for (const mark of [
      { query: 9, keys: [0] },
      { query: 1, keys: [2] },
      { query: 1, keys: [] },
      { query: 1, keys: [0], decoys: [-1] },
    ])
      expect(() => measureHeads(model, { opener: [{ tokens: [1, 2, 3], marks: [mark] }] })).toThrow(/mark of "opener"/)
    expect(() => measureHeads(model, { opener: [] })).toThrow(/"opener" have no marks/)
  })
})

describe('passes', () => {
  const score = { role: 'subject', layer: 0, head: 0, score: 0.5, uniform: 0.1, elsewhere: 0.1 } as const
  it('asks for a score, and for a distance to each baseline', () => {
    expect(passes(score)).toBe(true)
    expect(passes({ ...score, score: 0.39 })).toBe(false)
    for (const baseline of ['uniform', 'elsewhere', 'decoys'])
      expect(passes({ ...score, [baseline]: 0.26 })).toBe(false)
    expect(passes({ ...score, role: 'first-token', elsewhere: 1 })).toBe(true)
    expect(passes(score, { score: 0.6 })).toBe(false)
    expect(passes(score, { timesBaseline: 6 })).toBe(false)
  })
})

describe('standardProbes', () => {
  it('repeats sequences without like tokens, from a seed', () => {
    const config = createModel({ nLayers: 1, nHeads: 1, dModel: 4, nCtx: 64, dVocab: 40 }).config
    const probes = standardProbes(config, { seed: 3 })
    for (const { tokens, marks } of probes.induction ?? []) {
      expect(new Set(tokens).size).toBe(tokens.length / 2)
      for (const { query, keys } of marks) expect(tokens[(keys[0] as number) - 1]).toBe(tokens[query])
    }
    expect(standardProbes(config, { seed: 3 })).toEqual(probes)
    expect(standardProbes(config, { seed: 4 })).not.toEqual(probes)
    expect(Object.keys(probes).every((role) => (HEAD_ROLES as readonly string[]).includes(role))).toBe(true)
  })
})

describe('standardProbes of a short context', () => {
  it.each([6, 7, 11, 15])('measure a model of %i positions', (nCtx) => {
    const model = createModel({ nLayers: 1, nHeads: 2, dModel: 4, nCtx, dVocab: 20 })
    const probes = standardProbes(model.config)
    for (const role of HEAD_ROLES) for (const { marks } of probes[role] ?? []) expect(marks.length).toBeGreaterThan(0)
    expect(new Set(measureHeads(model, probes).scores.map(({ role }) => role))).toEqual(new Set(Object.keys(probes)))
  })

  it('measure the sorting model', () => {
    const model = loadSortModel()
    const { scores } = measureHeads(model, standardProbes(model.config))
    expect(scores).toHaveLength(4 * 3 * 3)
  })

  it.each([
    [16, 4],
    [40, 10],
    [1000, 32],
  ])('are a quarter of the context, which is %i, where that is enough', (nCtx, length) => {
    const { config } = createModel({ nLayers: 1, nHeads: 1, dModel: 1, nCtx, dVocab: 9 })
    expect(standardProbes(config)['first-token']?.[0]?.tokens).toHaveLength(length)
  })

  it('refuse a context, or a length, that leaves nothing to mark', () => {
    const of = (nCtx: number) => createModel({ nLayers: 1, nHeads: 1, dModel: 1, nCtx, dVocab: 9 }).config
    const refused = (message: RegExp) =>
      expect.objectContaining({ code: 'bad-option', message: expect.stringMatching(message) })
    expect(() => standardProbes(of(5))).toThrow(refused(/which is 5; got length 2. Give .* probes of your own/))
    for (const length of [2, 0, 3.5, Number.NaN])
      expect(() => standardProbes(of(64), { length })).toThrow(
        refused(new RegExp(`3 tokens or more.*length ${length}`)),
      )
  })
})

describe('textProbe', () => {
  const tokenizer = createCharTokenizer('abcd ()')
  it('marks the tokens that hold the letters', () => {
    const probe = textProbe(tokenizer, ['a', { key: 'bc' }, ' ', { decoy: '(' }, { query: 'dd' }, 'a'])
    expect(probe).toEqual({ tokens: tokenizer.encode('abc (dda'), marks: [{ query: 6, keys: [1, 2], decoys: [4] }] })
  })
  it('needs a query and a key, and text that comes back', () => {
    expect(() => textProbe(tokenizer, ['ab', { key: 'c' }])).toThrow(/\{ query \}/)
    expect(() => textProbe(tokenizer, ['ab', { query: 'c' }])).toThrow(/\{ key \}/)
  })
})
