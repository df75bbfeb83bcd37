import { BACKWARD_CUES, FAULTS } from '@glassformer/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_SELECTION, type Selection } from '../selection'
import type { LessonSettings } from '../settings'
import { decodeLink } from './decode'
import { encodeLink } from './encode'
import { anchorIn, isRouted, linkIn, linkKey, withLink } from './hash'
import type { LinkMoment, LinkState } from './state'
import { wellFormed } from './text'

const index = fc.nat(99_999)
const text = fc.string({ unit: 'binary', maxLength: 60 })
const whole = text.map(wellFormed)
const name = whole.filter((one) => one !== '')
const notZero = (value: number) => !Object.is(value, -0)
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).filter(notZero)
const share = (min: number) => fc.double({ min, max: 1, noNaN: true }).filter(notZero)

const sampling = fc.record({
  temperature: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e30, noNaN: true })),
  topK: fc.option(fc.integer({ min: 1, max: 60_000 })),
  topP: share(1e-9),
  minP: share(0),
  seed: fc.maxSafeInteger(),
})

const option = fc.oneof(finite, fc.boolean(), whole)
const cache: fc.Arbitrary<LessonSettings['cache']> = fc.oneof(
  fc.constantFrom('full' as const, 'none' as const),
  fc
    .tuple(
      name.filter((one) => one !== 'full' && one !== 'none'),
      fc.array(
        fc.tuple(
          name.filter((one) => one !== 'policy' && one !== '__proto__'),
          option,
        ),
        { maxLength: 4 },
      ),
    )
    .map(([policy, options]) => ({ ...Object.fromEntries(options), policy })),
)

const settings: fc.Arbitrary<Partial<LessonSettings>> = fc.record(
  { prompt: whole, model: name, sampling, cache, fault: fc.option(fc.constantFrom(...FAULTS)) },
  { requiredKeys: [] },
)

const kinds = fc.oneof(
  fc
    .constantFrom('idle', 'prefill', 'embed', 'project', 'write', 'read', 'attend', 'mlp', 'sample')
    .map((kind) => [kind, false]),
  fc.constantFrom(...BACKWARD_CUES).map((kind) => [kind, true]),
) as fc.Arbitrary<[LinkMoment['kind'], boolean]>
const moment: fc.Arbitrary<LinkMoment> = fc
  .record({ at: kinds, step: index, layer: fc.option(index), share: fc.nat(10_000), ms: fc.nat() })
  .map(({ at: [kind, learns], share: part, ...rest }) => ({ ...rest, kind, learns, share: part / 10_000 }))

const selection: fc.Arbitrary<Selection> = fc.record({
  position: fc.option(index),
  key: fc.option(index),
  layer: fc.option(index),
  head: fc.option(index),
  cell: fc.option(fc.record({ tensor: name, index: fc.array(index, { minLength: 1, maxLength: 4 }) })),
})

const state: fc.Arbitrary<LinkState> = fc.record({ settings, moment: fc.option(moment), selection })

describe('a link', () => {
  it('says all of a state, and nothing else', () => {
    fc.assert(
      fc.property(state, (one) => {
        expect(decodeLink(encodeLink(one))).toEqual({ state: one, problems: [] })
      }),
      { numRuns: 1000 },
    )
  })

  it('stands in an address as it is, and none of its signs is taken for the end of one', () => {
    fc.assert(
      fc.property(state, (one) => {
        const link = encodeLink(one)
        expect(link).toMatch(/^[\w%+.,:;=-]*\w$/)
        expect(new URL(`https://a.b/c#gf=${link}`).hash).toBe(`#gf=${link}`)
        expect(new URL(`https://a.b/c?l=${encodeURIComponent(link)}`).searchParams.get('l')).toBe(link)
      }),
    )
  })

  it('makes halves of letters whole, as an address must', () => {
    const link = encodeLink({ settings: { prompt: 'a\uD800b' }, moment: null, selection: NO_SELECTION })
    expect(decodeLink(link).state.settings.prompt).toBe('a\uFFFDb')
  })

  it('is short, and can be read', () => {
    const link = encodeLink({
      settings: {
        prompt: 'the cat sat on the',
        sampling: { temperature: 0.8, topK: 5, topP: 1, minP: 0, seed: 3 },
        cache: { policy: 'sliding-window', window: 8 },
      },
      moment: { kind: 'attend', step: 2, layer: 1, learns: false, share: 0.5, ms: 12_345.4 },
      selection: {
        position: 3,
        key: null,
        layer: 1,
        head: 0,
        cell: { tensor: 'blocks.1.attn.pattern', index: [0, 3, 2] },
      },
    })
    expect(link).toBe(
      '1;text:the+cat+sat+on+the;draw:t0.8,k5,p1,m0,s3;cache:sliding-window,window=8;at:attend,2,1,0.5,12345;on:p3,l1,h0;cell:blocks.1.attn.pattern,0,3,2',
    )
  })
})

