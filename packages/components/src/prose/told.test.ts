import { createModel, generate, runBackward, sample } from '@glassformer/core'
import { loadTextModel } from '@glassformer/core/models/text'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLesson, type LessonHandle } from '../lesson/handle'
import { pin } from '../lesson/selection'
import { QUANTITY_NAMES } from './quantities'
import { type Asked, formatAs, tell } from './told'
import { hereOf, isWhy } from './where'

const tokenizer = createCharTokenizer('ABC ')
const model = createModel(
  { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size },
  { seed: 5, tokenizer },
)
const generation = generate(model, 'ABCA', { maxNewTokens: 3, compare: true })
const backward = runBackward(
  model,
  generation.tokens.map(({ id }) => id),
)
const lessonAt = (timeMs: number, run: object = { model, generation, backward }) =>
  createLesson(run, { initialTimeMs: timeMs })
const endOf = (lesson: LessonHandle, kind: string, step = 0, layer: number | null = null) =>
  lesson.sequence.cues.find(({ cue }) => cue.kind === kind && cue.step === step && (layer ?? cue.layer) === cue.layer)
    ?.endMs as number
const saidOf = (lesson: LessonHandle, asked: Asked) => {
  const told = tell(hereOf(lesson), asked)
  return isWhy(told) ? told : 'value' in told ? told.value : told.text
}
const NOT_YET = { why: 'notYet' }

describe('what is told of a prediction', () => {
  const width = generation.tensor('probs').shape[1] as number
  const rowAt = (position: number) =>
    Array.from(generation.tensor('probs').data.subarray(position * width, (position + 1) * width))

  it('is of the newest prediction, and of the token that came once it has', () => {
    const lesson = lessonAt(0)
    expect(saidOf(lesson, { of: 'probability' })).toEqual(NOT_YET)
    for (const step of [0, 1, 2]) {
      const end = endOf(lesson, 'sample', step)
      const { sampled, candidates, to } = generation.steps[step] as (typeof generation.steps)[number]
      const row = rowAt(to - 1)
      lesson.dispatch({ type: 'seek', timeMs: end - 900 * 0.5 })
      expect(saidOf(lesson, { of: 'next', nth: 1 })).toBe(candidates[0]?.text)
      expect(saidOf(lesson, { of: 'probability', nth: 2 })).toBe(candidates[1]?.prob)
      // The choice is not told while it is being made: the one before is.
      const before = generation.tokens[to - 1]
      expect(saidOf(lesson, { of: 'probability' })).toBe(rowAt(to - 2)[before?.id as number])
      lesson.dispatch({ type: 'seek', timeMs: end })
      expect(saidOf(lesson, { of: 'next' })).toBe(sampled.text)
      expect(saidOf(lesson, { of: 'probability' })).toBe(row[sampled.id])
      expect(saidOf(lesson, { of: 'logit' })).toBe(sampled.logit)
      expect(saidOf(lesson, { of: 'rank' })).toBe(1 + row.filter((p) => p > (row[sampled.id] as number)).length)
    }
  })

  it('is, of the draw, after temperature and filters, where something was drawn', () => {
    const drawn = generate(model, [1, 2, 3], { maxNewTokens: 3, sampler: sample({ temperature: 2, topK: 3, seed: 5 }) })
    const lesson = createLesson({ model, generation: drawn }, { initialTimeMs: 1e9 })
    for (const { to, sampled, sampling, candidates } of drawn.steps) {
      const probs = sampling?.probs as Float32Array
      expect(saidOf(lesson, { of: 'drawProbability', position: to - 1 })).toBe(probs[sampled.id])
      const [best] = candidates
      expect(saidOf(lesson, { of: 'drawProbability', position: to - 1, nth: 1 })).toBe(probs[best?.id as number])
      expect(probs[best?.id as number]).not.toBe(best?.prob)
      expect(saidOf(lesson, { of: 'drawProbability', position: to - 1, nth: 4 })).toBe(0)
    }
    expect(saidOf(lesson, { of: 'drawProbability', position: 0 })).toEqual({ why: 'notDrawn' })
    expect(saidOf(lessonAt(0), { of: 'drawProbability' })).toEqual(NOT_YET)
  })

  it('is of a token of the vocabulary by its text, its id and its place', () => {
    const lesson = lessonAt(1e9)
    for (const [id, text] of [...'ABC'].map((letter) => [tokenizer.encode(letter)[0] as number, letter] as const)) {
      const value = rowAt(2)[id]
      expect(saidOf(lesson, { of: 'probability', position: 2, token: text })).toBe(value)
      expect(saidOf(lesson, { of: 'probability', position: 2, token: id })).toBe(value)
      const nth = saidOf(lesson, { of: 'rank', position: 2, token: text }) as number
      expect(saidOf(lesson, { of: 'next', position: 2, nth })).toBe(text)
    }
    expect(saidOf(lesson, { of: 'probability', token: 'dog' })).toEqual({ why: 'noWord', text: 'dog' })
    expect(saidOf(lesson, { of: 'probability', nth: 99 })).toEqual({ why: 'noWord', text: '99' })
    expect(saidOf(lesson, { of: 'next', position: 6 })).toEqual({ why: 'notComputed' })
  })

  it('means of two tokens that read alike the one with a space before it', () => {
    const text = loadTextModel()
    const { tokenizer: words } = text
    const [bare, spaced] = ['Anna', ' Anna'].map((word) => words?.encode(word)[0] as number)
    expect([bare, spaced].map((id) => words?.token(id as number))).toEqual(['Anna', ' Anna'])
    const trace = generate(text, 'Anna gave the ball to Ben. Ben thanked', { maxNewTokens: 1 })
    const told = tell(hereOf(lessonAt(1e9, { model: text, generation: trace })), {
      of: 'logit',
      position: 3,
      token: 'Anna',
    })
    expect(told).toMatchObject({ cell: { tensor: 'logits', index: [3, spaced] } })
  })

  it('is of the chosen position', () => {
    const lesson = lessonAt(1e9)
    lesson.selection.set(pin(lesson.selection.get(), { position: 1 }))
    expect(saidOf(lesson, { of: 'next' })).toBe('C')
    expect(tell(hereOf(lesson), { of: 'probability' })).toMatchObject({
      value: rowAt(1)[generation.tokens[2]?.id as number],
      cell: { tensor: 'probs', index: [1, generation.tokens[2]?.id] },
      at: { position: 1 },
    })
  })

  it('knows of a run without a model the words that it shows', () => {
    const lesson = lessonAt(1e9, { generation })
    expect(saidOf(lesson, { of: 'next' })).toBe(generation.tokens.at(-1)?.text)
    expect(saidOf(lesson, { of: 'probability', position: 0, token: 'B' })).toBe(
      rowAt(0)[tokenizer.encode('B')[0] as number],
    )
  })
})

