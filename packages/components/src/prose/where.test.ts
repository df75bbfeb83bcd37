import { createModel, generate, PREFILL_STARTS, reviveTrace, runBackward, runForward } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLesson, type LessonHandle } from '../lesson/handle'
import { pin } from '../lesson/selection'
import { findCell } from './cell'
import { findToken, headOf, hereOf, isWhy, layerOf, positionOf } from './where'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 4, nKVHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size, attentionWindow: 5 },
  { seed: 3, tokenizer },
)
const generation = generate(model, 'ABCA', { maxNewTokens: 3 })
const backward = runBackward(
  model,
  generation.tokens.map(({ id }) => id),
)
const run = { model, generation, backward }
const lessonAt = (timeMs = 1e9) => createLesson(run, { initialTimeMs: timeMs })
const choose = (lesson: LessonHandle, at: Parameters<typeof pin>[1]) =>
  lesson.selection.set(pin(lesson.selection.get(), at))
const endOf = (lesson: LessonHandle, kind: string, step = 0) =>
  lesson.sequence.cues.find(({ cue }) => cue.kind === kind && cue.step === step)?.endMs as number

describe('positionOf', () => {
  it('counts from 0, or from the end of the text as it stands', () => {
    const lesson = lessonAt(0)
    expect([0, 3, -1, -4].map((place) => positionOf(hereOf(lesson), place))).toEqual([0, 3, 3, 0])
    lesson.dispatch({ type: 'seek', timeMs: endOf(lesson, 'sample') })
    expect(positionOf(hereOf(lesson), -1)).toBe(4)
    expect(positionOf(hereOf(lesson), 5)).toEqual({ why: 'notYet' })
    expect(positionOf(hereOf(lesson, true), 5)).toBe(5)
    expect(positionOf(hereOf(lesson), 7)).toEqual({ why: 'outside', axis: 'position', got: 7, count: 5 })
    expect(positionOf(hereOf(lesson), -6)).toEqual({ why: 'outside', axis: 'position', got: -6, count: 5 })
  })

  it('knows the token at work, the last of the prompt, and the chosen one, or else the one at work', () => {
    const lesson = lessonAt(0)
    const at = (place: string) => positionOf(hereOf(lesson), place)
    expect([at('now'), at('last'), at('selected')]).toEqual([3, 3, 3])
    lesson.dispatch({ type: 'seek', timeMs: endOf(lesson, 'embed', 2) - 1 })
    expect([at('now'), at('last'), at('selected')]).toEqual([5, 3, 5])
    choose(lesson, { position: 1 })
    expect([at('now'), at('selected')]).toEqual([5, 1])
    choose(lesson, { position: 6 })
    expect(at('selected')).toBe(5)
  })

  it('finds a token by its text, the first, the nth, or the last of them', () => {
    const tokens = ['the', ' cat', ' the', ' cat', '#2', ' now', ' cat'].map((text, id) => ({ id, text }))
    const find = (words: string) => findToken(tokens, words)
    expect(['cat', ' cat', '·cat', 'the', ' the', 'now'].map(find)).toEqual([1, 1, 1, 0, 2, 5])
    expect(['cat#1', 'cat#2', 'cat#3', 'cat#4', 'cat#-1', 'cat#-3', 'now#1', '#2'].map(find)).toEqual([
      1, 3, 6, -1, 6, 1, 5, 4,
    ])
    expect(positionOf(hereOf(lessonAt()), 'B')).toBe(1)
    expect(positionOf(hereOf(lessonAt()), 'dog')).toEqual({ why: 'noToken', text: 'dog' })
    expect(positionOf(hereOf(lessonAt(0)), `${generation.tokens[5]?.text}#9`)).toMatchObject({ why: 'noToken' })
  })
})