describe('what is no link', () => {
  const junk = fc.oneof(
    text,
    fc.string({ unit: fc.constantFrom(...'1;:,=%+.textdrawcacheatoncell0_-&#~'), maxLength: 60 }),
    fc
      .tuple(state.map(encodeLink), fc.nat(), fc.nat(9), text)
      .map(([link, at, cut, more]) => link.slice(0, at % link.length) + more + link.slice((at % link.length) + cut)),
  )

  it('never throws, and what is left of it is a state that a link can say', () => {
    fc.assert(
      fc.property(junk, (one) => {
        const { state: left, problems } = decodeLink(one)
        for (const problem of problems) expect(problem.kind).toMatch(/^(none|later|unknown|unreadable)$/)
        expect(decodeLink(encodeLink(left))).toEqual({ state: left, problems: [] })
      }),
      { numRuns: 2000 },
    )
  })

  it('says so, wherever it does not begin with a version', () => {
    fc.assert(
      fc.property(
        text.filter((one) => !/^\d{1,6}(;|$)/.test(one)),
        (one) => {
          expect(decodeLink(one).problems).toEqual([{ kind: 'none' }])
        },
      ),
    )
  })

  it('is told part by part, and the rest is opened', () => {
    const rest = 'text:hello'
    const cases = {
      'model:': 'model',
      'draw:t-1': 'draw',
      'draw:k5': 'draw',
      'draw:t1,t1': 'draw',
      'draw:t1,p0': 'draw',
      'cache:': 'cache',
      'cache:paged,blockSize': 'cache',
      'cache:paged,blockSize=1,blockSize=1': 'cache',
      'fault:gremlins': 'fault',
      'at:attend,1,2': 'at',
      'at:dance,1,2,0.5,3': 'at',
      'at:attend,1,2,1.5,3': 'at',
      'on:p-1': 'on',
      'on:p0.5': 'on',
      'on:z1': 'on',
      'cell:logits': 'cell',
      'cell:logits,1,b': 'cell',
      'cell:%E0%A4%A,1': 'cell',
      'text:again': 'text',
    }
    for (const [bad, part] of Object.entries(cases)) {
      const { state: left, problems } = decodeLink(`1;${rest};${bad}`)
      expect(problems, bad).toEqual([{ kind: 'unreadable', part }])
      expect(left.settings, bad).toEqual({ prompt: 'hello' })
    }
    expect(decodeLink(`1;${rest};mood:good`).problems).toEqual([{ kind: 'unknown', part: 'mood' }])
    expect(decodeLink(`2;${rest}`)).toMatchObject({
      problems: [{ kind: 'later', version: '2' }],
      state: { settings: { prompt: 'hello' } },
    })
  })

  it('changes nothing of objects', () => {
    decodeLink('1;cache:x,__proto__=1;on:p1')
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    expect(Object.getPrototypeOf(decodeLink('1;cache:x,__proto__=1').state.settings.cache)).toBe(Object.prototype)
  })
})

describe('the hash', () => {
  const ids = fc.uniqueArray(fc.option(name, { nil: undefined }), {
    minLength: 1,
    maxLength: 4,
    selector: (id) => id ?? '',
  })
  const anchor = fc.constantFrom('', '#', '#heading', '#a/b', '#x=1&y=2', '#caf%C3%A9')

  it('has the links of several lessons, and the site’s own beside them, whoever writes when', () => {
    fc.assert(
      fc.property(
        anchor,
        ids,
        fc.array(fc.tuple(fc.nat(3), fc.option(state.map(encodeLink))), { maxLength: 12 }),
        (start, all, writes) => {
          const wanted = new Map<string, string>()
          let hash: string = start
          for (const [at, link] of writes) {
            const key = linkKey(all[at % all.length])
            hash = withLink(hash, key, link ?? '')
            if (link) wanted.set(key, link)
            else wanted.delete(key)
          }
          for (const id of all) expect(linkIn(hash, linkKey(id))).toBe(wanted.get(linkKey(id)) ?? null)
          expect(anchorIn(hash)).toBe(anchorIn(start))
          expect(new URL(`https://a.b/${hash}`).hash).toBe(hash === '#' ? '' : hash)
        },
      ),
    )
  })

  it('is empty again when nothing is said', () => {
    expect(withLink('#gf=1;on:p1', 'gf', '')).toBe('')
    expect(withLink('#top&gf=1;on:p1', 'gf', '')).toBe('#top')
  })

  it('is left alone where a router lives in it', () => {
    expect(['#/page', '#!/page', '#page', ''].map(isRouted)).toEqual([true, true, false, false])
  })
})