describe('quantities', () => {
  it('count the text as it stands', () => {
    const lesson = lessonAt(0)
    const counts = () => (['tokens', 'promptTokens', 'newTokens'] as const).map((of) => saidOf(lesson, { of }))
    expect(counts()).toEqual([4, 4, 0])
    lesson.dispatch({ type: 'seek', timeMs: endOf(lesson, 'sample', 1) - 1 })
    expect(counts()).toEqual([5, 4, 1])
    lesson.dispatch({ type: 'seek', timeMs: endOf(lesson, 'sample', 1) })
    expect(counts()).toEqual([6, 4, 2])
  })

  it('name a token, the one that is read most, and places', () => {
    const lesson = lessonAt(1e9)
    expect(saidOf(lesson, { of: 'token', position: 2 })).toBe('C')
    const { data } = generation.tensor('blocks.1.attn.pattern')
    const row = Array.from(data.subarray(3 * 6, 4 * 6))
    const most = row.indexOf(Math.max(...row))
    expect(saidOf(lesson, { of: 'token', position: 3, layer: 1, head: 0, keyAt: 'most' })).toBe('ABCA'[most])
    expect(saidOf(lesson, { of: 'token', keyAt: 1 })).toBe('B')
    expect(saidOf(lesson, { of: 'position', position: 'C' })).toBe(2)
    expect([saidOf(lesson, { of: 'layer' }), saidOf(lesson, { of: 'head' })]).toEqual([1, 0])
  })

  it('tell the loss when it is there, of all and of one, each a number that opens', () => {
    const lesson = lessonAt(endOf(lessonAt(0), 'loss') - 1)
    expect(saidOf(lesson, { of: 'loss' })).toEqual(NOT_YET)
    expect(tell(hereOf(lesson, true), { of: 'loss' })).toMatchObject({ value: backward.loss })
    lesson.dispatch({ type: 'seek', timeMs: endOf(lesson, 'loss') })
    expect(tell(hereOf(lesson), { of: 'loss' })).toMatchObject({
      value: backward.loss,
      cell: { tensor: 'loss', index: [] },
    })
    expect(saidOf(lesson, { of: 'perplexity' })).toBe(Math.exp(backward.loss))
    expect(tell(hereOf(lesson), { of: 'loss', position: 3 })).toMatchObject({
      value: backward.losses[3],
      cell: { tensor: 'losses', index: [3] },
    })
    expect(saidOf(lesson, { of: 'loss', position: 6 })).toEqual({ why: 'noTarget' })
  })

  it('tell the bytes of the cache at the end of each step as the engine counted them, and by layer between', () => {
    const lesson = lessonAt(0)
    expect(saidOf(lesson, { of: 'cacheBytes' })).toBe(0)
    generation.steps.forEach(({ counts }, step) => {
      lesson.dispatch({ type: 'seek', timeMs: endOf(lesson, 'sample', step) })
      expect(saidOf(lesson, { of: 'cacheBytes' })).toBe(counts.bytes.cacheSize)
      expect(saidOf(lesson, { of: 'multiplyAdds' })).toBe(counts.totalMacs)
      expect(saidOf(lesson, { of: 'otherMultiplyAdds' })).toBe(generation.steps[step]?.other?.counts.totalMacs)
    })
    const [before, after] = [0, 1].map((step) => generation.steps[step]?.counts.bytes.cacheSize as number)
    lesson.dispatch({ type: 'seek', timeMs: endOf(lesson, 'write', 1, 0) })
    expect(saidOf(lesson, { of: 'cacheBytes' })).toBe(((before as number) + (after as number)) / 2)
    const none = generate(model, 'ABCA', { maxNewTokens: 3, cache: 'none' })
    expect(saidOf(lessonAt(1e9, { generation: none }), { of: 'cacheBytes' })).toBe(0)
  })

  it('tell the size of the model', () => {
    const sizes = ['layers', 'heads', 'width', 'headWidth', 'context', 'vocabulary', 'parameters'] as const
    const told = sizes.map((of) => saidOf(lessonAt(0), { of }))
    expect(told).toEqual([2, 2, 8, 4, 20, tokenizer.size, model.params.length])
  })

  it('say why of a lesson without a run, each of them', () => {
    const here = hereOf(createLesson({}))
    const told = QUANTITY_NAMES.filter((of) => !isWhy(tell(here, { of })))
    expect(told).toEqual([])
    const withModel = hereOf(createLesson({ model }))
    expect(QUANTITY_NAMES.filter((of) => !isWhy(tell(withModel, { of }))).length).toBe(7)
  })
})

