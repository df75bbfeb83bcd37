'use client'
import type { ComponentPropsWithRef } from 'react'
import { useLesson } from '../../lesson/context'
import type { LessonSettings } from '../../lesson/settings'
import { samplingControlsMessages } from '../../messages/en/samplingControls'
import { formatCount, formatShort } from '../../messages/format'
import { useMessages } from '../../messages/useMessages'
import { Control } from '../anatomy/Control'
import { ControlSource } from '../anatomy/ControlSource'
import { Slider, StepSlider } from '../anatomy/Slider'
import { useControl } from '../anatomy/useControl'
import { Seed } from './Seed'
import { topKSteps } from './steps'

export interface SamplingControlsProps extends Omit<ComponentPropsWithRef<'div'>, 'children'> {}

type Sampling = NonNullable<LessonSettings['sampling']>
type Messages = typeof samplingControlsMessages

const ACCEPTS = {}
/** What a sampler of the author's own gives way to. */
const PLAIN: Sampling = { temperature: 1, topK: null, topP: 1, minP: 0, seed: 0 }
const HOTTEST = 2

/** Temperature, top-k, top-p, min-p and the seed of what draws the next token. Shows `data-pending` while that run is computed. */
export function SamplingControls(props: SamplingControlsProps) {
  return (
    <ControlSource name="SamplingControls" accepts={ACCEPTS} given={props} host={props}>
      <View {...props} />
    </ControlSource>
  )
}

function View(props: SamplingControlsProps) {
  const messages = useMessages('samplingControls', samplingControlsMessages)
  const { settings, set } = useControl('sampling')
  const { handle } = useLesson()
  const { model, generation, forward, backward } = handle.run
  const vocabulary = (model ?? generation ?? forward ?? backward)?.config.dVocab ?? null
  const now = settings.sampling ?? PLAIN
  const greedy = settings.sampling?.temperature === 0
  const change = (to: Partial<Sampling>) => set({ sampling: { ...now, ...to } })
  // While there is no run, top-k stands where it is set.
  const size = vocabulary ?? now.topK ?? 1
  return (
    <Control {...props} setting="sampling" heading={messages.title} says={saysOf(settings.sampling, messages)}>
      <Slider
        label={messages.temperature}
        about={messages.temperatureAbout}
        value={now.temperature}
        min={0}
        max={Math.max(HOTTEST, now.temperature)}
        step={0.05}
        shown={formatShort(now.temperature)}
        onChange={(temperature) => change({ temperature })}
      />
      <StepSlider
        label={messages.topK}
        about={messages.topKAbout}
        value={Math.min(now.topK ?? size, size)}
        steps={topKSteps(size)}
        shown={
          now.topK === null || now.topK >= (vocabulary ?? Infinity) ? messages.all(vocabulary) : formatCount(now.topK)
        }
        disabled={greedy || vocabulary === null}
        onChange={(k) => change({ topK: k < size ? k : null })}
      />
      <Slider
        label={messages.topP}
        about={messages.topPAbout}
        value={now.topP}
        min={0.05}
        max={1}
        step={0.05}
        shown={formatShort(now.topP)}
        disabled={greedy}
        onChange={(topP) => change({ topP })}
      />
      <Slider
        label={messages.minP}
        about={messages.minPAbout}
        value={now.minP}
        min={0}
        max={1}
        step={0.01}
        shown={formatShort(now.minP)}
        disabled={greedy}
        onChange={(minP) => change({ minP })}
      />
      <Seed messages={messages} seed={now.seed} disabled={greedy} onChange={(seed) => change({ seed })} />
    </Control>
  )
}

/** What is set, in one sentence. */
function saysOf(sampling: LessonSettings['sampling'], messages: Messages): string {
  if (!sampling) return messages.asGiven
  const { temperature, topK, topP, minP, seed } = sampling
  if (temperature === 0) return messages.greedy
  const filters = [
    topK !== null && messages.filterTopK(formatCount(topK)),
    topP < 1 && messages.filterTopP(formatShort(topP)),
    minP > 0 && messages.filterMinP(formatShort(minP)),
  ].filter((one) => one !== false)
  return messages.drawn(formatShort(temperature), filters, String(seed))
}
