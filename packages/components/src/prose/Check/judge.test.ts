import { createModel, generate } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLesson } from '../../lesson/handle'
import { someTokens, WORDS } from '../../testing/words'
import { type AskedAt, COMPARISONS, type Comparison, type Judgement, judgeByCondition, judgeBySize } from './judge'

const runs = fc.record({ seed: fc.integer({ min: 1, max: 60 }), count: fc.integer({ min: 2, max: 8 }) })

function lessonOf({ seed, count }: { seed: number; count: number }) {
  const model = createModel({ nLayers: 2, nHeads: 2, dModel: 8, nCtx: 16, dVocab: WORDS.length }, { seed })
  const trace = generate(model, someTokens(count + seed).slice(seed), { maxNewTokens: 3 })
  return { trace, lesson: createLesson({ model, generation: trace }) }
}

const rights = (judged: readonly Judgement[] | { why: string }) =>
  'why' in judged ? judged.why : judged.map(({ right }) => right)

const COMPARE: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
}

describe('choices by condition', () => {
  it('are right as the core’s counts compare, with a number and with another of the run', () => {
    fc.assert(
      fc.property(runs, fc.nat(2), fc.nat(2), fc.integer({ min: -1, max: 1 }), (run, one, two, off) => {
        const { trace, lesson } = lessonOf(run)
        const size = (step: number) => trace.steps[step]?.counts.bytes.cacheSize as number
        const at = (step: number) => ({ of: 'cacheBytes', at: { kind: 'sample', step } }) as const
        const others = COMPARISONS.map((is) => ({ ...at(one), is, value: at(two) }))
        expect(rights(judgeByCondition(lesson, others))).toEqual(
          COMPARISONS.map((is) => COMPARE[is](size(one), size(two))),
        )
        const numbers = COMPARISONS.map((is) => ({ ...at(one), is, value: size(one) + off }))
        expect(rights(judgeByCondition(lesson, numbers))).toEqual(COMPARISONS.map((is) => COMPARE[is](0, off)))
      }),
      { numRuns: 40 },
    )
  })

  it('must all hold; `otherwise` is right when nothing else is; a step named for all is that of each', () => {
    const { trace, lesson } = lessonOf({ seed: 3, count: 5 })
    const bytes = trace.steps[0]?.counts.bytes.cacheSize as number
    const is = (comparison: Comparison, value: number) => ({ of: 'cacheBytes', is: comparison, value }) as const
    const at = { kind: 'sample', step: 0 } as const
    const judged = judgeByCondition(
      lesson,
      [[is('=', bytes), is('>', 0)], [is('=', bytes), is('<', 0)], 'otherwise'],
      at,
    )
    expect(rights(judged)).toEqual([true, false, false])
    expect(rights(judgeByCondition(lesson, [is('<', 0), 'otherwise'], at))).toEqual([false, true])
    expect(judged).toMatchObject([{ evidence: [{ told: { value: bytes }, against: null }, {}] }, {}, { evidence: [] }])
  })

  it('compare tokens by their text, and a token is not more than a number', () => {
    const { trace, lesson } = lessonOf({ seed: 4, count: 4 })
    const first = trace.tokens[0]?.text as string
    const token = (is: Comparison, value: string | AskedAt) => ({ of: 'token', position: 0, is, value }) as const
    const same = { of: 'token', position: 0 } as const
    const conditions = [token('=', first), token('=', 'zebra'), token('!=', 'zebra'), token('=', same), token('>', '0')]
    expect(rights(judgeByCondition(lesson, conditions))).toEqual([true, false, true, true, false])
  })

  it('cannot be told of a run that does not have it', () => {
    const { lesson } = lessonOf({ seed: 4, count: 4 })
    const absent = { tensor: 'attn.pattern', layer: 0, position: 'zebra', is: '>', value: 0.5 } as const
    expect(rights(judgeByCondition(lesson, [absent, 'otherwise']))).toBe('noToken')
    const late = { of: 'cacheBytes', at: { kind: 'sample', step: 9 }, is: '>', value: 0 } as const
    expect(rights(judgeByCondition(lesson, [late, 'otherwise']))).toBe('noCue')
    expect(rights(judgeByCondition(lesson, [{ of: 'layers', is: '=', value: absent }, 'otherwise']))).toBe('noToken')
  })
})

describe('choices by size', () => {
  it('are right where no other has more, or less, each of those that are equal', () => {
    fc.assert(
      fc.property(runs, fc.uniqueArray(fc.nat(WORDS.length - 1), { minLength: 2, maxLength: 5 }), (run, ids) => {
        const { trace, lesson } = lessonOf(run)
        const row = trace.tensor('probs').data.subarray((run.count - 1) * WORDS.length)
        const asked = [...ids, ids[0] as number].map(
          (token) => ({ of: 'probability', token, position: 'last' }) as const,
        )
        const shares = asked.map(({ token }) => row[token] as number)
        const most = Math.max(...shares)
        const least = Math.min(...shares)
        expect(rights(judgeBySize(lesson, asked, 'largest'))).toEqual(shares.map((share) => share === most))
        expect(rights(judgeBySize(lesson, asked, 'smallest'))).toEqual(shares.map((share) => share === least))
      }),
      { numRuns: 40 },
    )
  })

  it('are numbers', () => {
    const { lesson } = lessonOf({ seed: 4, count: 4 })
    expect(rights(judgeBySize(lesson, [{ of: 'layers' }, { of: 'token', position: 0 }], 'largest'))).toBe('notNumber')
    expect(rights(judgeBySize(lesson, [{ of: 'layers' }, { of: 'loss' }], 'largest'))).toBe('noRun')
  })
})