it('tells the same of a moment in whatever order it is come to', () => {
  const asked = fc.record({
    of: fc.constantFrom(...QUANTITY_NAMES),
    position: fc.constantFrom('now', 'last', 'selected', 0, -1),
  })
  const moments = fc.array(fc.double({ min: 0, max: 25_000, noNaN: true }), { minLength: 2, maxLength: 6 })
  fc.assert(
    fc.property(asked, moments, (what, times) => {
      const lesson = lessonAt(0)
      for (const timeMs of times) {
        lesson.dispatch({ type: 'seek', timeMs })
        expect(tell(hereOf(lesson), what)).toEqual(tell(hereOf(lessonAt(lesson.time.get())), what))
      }
    }),
  )
})

it('writes a number as it is asked to', () => {
  expect(formatAs(0.7123, 'number')).toBe('0.712')
  expect(formatAs(-0.7123, 'number', 2)).toBe('−0.71')
  expect(formatAs(0.7123, 'number', 0)).toBe('0.7')
  expect(formatAs(0.7123, 'percent')).toBe('71%')
  expect(formatAs(0.7123, 'percent', 1)).toBe('71.2%')
  expect(formatAs(0.004, 'probability')).toBe('<0.01')
  expect(formatAs(0.004, 'probability', 3)).toBe('0.004')
  expect(formatAs(1234, 'count')).toBe('1,234')
  expect(formatAs(1536, 'bytes')).toBe('1.5 KiB')
  expect(formatAs(1_234_567, 'scaled')).toBe('1.23 M')
  expect(formatAs(0.123456, 'exact')).toBe('0.1235')
  expect(formatAs(2.5, 'short', 1)).toBe('2.5')
})
