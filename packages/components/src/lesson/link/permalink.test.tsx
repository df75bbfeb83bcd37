/** Long, since all of it is one page that is left and opened again, by one reader who is made above it. */
import { createModel, generate } from '@glassformer/core'
import { createCharTokenizer } from '@glassformer/core/tokenizer'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import fc from 'fast-check'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CacheControls } from '../../controls/CacheControls'
import { ModelPicker } from '../../controls/ModelPicker'
import { PromptPicker } from '../../controls/PromptPicker'
import { Transport } from '../../controls/Transport'
import { Predict } from '../../prose/Predict'
import { Together } from '../../prose/Together'
import { type LessonContextValue, type SettingsValue, type Typing, useLesson, useSettings, useTyping } from '../context'
import { Lesson, type LessonProps } from '../Lesson'
import { NO_SELECTION, type Selection } from '../selection'
import { linkTo } from './current'
import { linkIn } from './hash'

const tokenizer = createCharTokenizer('ABC ')
const config = { nLayers: 2, nHeads: 2, dModel: 8, nCtx: 20, dVocab: tokenizer.size }
const model = createModel(config, { seed: 2, tokenizer })
const small = createModel({ ...config, nLayers: 1 }, { seed: 3, tokenizer })

type Seen = LessonContextValue & Typing & SettingsValue
const seen = new Map<string, Seen>()
const now = (name = '') => seen.get(name) as Seen

function Probe({ name = '' }: { name?: string }) {
  seen.set(name, { ...useLesson(), ...useTyping(), ...(useSettings() as SettingsValue) })
  return null
}

const lesson = (props: LessonProps = {}, name = '') => (
  <Lesson model={model} prompt="ABCA" maxNewTokens={4} permalink {...props}>
    <Probe name={name} />
    <ModelPicker models={[{ id: 'small', name: 'Small', model: small }]} />
    <PromptPicker /> <CacheControls /> <Transport />
  </Lesson>
)

/** Longer than all must rest until it is written: for what is not. */
const rest = () => act(() => new Promise((resolve) => setTimeout(resolve, 500)))
const settled = (name = '') =>
  waitFor(() => {
    expect(now(name).running || now(name).stale).toBe(false)
    expect(now(name).shown).toEqual(now(name).settings)
  })
/** All that is shown is in the address. */
const written = (name = '', key = 'gf') =>
  waitFor(() => expect(linkIn(location.hash, key)).toBe(linkTo({ ...now(name), canSet: true, startMs: undefined })))

const momentOf = ({ handle }: Seen) => {
  const frame = handle.frameOf('forward')
  return [frame?.cue.kind, frame?.cue.step, frame?.cue.layer, (frame?.progress ?? 0) >= 1]
}
const shownBy = (one: Seen) => ({
  settings: one.settings,
  moment: momentOf(one),
  pinned: one.handle.selection.get().pinned,
  inspected: one.handle.inspected.get()?.cell ?? null,
  text: one.handle.run.generation?.text,
})

beforeEach(() => history.replaceState(null, '', '/page?site=1'))
afterEach(() => {
  cleanup()
  seen.clear()
  history.replaceState(null, '', '/')
})

async function change(time: number, pinned: Partial<Selection>, cell: Selection['cell'], settings = {}) {
  act(() => now().change?.(settings))
  await settled()
  act(() => {
    now().handle.dispatch({ type: 'seek', timeMs: time * now().handle.sequence.durationMs })
    now().handle.selection.set({ hover: null, pinned: { ...NO_SELECTION, ...pinned } })
    if (cell) now().handle.inspect(cell)
  })
}