describe('layerOf and headOf', () => {
  it('follow the clock through the layers, unless one is chosen', () => {
    const lesson = lessonAt(0)
    for (const { cue, part, endMs } of lesson.sequence.cues) {
      lesson.dispatch({ type: 'seek', timeMs: endMs })
      const now = layerOf(hereOf(lesson), 'now')
      if (part === 0 && cue.layer !== null) expect(now).toBe(cue.layer)
      else if (part === 0) expect(now).toBe(cue.step === 0 && cue.kind !== 'sample' ? 0 : 1)
      if (part === 1 && cue.layer !== null) expect(layerOf(hereOf(lesson), 'now', 'backward')).toBe(cue.layer)
    }
    expect(layerOf(hereOf(lesson), 'now', 'backward')).toBe(0)
    choose(lesson, { layer: 0, head: 2 })
    expect(layerOf(hereOf(lesson), 'selected')).toBe(0)
    expect(layerOf(hereOf(lesson), 'now')).toBe(1)
    expect([headOf(hereOf(lesson), 'selected'), headOf(hereOf(lesson), 'now')]).toEqual([2, 0])
  })

  it('count from the end if negative, and say what is beyond it', () => {
    const here = hereOf(lessonAt())
    expect([layerOf(here, -1), headOf(here, -1), headOf(here, 1)]).toEqual([1, 3, 1])
    expect(layerOf(here, 2)).toEqual({ why: 'outside', axis: 'layer', got: 2, count: 2 })
    expect(headOf(here, -5)).toEqual({ why: 'outside', axis: 'head', got: -5, count: 4 })
  })
})

const NEXT = { embed: 0.1, project: 0.2, write: 0.4, read: 0.55, attend: 0.7, mlp: 1 } as const
expect(PREFILL_STARTS).toMatchObject({ write: 0.2, read: 0.4, attend: 0.55, mlp: 0.7 })
/** When a stage of a layer has computed a position: found by going through all cues. */
function doneAt(stage: keyof typeof NEXT | 'sample', layer: number, position: number, share = 1): number {
  const { cues } = lessonAt(0).sequence
  const step = cues.findIndex(({ cue }) => cue.kind === 'sample' && cue.to > position)
  const of = cues[step]?.cue.step
  const mine = cues.filter(({ cue, part }) => part === 0 && cue.step === of)
  const own = mine.find(({ cue }) => cue.kind === stage && (cue.layer ?? layer) === layer)
  if (own) return own.startMs + share * (own.endMs - own.startMs)
  const prefill = mine.find(({ cue }) => cue.kind === 'prefill' && cue.layer === layer)
  if (!prefill || stage === 'sample') throw new Error(`no ${stage}`)
  return prefill.startMs + NEXT[stage] * (prefill.endMs - prefill.startMs)
}

const STAGE_OF: Readonly<Record<string, [stage: keyof typeof NEXT | 'sample', share?: number]>> = {
  embed: ['embed'],
  pos_embed: ['embed'],
  'blocks.0.resid_pre': ['embed'],
  'blocks.1.resid_pre': ['mlp'],
  'ln1.normalized': ['project'],
  'attn.q': ['project'],
  'attn.k': ['project'],
  'attn.v': ['project'],
  'attn.scores': ['read'],
  'attn.pattern': ['read'],
  'attn.z': ['attend'],
  attn_out: ['attend'],
  resid_mid: ['attend'],
  'ln2.normalized': ['mlp'],
  'mlp.pre': ['mlp'],
  'mlp.post': ['mlp'],
  mlp_out: ['mlp'],
  resid_post: ['mlp'],
  'ln_final.normalized': ['sample', 0.2],
  logits: ['sample', 0.4],
  probs: ['sample', 0.4],
}

