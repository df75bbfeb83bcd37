import { createModel, generate, runForward, sample, tokenText } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLesson } from '../../lesson/handle'
import { someTokens, WORDS } from '../../testing/words'
import { numberOutcome, numberQuestion } from '../ask/amount'
import { hereAt } from '../ask/moment'
import { tell } from '../told'
import { isWhy } from '../where'
import { candidateOutcome } from './outcome'
import { keyQuestion, nextQuestion } from './question'

const runs = fc.record({
  seed: fc.integer({ min: 1, max: 60 }),
  count: fc.integer({ min: 2, max: 9 }),
  maxNewTokens: fc.integer({ min: 1, max: 4 }),
  attentionWindow: fc.constantFrom(3, 16),
  temperature: fc.constantFrom(0, 1.5),
  forward: fc.boolean(),
})

type Settings = typeof runs extends fc.Arbitrary<infer S> ? S : never

function lessonOf({ seed, count, maxNewTokens, attentionWindow, temperature, forward }: Settings) {
  const model = createModel(
    { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: WORDS.length, attentionWindow },
    { seed },
  )
  const ids = someTokens(count + seed).slice(seed)
  const sampler = temperature ? sample({ temperature, seed }) : undefined
  const trace = forward ? runForward(model, ids) : generate(model, ids, { maxNewTokens, ...(sampler && { sampler }) })
  return {
    model,
    trace,
    lesson: createLesson({ model, ...(trace.kind === 'forward' ? { forward: trace } : { generation: trace }) }),
  }
}

describe('the next token', () => {
  it('is what the core chose, or would; ranked by its probabilities; among as many as asked for, each once', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 2, max: 6 }), (run, choices) => {
        const { model, trace, lesson } = lessonOf(run)
        const question = nextQuestion(lesson, { choices })
        if ('why' in question) throw new Error(question.why)
        const last = run.count - 1
        const row = trace.tensor('probs').data.subarray(last * WORDS.length, (last + 1) * WORDS.length)
        const best = row.indexOf(Math.max(...row))
        const chosen = trace.kind === 'generation' ? trace.steps[0]?.sampled.id : best
        expect(question.answer.id).toBe(chosen)
        expect(question.top.id).toBe(best)
        const offered = question.choices.map(({ id }) => id)
        expect(new Set(offered).size).toBe(choices)
        // The likeliest; in place of the last of them the chosen one, where it is none of them.
        const ranked = [...row.keys()].sort((a, b) => (row[b] as number) - (row[a] as number) || a - b)
        const likeliest = ranked.slice(0, choices)
        const expected = likeliest.includes(chosen as number) ? likeliest : [...likeliest.slice(0, -1), chosen]
        expect(new Set(offered)).toEqual(new Set(expected))
        const { top } = candidateOutcome(question, question.answer)
        expect(top?.id ?? null).toBe(chosen === best ? null : best)
        for (const id of row.keys()) {
          const { share, rank, text } = question.candidateOf(id)
          expect(share).toBe(row[id])
          expect(rank).toBeGreaterThan(row.filter((p) => p > share).length)
          expect(rank).toBeLessThanOrEqual(row.filter((p) => p >= share).length)
          expect(text).toBe(tokenText(model, id))
          expect(candidateOutcome(question, question.candidateOf(id)).right).toBe(id === chosen)
        }
        // The order of the choices is of the text alone.
        expect(nextQuestion(lesson, { choices })).toMatchObject({ choices: question.choices })
      }),
      { numRuns: 60 },
    )
  })

  it('is shown by the step that chooses it, and by nothing before', () => {
    fc.assert(
      fc.property(runs, ({ ...run }) => {
        const { trace, lesson } = lessonOf({ ...run, forward: false })
        if (trace.kind !== 'generation') throw new Error('no generation')
        for (const [step, { sampled, to }] of trace.steps.entries()) {
          const question = nextQuestion(lesson, { position: to - 1, choices: 4 })
          if ('why' in question || !question.moment) throw new Error('it is asked at a moment')
          const cue = lesson.sequence.cues.find((at) => at.cue.kind === 'sample' && at.cue.step === step)
          expect(question.answer.id).toBe(sampled.id)
          expect(question.moment).toEqual({ beforeMs: cue?.startMs, revealMs: cue?.endMs })
          const { beforeMs, revealMs } = question.moment
          const asked = { of: 'next', position: to - 1 } as const
          expect(isWhy(tell(hereAt(lesson, beforeMs), asked))).toBe(true)
          expect(tell(hereAt(lesson, revealMs), asked)).toMatchObject({ text: question.answer.text })
        }
      }),
      { numRuns: 30 },
    )
  })

  it('within the prompt is what the model thinks likeliest; after the last token there is none', () => {
    const { trace, lesson } = lessonOf({
      seed: 5,
      count: 6,
      maxNewTokens: 2,
      attentionWindow: 16,
      temperature: 0,
      forward: false,
    })
    const question = nextQuestion(lesson, { position: 2, choices: 3 })
    const row = trace.tensor('probs').data.subarray(2 * WORDS.length, 3 * WORDS.length)
    expect(question).toMatchObject({
      answer: { id: row.indexOf(Math.max(...row)) },
      after: { token: `#${trace.tokens[2]?.id}` },
    })
    expect(nextQuestion(lesson, { position: 7, choices: 3 })).toMatchObject({ why: 'notComputed' })
    expect(nextQuestion(lesson, { position: 8, choices: 3 })).toMatchObject({ why: 'outside' })
    expect(nextQuestion(lesson, { position: 'zebra', choices: 3 })).toEqual({ why: 'noToken', text: 'zebra' })
    expect(nextQuestion(lesson, { choices: 3, at: { kind: 'sample', step: 9 } })).toMatchObject({ why: 'noCue' })
    expect(nextQuestion({ run: {}, sequence: lesson.sequence }, { choices: 3 })).toMatchObject({ why: 'noRun' })
  })
})

