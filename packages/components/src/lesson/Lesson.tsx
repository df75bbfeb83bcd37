'use client'
import type { Fault, Interventions, Model, Trace } from '@glassformer/core'
import { type ComponentPropsWithRef, useState } from 'react'
import { LoadFailed } from '../anatomy/LoadFailed'
import * as check from '../anatomy/propChecks'
import { useWrongProp } from '../anatomy/useWrongProp'
import { useTheme } from '../color/useTheme'
import { InspectorHost } from '../inspector/InspectorHost'
import { figureMessages } from '../messages/en/figure'
import type { MessageOverrides } from '../messages/types'
import { useErrorText } from '../messages/useErrorText'
import { useMessages } from '../messages/useMessages'
import { LessonContext, SettingsContext, TypingContext } from './context'
import type { TimeChangeReason } from './handle'
import type { Failure } from './lazy'
import { LinkContext } from './link/context'
import { LinkProblems } from './link/LinkProblems'
import { usePermalink } from './link/usePermalink'
import type { CacheChoice, LessonSettings, SamplerChoice } from './settings'
import { createTerms, TermsContext } from './terms'
import { joined, useTogether } from './together'
import { useLessonValue } from './useLessonValue'

export interface LessonProps extends Omit<ComponentPropsWithRef<'section'>, 'prompt'> {
  /** The model that every figure inside shows. @default the text model, loaded when it is needed */
  model?: Model
  /** The text to start from. The reader can type over it; a change of this prop replaces what they typed. @default the model's sentence */
  prompt?: string
  /** Told whenever the reader changes the text. */
  onPromptChange?: (prompt: string) => void
  /**
   * Settings of the run that are yours: the controls inside show these, and change them only through `onSettingsChange`. What is
   * not named here is the reader's, and begins with the other props. @default none
   */
  settings?: Partial<LessonSettings>
  /** Told whenever the reader changes a setting: all settings as they are then, and those that changed. */
  onSettingsChange?: (settings: LessonSettings, changed: Partial<LessonSettings>) => void
  /** How many tokens are generated after the prompt. Cut to what the context holds. @default 6 */
  maxNewTokens?: number
  /**
   * How the next token is chosen: settings as plain data, `{ temperature: 0.8, topK: 5 }`, or a sampler's object. Another
   * object is another run, so make that outside of the component; settings are the same as long as their values are.
   * @default greedy()
   */
  sampler?: SamplerChoice
  /** The seed of a `sampler` given as settings that name none: another seed is another draw. @default 0 */
  seed?: number
  /**
   * How keys and values are kept: `full`, `none`, or a policy of `@glassformer/core/cache`. Policies of the same settings are
   * the same run; of those that requests share, another object is another run. @default 'full'
   */
  cache?: CacheChoice
  /** A mistake made on purpose, for teaching. Beside it there is no training step. @default none */
  fault?: Fault
  /**
   * Changes of activations, as `intervene` makes them. Another object is another run: make it outside of the component. Beside
   * them there is no training step. @default none
   */
  interventions?: Interventions
  /**
   * A finished run of any kind to show, instead of running a model: nothing is typed then. Checked; a bad one is said in place.
   * Wins over the rest, but for `model`: the one that it is a run of, for what asks for its parameters.
   */
  trace?: Trace
  /** The moment shown, in milliseconds: makes the clock controlled. */
  time?: number
  /** The moment shown first, in milliseconds. Ignored with `time`. @default the prompt read and one token chosen */
  defaultTime?: number
  /** Told of every change of time, and what caused it. */
  onTimeChange?: (timeMs: number, details: { reason: TimeChangeReason }) => void
  /** Told when time comes to rest: after a step, a seek, a reset, or at a pause. */
  onTimeCommit?: (timeMs: number, details: { reason: TimeChangeReason }) => void
  /** `auto` follows any `data-gf-theme` above, then the page, then the reader's system. @default 'auto' */
  theme?: 'auto' | 'dark' | 'light'
  /**
   * `columns` sets figures that follow each other side by side where there is room for two; what stands alone between prose,
   * prose and the transport take the whole width. Shows as `data-layout`. @default 'stack'
   */
  layout?: 'stack' | 'columns'
  /** What it is called among others in a `Together`, where it stands over it. Ignored elsewhere. @default a letter */
  name?: string
  /**
   * Keeps text, settings, moment and selection in the address after the #, so that a link opens them again, and puts "Copy link"
   * into the transport. Of several lessons with one, each needs an `id`. @default false, but true with `onLinkChange`
   */
  permalink?: boolean
  /** The link as the site's own router has it: instead of what is after the #. Ignored without `onLinkChange`. */
  link?: string
  /** Told of the link whenever all has come to rest, `''` while there is nothing to say. May answer with the address of it, for "Copy link". */
  onLinkChange?: (link: string) => unknown
  /** Strings to say instead of the English ones. */
  messages?: MessageOverrides
}