describe('a permalink', () => {
  it('opens the same text, settings, moment, selection and number in a page that is opened anew', async () => {
    const anyChange = fc.record({
      time: fc.nat(1000).map((part) => part / 1000),
      pinned: fc.record({ position: fc.nat(3), layer: fc.nat(0), head: fc.nat(1) }, { requiredKeys: [] }),
      isOpen: fc.boolean(),
      settings: fc.record(
        {
          prompt: fc.string({ unit: fc.constantFrom(...'ABC '), minLength: 4, maxLength: 8 }),
          model: fc.constant('small'),
          sampling: fc.record({
            temperature: fc.constantFrom(0, 0.5, 2),
            topK: fc.constantFrom(null, 2),
            topP: fc.constantFrom(1, 0.9),
            minP: fc.constantFrom(0, 0.05),
            seed: fc.nat(9),
          }),
          cache: fc.constantFrom('none', { policy: 'sliding-window', window: 3 }, { policy: 'paged', blockSize: 2 }),
          fault: fc.constantFrom('unscaled-scores', 'stale-position'),
        },
        { requiredKeys: [] },
      ),
    })
    for (const one of fc.sample(anyChange, 10)) {
      const { time, pinned, isOpen, settings } = one
      history.replaceState(null, '', '/page?site=1')
      render(lesson())
      await change(time, pinned, isOpen ? { tensor: 'blocks.0.attn.pattern', index: [1, 3, 2] } : null, settings)
      await written()
      const before = shownBy(now())
      const ms = now().handle.time.get()
      cleanup()
      seen.clear()
      render(lesson())
      const what = `${JSON.stringify(one)}: ${location.hash}`
      await waitFor(() => expect(shownBy(now()), what).toEqual(before))
      expect(Math.abs(now().handle.time.get() - ms)).toBeLessThan(1)
      expect(screen.queryByRole('alert'), what).toBeNull()
      cleanup()
    }
  })

  it('is written at rest alone, and not at all while the page is as it opens', async () => {
    const replace = vi.spyOn(history, 'replaceState')
    render(lesson())
    await rest()
    expect(location.hash).toBe('')
    const { handle } = now()
    const { durationMs } = handle.sequence
    act(() => handle.dispatch({ type: 'seek', timeMs: 0 }))
    act(() => handle.dispatch({ type: 'play' }))
    await rest()
    expect(replace).not.toHaveBeenCalled()
    act(() => handle.dispatch({ type: 'pause' }))
    await written()
    expect(replace).toHaveBeenCalledTimes(1)
    expect(location.hash).toMatch(/^#gf=1;text:ABCA;at:/)
    expect(location.search).toBe('?site=1')
    act(() => handle.dispatch({ type: 'seek', timeMs: durationMs }))
    const still = handle.sequence.cues.find(({ cue }) => cue.kind === 'sample')?.endMs as number
    act(() => handle.dispatch({ type: 'seek', timeMs: still }))
    await waitFor(() => expect(location.hash).toBe(''))
  })

  it('is not written where the owner of the clock opens the page elsewhere', async () => {
    render(lesson({ time: 777 }))
    await rest()
    expect(location.hash).toBe('')
    act(() => now().handle.selection.set({ hover: null, pinned: { ...NO_SELECTION, layer: 1 } }))
    await written()
  })

  it('stands beside the site’s own place in the page, and the router’s state stays', async () => {
    history.replaceState({ mine: 1 }, '', '/page#heading')
    render(lesson())
    await change(0.3, {}, null)
    await written()
    expect(location.hash).toMatch(/^#heading&gf=1;/)
    expect(history.state).toEqual({ mine: 1 })
    act(() => {
      location.hash = '#other'
    })
    await written()
    expect(location.hash).toMatch(/^#other&gf=1;/)
  })

  it('of one lesson leaves alone those of others', async () => {
    const page = () => (
      <>
        {lesson({ id: 'one' }, 'one')}
        {lesson({ id: 'two', prompt: 'CCC' }, 'two')}
      </>
    )
    render(page())
    act(() => now('one').handle.dispatch({ type: 'seek', timeMs: 300 }))
    act(() => now('two').handle.dispatch({ type: 'seek', timeMs: 700 }))
    await written('one', 'gf.one')
    await written('two', 'gf.two')
    expect(location.hash).toMatch(/^#gf\.one=1;text:ABCA;.*&gf\.two=1;text:CCC;/)
    cleanup()
    render(page())
    await waitFor(() =>
      expect([now('one'), now('two')].map((one) => Math.round(one.handle.time.get()))).toEqual([300, 700]),
    )
  })

  it('opens several lessons on one clock, each with its own settings', async () => {
    const page = () => (
      <Together>
        {lesson({ id: 'full', name: 'Full' }, 'full')}
        {lesson({ id: 'other', name: 'Other' }, 'other')}
      </Together>
    )
    render(page())
    act(() => now('other').change?.({ cache: 'none' }))
    await settled('other')
    act(() => now('full').handle.dispatch({ type: 'seek', timeMs: 2500 }))
    const moments = () => ['full', 'other'].map((name) => momentOf(now(name)))
    const before = moments()
    await waitFor(() => expect(location.hash).toMatch(/gf\.full=1.*gf\.other=1.*cache:none/))
    cleanup()
    seen.clear()
    render(page())
    await settled('other')
    await waitFor(() => expect(moments()).toEqual(before))
    expect(now('other').handle.run.generation?.cache).toBe('none')
    expect(now('full').handle.run.generation?.cache).toBe('full')
  })

  it('that two lessons would share is said by the second, and written by the first', async () => {
    render(
      <>
        {lesson({}, 'one')}
        {lesson({}, 'two')}
      </>,
    )
    expect(screen.getByRole('alert')).toHaveTextContent(/give each an id/)
    act(() => now('two').handle.dispatch({ type: 'seek', timeMs: 700 }))
    await rest()
    expect(location.hash).toBe('')
    act(() => now('one').handle.dispatch({ type: 'seek', timeMs: 700 }))
    await waitFor(() => expect(location.hash).toMatch(/^#gf=/))
  })

  it('is left to a router that lives after the #', async () => {
    history.replaceState(null, '', '/page#/route')
    render(lesson())
    expect(screen.getByRole('alert')).toHaveTextContent(/onLinkChange/)
    await change(0.3, {}, null)
    await rest()
    expect(location.hash).toBe('#/route')
  })

  it('that is pasted into the page’s address opens there', async () => {
    render(lesson())
    act(() => {
      location.hash = '#gf=1;text:CBA;at:attend,1,1,1,0'
    })
    await waitFor(() => expect(now().settings.prompt).toBe('CBA'))
    await settled()
    await waitFor(() => expect(momentOf(now()).slice(0, 3)).toEqual(['attend', 1, 1]))
    act(() => {
      location.hash = '#gf=1;at:attend,1,0,1,0'
    })
    // What a link does not say is as the author gave it.
    await waitFor(() => expect(now().settings.prompt).toBe('ABCA'))
  })

  it('works with the site’s own router: told at rest, opened when it comes', async () => {
    const told = vi.fn()
    const page = (link: string) => lesson({ link, onLinkChange: told })
    const { rerender } = render(page(''))
    await rest()
    expect(told).not.toHaveBeenCalled()
    await change(0.3, { layer: 1 }, null)
    await waitFor(() => expect(told).toHaveBeenCalled())
    expect(told).toHaveBeenCalledTimes(1)
    const [link] = told.mock.calls[0] as [string]
    expect(link).toMatch(/^1;text:ABCA;at:.*;on:l1$/)
    expect(location.hash).toBe('')
    const before = shownBy(now())
    rerender(page(link))
    expect(shownBy(now())).toEqual(before)
    rerender(page('1;text:CC;at:sample,1,x,1,0'))
    await settled()
    await waitFor(() => expect(momentOf(now()).slice(0, 2)).toEqual(['sample', 1]))
    expect(now().settings.prompt).toBe('CC')
  })

  it('of a given run has its moment and what was chosen alone', async () => {
    const props = { trace: generate(model, 'ABCA', { maxNewTokens: 2 }) }
    history.replaceState(null, '', '/page#gf=1;text:CC;cache:none;at:attend,1,1,1,0;on:p2')
    render(lesson(props))
    await waitFor(() => expect(momentOf(now()).slice(0, 3)).toEqual(['attend', 1, 1]))
    expect(now().handle.selection.get().pinned.position).toBe(2)
    act(() => now().handle.dispatch({ type: 'step', by: 1 }))
    await waitFor(() => expect(location.hash).toMatch(/^#gf=1;at:mlp,1,1,1,\d+;on:p2$/))
  })

  it('waits for a model that is on its way', async () => {
    history.replaceState(null, '', '/page#gf=1;text:CBA;model:late;at:attend,1,0,1,0')
    let arrive: (one: typeof small) => void = () => {}
    const load = () => new Promise<typeof small>((resolve) => (arrive = resolve))
    render(
      <Lesson model={model} prompt="ABCA" maxNewTokens={4} permalink>
        <Probe />
        <ModelPicker models={[{ id: 'late', name: 'Late', load }]} />
      </Lesson>,
    )
    await waitFor(() => expect(now().running).toBe(true))
    await act(async () => arrive(small))
    await waitFor(() => expect(momentOf(now()).slice(0, 3)).toEqual(['attend', 1, 0]))
    expect(now().handle.run.model).toBe(small)
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('a link of a lesson with a question that holds the clock', () => {
  const asking = (props: LessonProps = {}, name = '') => (
    <Lesson model={model} prompt="ABCA" maxNewTokens={4} permalink {...props}>
      <Probe name={name} />
      <Predict hold />
      <Transport />
    </Lesson>
  )
  const sampled = (name = '') =>
    now(name).handle.sequence.cues.find(({ cue }) => cue.kind === 'sample') as { startMs: number; endMs: number }
  const isHeld = (name = '') => now(name).handle.time.get() === sampled(name).startMs
  let see: (() => void)[] = []
  beforeEach(() => {
    see = []
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(told: (entries: { isIntersecting: boolean }[]) => void) {
          see.push(() => told([{ isIntersecting: true }]))
        }
        observe() {}
        disconnect() {}
      },
    )
  })
  afterEach(() => vi.unstubAllGlobals())
  const scroll = () =>
    act(() => {
      for (const tell of see) tell()
    })

  it.each(['at once', 'later'])(
    'is not written when the clock is taken %s, and is when the reader moves it',
    async (when) => {
      if (when === 'at once') vi.stubGlobal('IntersectionObserver', undefined)
      render(asking())
      if (when === 'later') {
        await rest()
        scroll()
      }
      expect(isHeld()).toBe(true)
      await rest()
      expect(location.hash).toBe('')
      act(() => now().handle.dispatch({ type: 'step', by: -1 }))
      await written()
    },
  )

  it('is not written where lessons go together', async () => {
    render(
      <Together>
        {asking({ id: 'one' }, 'one')}
        {lesson({ id: 'two' }, 'two')}
        {asking({ id: 'three', model: small, defaultTime: 10 }, 'three')}
      </Together>,
    )
    await rest()
    scroll()
    expect(isHeld('one') && isHeld('two') && isHeld('three')).toBe(true)
    await rest()
    expect(location.hash).toBe('')
  })

  it('opens its moment past the question, which says that the answer is shown, and stays', async () => {
    history.replaceState(null, '', '/page#gf=1;text:CC;at:attend,1,1,1,0')
    render(asking())
    await settled()
    await waitFor(() => expect(momentOf(now()).slice(0, 3)).toEqual(['attend', 1, 1]))
    scroll()
    await rest()
    expect(momentOf(now()).slice(0, 3)).toEqual(['attend', 1, 1])
    expect(screen.getByText('The figures already show the answer.')).toBeVisible()
    expect(screen.queryByText('The clock waits for your answer.')).toBeNull()
    expect(location.hash).toBe('#gf=1;text:CC;at:attend,1,1,1,0')
  })

  it('wins over a hold that has begun, also of another lesson on the same clock', async () => {
    render(
      <Together>
        {lesson({ id: 'one' }, 'one')}
        {asking({ id: 'two' }, 'two')}
      </Together>,
    )
    scroll()
    expect(isHeld('one')).toBe(true)
    act(() => {
      location.hash = '#gf.one=1;at:attend,1,1,1,0'
    })
    await waitFor(() => expect(momentOf(now('two')).slice(0, 3)).toEqual(['attend', 1, 1]))
  })

  it('of a text alone is not written over by the hold', async () => {
    history.replaceState(null, '', '/page#gf=1;text:CC')
    render(asking())
    await settled()
    scroll()
    await waitFor(() => expect(isHeld()).toBe(true))
    await rest()
    expect(location.hash).toBe('#gf=1;text:CC')
  })

  it('to a moment before the question lets it hold', async () => {
    history.replaceState(null, '', '/page#gf=1;text:CC;at:prefill,0,1,1,0')
    render(asking())
    await settled()
    await waitFor(() => expect(momentOf(now()).slice(0, 2)).toEqual(['prefill', 0]))
    scroll()
    act(() => now().handle.dispatch({ type: 'seek', timeMs: 1e9 }))
    expect(isHeld()).toBe(true)
  })
})

describe('a link that is broken or out of date', () => {
  const open = async (link: string, props: LessonProps = {}) => {
    history.replaceState(null, '', `/page#gf=${link}`)
    render(lesson(props))
    await waitFor(() => expect(screen.getByRole('alert')).toBeVisible())
  }

  it.each([
    ['no link at all', 'hello', /not a link/],
    ['a later version', '7;text:CC', /later version \(7\)/],
    ['a part that is unknown', '1;mood:good;text:CC', /“mood” means nothing/],
    ['a part that is damaged', '1;draw:warm;text:CC', /damaged where it says the sampling/],
    ['a model that is not offered', '1;model:gpt9;text:CC', /“gpt9” is not offered/],
    ['a step that is not there', '1;text:CC;at:attend,90,1,1,1500', /no such step: attend 90 1/],
    ['things that are not there', '1;text:CC;on:p90,l7', /no token at position 90.*no layer 7/],
    ['a number that is not there', '1;text:CC;cell:blocks.9.attn.q,0,0,0', /no number blocks\.9\.attn\.q/],
  ])('says of %s what it is, and opens the rest', async (_, link, said) => {
    await open(link)
    expect(screen.getByRole('alert')).toHaveTextContent(said)
    expect(now().settings.prompt).toBe(link === 'hello' ? 'ABCA' : 'CC')
    await settled()
    expect(now().handle.run.generation?.text).toMatch(link === 'hello' ? /^ABCA/ : /^CC/)
    await userEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('says of a text that cannot be run that neither is its moment opened', async () => {
    history.replaceState(null, '', `/page#gf=1;text:${'A'.repeat(30)};at:attend,1,1,1,0`)
    render(lesson())
    expect(await screen.findByText(/neither is its moment opened/)).toBeVisible()
    expect(now().handle.run.generation?.text).toMatch(/^ABCA/)
  })

  it('is not written over until the reader does something', async () => {
    await open('1;mood:good;text:CC')
    await settled()
    await rest()
    expect(location.hash).toBe('#gf=1;mood:good;text:CC')
    act(() => now().handle.dispatch({ type: 'step', by: 1 }))
    await written()
    expect(location.hash).toMatch(/^#gf=1;text:CC;at:/)
  })

  it('never breaks the page, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'1;:,=%+.textdrawcacheatoncell0_-&~ ') }), async (junk) => {
        history.replaceState(null, '', `/page#gf=${junk}`)
        render(lesson())
        await settled()
        expect(now().handle.run.generation).toBeDefined()
        cleanup()
      }),
      { numRuns: 40 },
    )
  })
})

describe('in HTML from a server', () => {
  it('the page is that of the props, and the link is opened after it was hydrated', async () => {
    history.replaceState(null, '', '/page#gf=1;text:CBA;at:attend,1,1,1,0')
    const errors = vi.spyOn(console, 'error')
    const page = <StrictMode>{lesson()}</StrictMode>
    const root = document.createElement('div')
    root.innerHTML = renderToString(page)
    expect(root.querySelector('input')?.value).toBe('ABCA')
    document.body.append(root)
    const live = await act(async () => hydrateRoot(root, page))
    await waitFor(() => expect(momentOf(now()).slice(0, 3)).toEqual(['attend', 1, 1]))
    expect(root.querySelector('input')?.value).toBe('CBA')
    expect(errors).not.toHaveBeenCalled()
    act(() => live.unmount())
    root.remove()
  })
})

describe('Copy link', () => {
  const button = () => screen.getByRole('button', { name: 'Copy link' })

  it('copies the address of what is shown, also while it plays, and says so once', async () => {
    const user = userEvent.setup()
    render(lesson())
    act(() => now().handle.dispatch({ type: 'play' }))
    await user.click(button())
    const copied = await navigator.clipboard.readText()
    expect(copied).toMatch(/\/page\?site=1#gf=1;text:ABCA;at:/)
    expect(copied).toBe(location.href)
    expect(screen.getByText('Link copied.')).toHaveAttribute('role', 'status')
    act(() => now().handle.dispatch({ type: 'pause' }))
  })

  it('shows the address where the browser does not copy', async () => {
    const user = userEvent.setup()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'))
    render(lesson())
    await user.click(button())
    const field = await screen.findByRole('textbox', { name: 'Copy this link' })
    expect(field).toHaveFocus()
    expect(field).toHaveValue(location.href)
    const at = now().handle.time.get()
    await user.keyboard('jl ')
    expect(now().handle.time.get()).toBe(at)
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('textbox', { name: 'Copy this link' })).toBeNull()
    expect(button()).toHaveFocus()
  })

  it('copies the address that the site’s router answers', async () => {
    const user = userEvent.setup()
    render(lesson({ onLinkChange: (link) => `/lesson?at=${encodeURIComponent(link)}` }))
    await user.click(button())
    expect(await navigator.clipboard.readText()).toMatch(/^http.*\/lesson\?at=1%3Btext/)
  })

  it('is not there without a link', () => {
    render(lesson({ permalink: false }))
    expect(screen.queryByRole('button', { name: 'Copy link' })).toBeNull()
  })
})