describe('the key that is read most', () => {
  it('has the largest weight of all that the query sees; every other says its weight and place', () => {
    fc.assert(
      fc.property(runs, fc.nat(1), fc.nat(1), fc.nat(8), (run, layer, head, at) => {
        const { trace, lesson } = lessonOf(run)
        const query = at % run.count
        const question = keyQuestion(lesson, { layer, head, position: query })
        if ('why' in question) throw new Error(question.why)
        const { data, shape } = trace.tensor(`blocks.${layer}.attn.pattern`)
        const n = shape[1] as number
        const weights = Array.from({ length: n }, (_, key) => data[(head * n + query) * n + key] as number)
        const seen = weights.flatMap((_, key) => (key <= query && key > query - run.attentionWindow ? [key] : []))
        expect(question.choices.map(({ id }) => id)).toEqual(seen)
        const most = Math.max(...weights)
        expect(question.answer.share).toBe(most)
        for (const candidate of question.choices) {
          expect(candidate.share).toBe(weights[candidate.id])
          expect(candidate.rank).toBe(1 + seen.filter((key) => (weights[key] as number) > candidate.share).length)
          expect(candidateOutcome(question, candidate).right).toBe(candidate.share === most)
        }
        const { beforeMs, revealMs } = question.moment ?? { beforeMs: -1, revealMs: -1 }
        const asked = { tensor: `blocks.${layer}.attn.pattern`, head, position: query, keyAt: 'most' }
        expect(isWhy(tell(hereAt(lesson, beforeMs), asked))).toBe(true)
        expect(tell(hereAt(lesson, revealMs), asked)).toMatchObject({ value: most })
        const cue = lesson.sequence.cues.find(({ endMs }) => endMs === revealMs)?.cue
        expect(cue).toMatchObject({ kind: run.forward ? 'read' : 'prefill', layer })
      }),
      { numRuns: 60 },
    )
  })

  it('is any of those that are read alike', () => {
    const candidate = (id: number, share: number) => ({ id, text: '', said: { token: '' }, share, rank: 1 })
    const choices = [candidate(0, 0.4), candidate(1, 0.4), candidate(2, 0.2)]
    const question = {
      kind: 'key',
      query: { token: '' },
      position: 2,
      layer: 0,
      head: 0,
      choices,
      count: 3,
      moment: null,
    } as const
    const answer = choices[0] as (typeof choices)[number]
    const right = choices.map((given) => candidateOutcome({ ...question, answer }, given).right)
    expect(right).toEqual([true, true, false])
  })

  it('says what the run does not have', () => {
    const { lesson } = lessonOf({
      seed: 5,
      count: 6,
      maxNewTokens: 2,
      attentionWindow: 16,
      temperature: 0,
      forward: false,
    })
    expect(keyQuestion(lesson, { layer: 2 })).toMatchObject({ why: 'outside', axis: 'layer' })
    expect(keyQuestion(lesson, { head: 2 })).toMatchObject({ why: 'outside', axis: 'head' })
    expect(keyQuestion(lesson, { position: 'zebra' })).toMatchObject({ why: 'noToken' })
    // The token that is generated last goes through no pass.
    expect(keyQuestion(lesson, { position: -1 })).toMatchObject({ why: 'notComputed' })
    expect(keyQuestion(lesson, {})).toMatchObject({ layer: 1, head: 0, position: 5 })
  })
})