describe('findCell', () => {
  const names = Object.keys(generation.tensors)

  it('tells every number of a generation once its stage has computed it, and not a moment before', () => {
    const lesson = lessonAt(0)
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(5), fc.nat(), fc.nat(), (tensor, position, seed, moment) => {
        const { axes, shape, data } = generation.tensor(tensor)
        const [, l = '0', rest = tensor] = /^blocks\.(\d)\.(.*)$/.exec(tensor) ?? []
        const [stage, share] = (STAGE_OF[tensor] ?? STAGE_OF[rest]) as [keyof typeof NEXT, number?]
        const at = doneAt(stage, tensor === 'blocks.1.resid_pre' ? 0 : Number(l), position, share)
        const head = seed % 4
        const keyAt = position - (seed % Math.min(position + 1, 5))
        const last = seed % (shape.at(-1) as number)
        const place = { tensor, position, head, keyAt, index: last }
        const index = axes.map((axis) =>
          axis === 'head'
            ? head
            : axis === 'kv_head'
              ? head >> 1
              : axis === 'key'
                ? keyAt
                : /pos|query/.test(axis)
                  ? position
                  : last,
        )
        const value = data[index.reduce((flat, i, axis) => flat * (shape[axis] as number) + i, 0)] as number
        for (const [timeMs, told] of [
          [at - 1, false],
          [at + 1, true],
          [moment % Math.ceil(lesson.sequence.durationMs), null],
        ] as const) {
          lesson.dispatch({ type: 'seek', timeMs })
          const found = findCell(hereOf(lesson), place)
          if (told ?? timeMs > at) expect(found).toMatchObject({ value, cell: { tensor, index } })
          else expect(found).toEqual({ why: 'notYet' })
          expect(findCell(hereOf(lesson, true), place)).toMatchObject(position < 7 ? { value } : {})
        }
      }),
      { numRuns: 400 },
    )
  })

  it('tells gradients from the top down, each when it has arrived, and stays true', () => {
    const lesson = lessonAt(0)
    const arrives: Record<string, [kind: string, layer: number | null]> = {
      'grad.logits': ['d_unembed', null],
      'grad.blocks.1.resid_post': ['d_unembed', null],
      'grad.blocks.0.resid_post': ['d_layer_norm', 1],
      'grad.blocks.1.mlp.post': ['d_mlp', 1],
      'grad.blocks.1.attn_out': ['d_attn_out', 1],
      'grad.blocks.0.attn.pattern': ['d_keys_values', 0],
      'grad.blocks.0.attn.W_Q': ['d_keys_values', 0],
      'grad.blocks.0.attn.W_O': ['d_attn_out', 0],
      'grad.blocks.0.ln1.w': ['d_layer_norm', 0],
      'grad.blocks.0.resid_pre': ['d_layer_norm', 0],
      'grad.blocks.1.mlp.W_in': ['d_mlp', 1],
      'grad.embed': ['d_embed', null],
      'grad.embed.W_E': ['d_embed', null],
      'grad.ln_final.w': ['d_unembed', null],
    }
    for (const [tensor, [kind, layer]] of Object.entries(arrives)) {
      const cue = lesson.sequence.cues.find((at) => at.part === 1 && at.cue.kind === kind && at.cue.layer === layer)
      const name = tensor.slice(5)
      const { data, shape } = backward.grads[name] ?? backward.grad.param(name)
      const place = { tensor, position: 0, keyAt: 0, head: 0, index: [0, 0] }
      for (const [timeMs, told] of [
        [0, false],
        [(cue?.endMs as number) - 1, false],
        [cue?.endMs as number, true],
        [1e9, true],
      ] as const) {
        lesson.dispatch({ type: 'seek', timeMs })
        const found = findCell(hereOf(lesson), place)
        expect(found).toMatchObject(told ? { value: data[0], kind: 'gradient' } : { why: 'notYet' })
        if (!isWhy(found)) expect(found.cell).toEqual({ tensor, index: shape.map(() => 0) })
      }
    }
  })

  it('reads parameters at any moment', () => {
    const found = findCell(hereOf(lessonAt(0)), { tensor: 'embed.W_E', index: [2, -1] })
    expect(found).toMatchObject({ value: model.param('embed.W_E').data[2 * 8 + 7], kind: 'weight' })
    const head = findCell(hereOf(lessonAt(0)), { tensor: 'attn.W_K', layer: 1, head: 3, index: [0, 1] })
    expect(head).toMatchObject({ cell: { tensor: 'blocks.1.attn.W_K', index: [0, 1, 1] } })
  })

  it('takes {layer} and short names for the layer that is meant', () => {
    const here = hereOf(lessonAt())
    const cellOf = (tensor: string, layer?: number) =>
      findCell(here, { tensor, layer, position: 2, index: 0, keyAt: 1 })
    expect(cellOf('blocks.{layer}.attn.q', 0)).toMatchObject({ cell: { tensor: 'blocks.0.attn.q', index: [2, 0, 0] } })
    expect(cellOf('attn.pattern')).toMatchObject({ cell: { tensor: 'blocks.1.attn.pattern', index: [0, 2, 1] } })
    expect(cellOf('grad.mlp_out', 0)).toMatchObject({ cell: { tensor: 'grad.blocks.0.mlp_out', index: [2, 0] } })
    expect(cellOf('attn.Q')).toEqual({ why: 'noTensor', tensor: 'attn.Q' })
    expect(cellOf('attn.q', 9)).toMatchObject({ why: 'outside', axis: 'layer' })
  })

  it('finds the key that is read most, for every query and head', () => {
    const lesson = lessonAt()
    const { data } = generation.tensor('blocks.1.attn.pattern')
    for (let head = 0; head < 4; head++)
      for (let query = 0; query < 6; query++) {
        const row = Array.from(data.subarray((head * 6 + query) * 6, (head * 6 + query + 1) * 6))
        const place = { tensor: 'attn.pattern', layer: 1, head, position: query } as const
        const most = findCell(hereOf(lesson), { ...place, keyAt: 'most' })
        expect(most).toMatchObject({ value: Math.max(...row) })
        expect(findCell(hereOf(lesson), place)).toEqual(most)
        const scores = findCell(hereOf(lesson), { ...place, tensor: 'attn.scores', keyAt: 'most' })
        expect(!isWhy(scores) && scores.cell.index).toEqual(!isWhy(most) && most.cell.index)
      }
    choose(lesson, { position: 4, key: 1, head: 3, layer: 0 })
    expect(findCell(hereOf(lesson), { tensor: 'attn.pattern' })).toMatchObject({
      cell: { tensor: 'blocks.0.attn.pattern', index: [3, 4, 1] },
    })
  })

  it('says why there is no number', () => {
    const here = hereOf(lessonAt())
    expect(findCell(here, { tensor: 'attn.pattern', position: 1, keyAt: 2 })).toEqual({ why: 'unseen' })
    expect(findCell(here, { tensor: 'attn.pattern', position: 5, keyAt: 0 })).toEqual({ why: 'unseen' })
    expect(findCell(here, { tensor: 'resid_post', position: -1, index: 0 })).toEqual({ why: 'notComputed' })
    expect(findCell(here, { tensor: 'attn.q', position: 0 })).toMatchObject({ why: 'needsIndex' })
    expect(findCell(here, { tensor: 'attn.q', position: 0, index: 2 })).toMatchObject({
      why: 'outside',
      axis: 'd_head',
    })
    expect(findCell(here, { tensor: 'resid_post', position: 'D', index: 0 })).toEqual({ why: 'noToken', text: 'D' })
    const pass = hereOf(createLesson({ forward: runForward(model, 'ABC') }))
    expect(findCell(pass, { tensor: 'grad.embed', index: 0 })).toEqual({ why: 'noRun', kind: 'backward' })
    expect(findCell(pass, { tensor: 'embed.W_E', index: [0, 0] })).toMatchObject({ why: 'noTensor' })
    expect(findCell(hereOf(createLesson({})), { tensor: 'embed' })).toEqual({ why: 'noRun', kind: 'forward' })
  })

  it('finds the first of several that are read alike, and nothing where the run computed nothing', () => {
    const name = 'blocks.0.attn.pattern'
    const pattern = generation.tensor(name)
    const data = pattern.data.map((_, i) => (i % 6 === 3 && i < 36 ? Number.NaN : 0.25))
    const tensors = { ...generation.tensors, [name]: { ...pattern, data } }
    const here = hereOf(createLesson({ generation: reviveTrace({ ...generation, tensors }) }, { initialTimeMs: 1e9 }))
    const place = { tensor: name, head: 1, position: 4 } as const
    expect(findCell(here, { ...place, keyAt: 'most' })).toMatchObject({ value: 0.25, cell: { index: [1, 4, 0] } })
    expect(findCell(here, { ...place, head: 0, keyAt: 3 })).toEqual({ why: 'notComputed' })
  })

  it('reads the activations of a training step alone, as its forward pass computes them', () => {
    const lesson = createLesson({ backward }, { initialTimeMs: 0 })
    const place = { tensor: 'blocks.1.attn.pattern', position: 3, keyAt: 1, head: 0 } as const
    const [, , layer1] = lesson.sequence.cues
    lesson.dispatch({ type: 'seek', timeMs: (layer1?.endMs as number) - 1 })
    expect(findCell(hereOf(lesson), place)).toEqual({ why: 'notYet' })
    lesson.dispatch({ type: 'seek', timeMs: layer1?.endMs as number })
    expect(findCell(hereOf(lesson), place)).toMatchObject({
      value: backward.tensor(place.tensor).data[3 * backward.tokens.length + 1],
    })
  })
})