const ACCEPTS: check.PropChecks = {
  model: check.model,
  prompt: check.text,
  onPromptChange: check.callback,
  settings: check.settings,
  onSettingsChange: check.callback,
  maxNewTokens: check.wholeFrom(1),
  sampler: check.sampler,
  seed: check.seed,
  cache: check.cache,
  fault: check.fault,
  interventions: check.interventions,
  time: check.milliseconds,
  defaultTime: check.milliseconds,
  onTimeChange: check.callback,
  onTimeCommit: check.callback,
  theme: check.oneOf('auto', 'dark', 'light'),
  layout: check.oneOf('stack', 'columns'),
  name: check.words,
  permalink: check.yesOrNo,
  link: check.text,
  onLinkChange: check.callback,
  messages: check.overrides,
  ...check.HOST,
}

/**
 * Figures inside share one run of one model, one clock and one selection. Renders a `<section>`; the rest of the props go
 * to it. It shows `data-stale` while the run on screen is not that of the text as typed.
 */
export function Lesson(props: LessonProps) {
  const { model, prompt, onPromptChange, settings: held, onSettingsChange, maxNewTokens, sampler, ...after } = props
  const { seed, cache, fault, interventions, trace, time, defaultTime, ...others } = after
  const { onTimeChange, onTimeCommit, theme = 'auto', layout = 'stack', name, messages, ...last } = others
  const { permalink, link, onLinkChange, ...rest } = last
  const { className, style, children, ref, ...section } = rest
  const root = useTheme(ref)
  const refusal = useWrongProp('Lesson', ACCEPTS, props, messages)
  const [terms] = useState(createTerms)
  const together = useTogether()
  const { lesson, typing, settings, textModel } = useLessonValue(joined({ ...props, refusal }, together))
  const shared = usePermalink(
    {
      isOn: !refusal && (permalink ?? onLinkChange !== undefined),
      id: section.id,
      link: onLinkChange && link,
      onLinkChange,
      defaultTime: refusal ? undefined : defaultTime,
    },
    { lesson, settings, typing },
  )
  return (
    <LessonContext.Provider value={lesson}>
      <SettingsContext.Provider value={settings}>
        <TypingContext.Provider value={typing}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it listens to keys pressed in the controls within */}
          <section
            {...section}
            ref={root}
            // An opened number is closed from wherever in the lesson the reader has gone on to.
            onKeyDown={(event) => {
              section.onKeyDown?.(event)
              const isOpen = lesson.handle.inspected.get() !== null
              if (isOpen && event.key === 'Escape' && !event.defaultPrevented) lesson.handle.inspect(null)
            }}
            // React throws over a style that is none.
            style={refusal ? undefined : style}
            className={className ? `gf-root gf-lesson ${className}` : 'gf-root gf-lesson'}
            data-layout={layout}
            data-stale={typing.stale || undefined}
            {...(theme === 'auto' ? {} : { 'data-gf-theme': theme })}
          >
            {together && <together.Member lesson={lesson.handle} name={name} />}
            {lesson.waiting && textModel.status === 'failed' && <LoadFailed again={textModel.again} />}
            {settings.failure && !settings.tellers.has(settings.failure.setting) && <NotThere {...settings.failure} />}
            {typing.problem && !lesson.problem && typing.inputs.current === 0 && <Problem error={typing.problem} />}
            <LinkProblems problems={shared.problems} dismiss={shared.dismiss} />
            <LinkContext.Provider value={shared.link}>
              <TermsContext.Provider value={terms}>{children}</TermsContext.Provider>
            </LinkContext.Provider>
            {!refusal && <InspectorHost lesson={lesson.handle} />}
          </section>
        </TypingContext.Provider>
      </SettingsContext.Provider>
    </LessonContext.Provider>
  )
}

/** What is set that cannot be had, with a button that tries again where that may help. */
function NotThere({ error, again, trying }: Failure) {
  const messages = useMessages('figure', figureMessages)
  const errorText = useErrorText()
  if (!again) return <Problem error={error} />
  return <LoadFailed again={trying} said={messages.choiceFailed(errorText(error))} onAgain={again} />
}

/** A text that cannot be run, said by the lesson where nothing in it says so beside an input. */
function Problem({ error }: { error: Error }) {
  const errorText = useErrorText()
  return (
    <p className="gf-problem" role="alert">
      {errorText(error)}
    </p>
  )
}
