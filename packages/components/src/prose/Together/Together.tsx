'use client'
import { type ComponentPropsWithRef, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import * as check from '../../anatomy/propChecks'
import { useWrongProp } from '../../anatomy/useWrongProp'
import { useTheme } from '../../color/useTheme'
import { LessonContext, type LessonContextValue, NO_TYPING, type Typing, TypingContext } from '../../lesson/context'
import type { TimeChangeReason } from '../../lesson/handle'
import { TogetherContext, type TogetherContextValue } from '../../lesson/together'
import type { MessageOverrides } from '../../messages/types'
import { InlineError } from '../InlineError'
import { LeadContext } from './context'
import { createLead } from './createLead'
import { Member } from './Member'

export interface TogetherProps extends Omit<ComponentPropsWithRef<'section'>, 'prompt'> {
  /** The text of all lessons that have no `prompt` of their own. The reader can type over it, in any of them. @default each model's sentence */
  prompt?: string
  /** Told whenever the reader changes that text. */
  onPromptChange?: (prompt: string) => void
  /** The moment shown, in milliseconds on the common clock: makes it controlled. `time` of the lessons inside is ignored. */
  time?: number
  /** The moment shown first, in milliseconds. Ignored with `time`. @default the prompt read and one token chosen */
  defaultTime?: number
  /** Told of every change of time, and what caused it. */
  onTimeChange?: (timeMs: number, details: { reason: TimeChangeReason }) => void
  /** Told when time comes to rest: after a step, a seek, a reset, or at a pause. */
  onTimeCommit?: (timeMs: number, details: { reason: TimeChangeReason }) => void
  /**
   * `columns` sets lessons side by side where there is room for two; all else takes the whole width. Shows as `data-layout`.
   * @default 'columns'
   */
  layout?: 'stack' | 'columns'
  /** `auto` follows any `data-gf-theme` above, then the page, then the reader's system. @default 'auto' */
  theme?: 'auto' | 'dark' | 'light'
  /** Strings to say instead of the English ones, also in the lessons inside that have none of their own. */
  messages?: MessageOverrides
}

const ACCEPTS: check.PropChecks = {
  prompt: check.text,
  onPromptChange: check.callback,
  time: check.milliseconds,
  defaultTime: check.milliseconds,
  onTimeChange: check.callback,
  onTimeCommit: check.callback,
  layout: check.oneOf('stack', 'columns'),
  theme: check.oneOf('auto', 'dark', 'light'),
  messages: check.overrides,
  ...check.HOST,
}

/**
 * Several lessons on one clock, with one selection and one text: what is played, pointed at and typed in one is in all. A
 * `Transport` inside, beside the lessons, plays them all. Renders a `<section>`; the rest of the props go to it.
 */
export function Together(given: TogetherProps) {
  const wrong = useWrongProp('Together', ACCEPTS, given, given.messages)
  // What is wrong moves nothing, and hides no lesson.
  const props: TogetherProps = wrong ? { children: given.children } : given
  const { prompt, onPromptChange, time, defaultTime, onTimeChange, onTimeCommit, ...others } = props
  const { layout = 'columns', theme = 'auto', messages, className, children, ref, ...section } = others
  const root = useTheme(ref)
  const latest = useRef(props)
  latest.current = props
  const [lead] = useState(() =>
    createLead({
      time: () => latest.current.time,
      defaultTime: () => latest.current.defaultTime,
      onTime(timeMs, reason) {
        latest.current.onTimeChange?.(timeMs, { reason })
        if (reason !== 'tick') latest.current.onTimeCommit?.(timeMs, { reason })
      },
    }),
  )
  const [text, setText] = useTyped(prompt)
  const version = useSyncExternalStore(lead.version.subscribe, lead.version.get, lead.version.get)
  useEffect(() => {
    if (time !== undefined) lead.common().setTime(time)
  }, [lead, time])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another clock
  const lesson = useMemo<LessonContextValue>(
    () => ({
      // Asked for by what is rendered after the lessons, which knows them.
      get handle() {
        return lead.common()
      },
      get waiting() {
        return lead.common().sequence.cues.length === 0
      },
      problem: null,
      refusal: null,
      messages,
      standalone: false,
      apart: false,
    }),
    [lead, version, messages],
  )
  const together = useMemo<TogetherContextValue>(
    () => ({
      lead,
      prompt: text,
      setPrompt(next) {
        setText(next)
        latest.current.onPromptChange?.(next)
      },
      defaultTime: time ?? defaultTime,
      messages,
      Member,
    }),
    [lead, text, setText, time, defaultTime, messages],
  )
  const typing = useMemo<Typing>(
    () => ({ ...NO_TYPING, prompt: text ?? '', setPrompt: together.setPrompt }),
    [text, together],
  )
  return (
    <LessonContext.Provider value={lesson}>
      <TypingContext.Provider value={typing}>
        <TogetherContext.Provider value={together}>
          <LeadContext.Provider value={lead}>
            <section
              {...section}
              ref={root}
              className={className ? `gf-root gf-together ${className}` : 'gf-root gf-together'}
              data-layout={layout}
              {...(theme === 'auto' ? {} : { 'data-gf-theme': theme })}
            >
              {wrong && <InlineError name="Together" error={wrong} />}
              {children}
            </section>
          </LeadContext.Provider>
        </TogetherContext.Provider>
      </TypingContext.Provider>
    </LessonContext.Provider>
  )
}

/** What is typed over a text that the owner gave; a change of that replaces it. */
function useTyped(given: string | undefined): [string | null, (text: string) => void] {
  const start = given ?? null
  const [typed, setTyped] = useState(start)
  const [begun, setBegun] = useState(start)
  if (begun !== start) {
    setBegun(start)
    setTyped(start)
  }
  return [typed, setTyped]
}
