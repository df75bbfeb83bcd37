import { createModel, generate, greedy, runBackward, sample } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLesson } from '../../lesson/handle'
import { INITIAL_SELECTION, NO_SELECTION, type Selection } from '../../lesson/selection'
import { hereOf } from '../where'
import { compare, partingOf } from './compare'
import { inRun } from './selection'

const tokenizer = createCharTokenizer('ABCD ')
const other = createCharTokenizer(' DCBA')
const size = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const one = createModel(size, { seed: 3, tokenizer })
const two = createModel({ ...size, nLayers: 3 }, { seed: 5, tokenizer: other })
const runs = [
  {
    model: one,
    generation: generate(one, 'ABCA', { maxNewTokens: 4, sampler: greedy() }),
    backward: runBackward(one, 'ABCAB'),
  },
  { model: one, generation: generate(one, 'ABCA', { maxNewTokens: 4, sampler: sample({ temperature: 3, seed: 4 }) }) },
  { model: two, generation: generate(two, 'ABCA', { maxNewTokens: 2 }) },
]
const choose = (pinned: Partial<Selection>) => ({ ...INITIAL_SELECTION, pinned: { ...NO_SELECTION, ...pinned } })
const lessons = (timeMs: number, which: readonly number[] = [0, 1]) =>
  which.map((i) => createLesson(runs[i] ?? {}, { initialTimeMs: timeMs }))
const heres = (timeMs: number, which?: readonly number[], pinned: Partial<Selection> = {}) =>
  lessons(timeMs, which).map((lesson) => {
    lesson.selection.set(inRun(lesson.run, choose(pinned)))
    return hereOf(lesson)
  })

describe('where texts part', () => {
  it('is the first position with another token, as soon as all have it', () => {
    const texts = [0, 1].map((i) => runs[i]?.generation?.tokens.map(({ text }) => text) ?? [])
    const at = (texts[0] as string[]).findIndex((text, i) => text !== texts[1]?.[i])
    expect(at).toBeGreaterThan(3)
    for (const { endMs } of createLesson(runs[0] ?? {}).sequence.cues) {
      const now = heres(endMs)
      const { parting, shared } = partingOf(now)
      expect(shared).toBe(Math.min(...now.map(({ forward }) => forward?.tokensVisible ?? 0)))
      if (shared > at) expect(parting).toEqual({ position: at, texts: texts.map((text) => text[at]) })
      else expect(parting).toBeNull()
    }
  })
})

describe('what is compared', () => {
  const subject = (timeMs: number, pinned: Partial<Selection> = {}, which?: readonly number[]) =>
    compare(heres(timeMs, which, pinned), choose(pinned), 3).subject

  it('is nothing before anything is computed', () => {
    expect(subject(0)).toEqual({ kind: 'nothing' })
  })

  it('is what each expects next after the last token that all have read, by its text, from its own trace', () => {
    fc.assert(
      fc.property(
        fc.nat(120_000).map((n) => n / 5),
        fc.constantFrom([0, 1], [0, 2], [1, 2], [0, 1, 2]),
        (timeMs, which) => {
          const found = subject(timeMs, {}, which)
          const frames = lessons(timeMs, which).map((lesson) => lesson.frameOf('forward'))
          const there = Math.min(...frames.map((frame) => frame?.predicted ?? 0))
          if (there === 0) expect(found.kind).toBe('nothing')
          if (there === 0) return
          if (found.kind !== 'next') throw new Error(found.kind)
          expect(found.position).toBe(there - 1)
          // The second run alone is drawn; within the prompt nothing is.
          const drawn = there >= 4 && (which as readonly number[]).includes(1)
          expect(found.ofDraw).toBe(drawn)
          /** What a run says of all tokens: what it drew from, or what the model says. */
          const rowOf = (i: number) => {
            const { steps, tensors } = (runs[i] as (typeof runs)[number]).generation
            const own = tensors.probs?.data.subarray((there - 1) * size.dVocab, there * size.dVocab)
            return (drawn ? steps[there - 4]?.sampling?.probs : own) as Float32Array
          }
          for (const { text, probs, logits, came } of found.candidates)
            which.forEach((i, column) => {
              const { model, generation } = runs[i] as (typeof runs)[number]
              const id = model.tokenizer?.encode(text)[0] as number
              const read = (name: string) => generation.tensor(name).data[found.position * size.dVocab + id]
              expect(probs[column]).toBe(rowOf(i)[id])
              expect(logits[column]).toBe(read('logits'))
              const next = generation.tokens[there]
              expect(came[column]).toBe(there < (frames[column]?.tokensVisible ?? 0) && next?.text === text)
            })
          const best = which.map((i) => Math.max(...rowOf(i)))
          const shown = found.candidates.flatMap(({ probs }) => probs)
          for (const most of [Math.max(...best)]) expect(shown).toContain(most)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is the weight of attention between two tokens, in the layer and head chosen', () => {
    const found = subject(9000, { position: 3, key: 1, layer: 1, head: 1 })
    if (found.kind !== 'number') throw new Error(found.kind)
    expect(found.found.map((at) => 'value' in at && at.value)).toEqual(
      [0, 1].map((i) => {
        const { data, shape } = (runs[i] as (typeof runs)[number]).generation.tensor('blocks.1.attn.pattern')
        const n = shape[1] as number
        return data[(1 * n + 3) * n + 1]
      }),
    )
  })

  it('is a number that is chosen, and says where a run does not have it', () => {
    const cell = { tensor: 'blocks.2.resid_post', index: [1, 4] }
    const found = subject(9000, { cell }, [0, 2])
    if (found.kind !== 'number') throw new Error(found.kind)
    expect(found.found[0]).toMatchObject({ why: 'noTensor' })
    expect(found.found[1]).toMatchObject({ value: runs[2]?.generation.tensor('blocks.2.resid_post').data[1 * 8 + 4] })
    expect(subject(9000, { cell: { tensor: 'blocks.7.resid_post', index: [0, 0] } }).kind).toBe('next')
  })
})