describe('a number', () => {
  const { trace, lesson } = lessonOf({
    seed: 8,
    count: 5,
    maxNewTokens: 3,
    attentionWindow: 16,
    temperature: 0,
    forward: false,
  })
  const steps = trace.kind === 'generation' ? trace.steps : []

  it('is read at the end of the step that is named, or else as it is in the end', () => {
    for (const [step, { counts }] of steps.entries()) {
      const at = { kind: 'sample', step } as const
      const cue = lesson.sequence.cues.find((one) => one.cue.kind === 'sample' && one.cue.step === step)
      expect(numberQuestion(lesson, { of: 'cacheBytes' }, at)).toEqual({
        kind: 'number',
        value: counts.bytes.cacheSize,
        moment: { beforeMs: cue?.startMs, revealMs: cue?.endMs },
      })
    }
    const last = numberQuestion(lesson, { of: 'cacheBytes' })
    expect(last).toMatchObject({ value: steps.at(-1)?.counts.bytes.cacheSize })
    const cue = lesson.sequence.cues.find(({ endMs }) => 'moment' in last && endMs === last.moment?.revealMs)?.cue
    expect(cue).toMatchObject({ kind: 'write', layer: 1, step: steps.length - 1 })
  })

  it('has no step where it is so from the start, and says what is no number', () => {
    expect(numberQuestion(lesson, { of: 'layers' })).toEqual({ kind: 'number', value: 2, moment: null })
    expect(numberQuestion(lesson, { of: 'next', position: 'last' })).toEqual({ why: 'notNumber' })
    expect(numberQuestion(lesson, { of: 'loss' })).toMatchObject({ why: 'noRun', kind: 'backward' })
  })

  it('is held against what was typed: how far off, as a ratio', () => {
    const question = { kind: 'number', value: 200, moment: null } as const
    const held = (value: number) => numberOutcome(question, value, 0.1)
    expect(held(210)).toMatchObject({ right: true, given: 210, answer: 200, ratio: 1.05 })
    expect(held(100)).toMatchObject({ right: false, ratio: 0.5 })
    expect(held(-100)).toMatchObject({ right: false, ratio: null })
    expect(numberOutcome({ ...question, value: 0 }, 3, 0.1)).toMatchObject({
      right: false,
      ratio: null,
    })
  })
})
