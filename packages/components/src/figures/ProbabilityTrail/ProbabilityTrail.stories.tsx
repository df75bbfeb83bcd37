import { createModel, type ForwardTrace, generate, runBackward, runForward, sample } from '@glassformer/core'
import { loadSortModel } from '@glassformer/core/models/sort'
import { loadTextModel } from '@glassformer/core/models/text'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Lesson } from '../../lesson/Lesson'
import { AttentionHead } from '../AttentionHead'
import { ProbabilityTrail } from './ProbabilityTrail'

const meta: Meta<typeof ProbabilityTrail> = { title: 'Figures/ProbabilityTrail', component: ProbabilityTrail }
export default meta

type Story = StoryObj<typeof ProbabilityTrail>

const text = loadTextModel()
const prompt = 'the cat sat on the'
const story =
  'anna gave ben the lamp. ben sat on the chair and the cat saw the bear near the market. the dog ran to the house. '
/** The first so many tokens of a story that begins again when it ends. */
const tokens = (count: number) => text.tokenizer?.encode(story.repeat(5)).slice(0, count) ?? []

/** The text model and its sentence. */
export const Default: Story = {}

export const SortModel: Story = { args: { model: loadSortModel(), prompt: 'BACABC' } }

/** How probable each layer finds the token that follows in the end. */
export const NextToken: Story = { args: { model: text, prompt, defaultView: 'next', defaultTime: 1e9 } }

/** A new token is on its way: two layers have been, the third is at work, and what follows is not told. */
export const MidAnimation: Story = { args: { model: text, prompt, defaultTime: 21980 } }

/** Before anything has been read. */
export const Beginning: Story = { args: { model: text, prompt, defaultTime: 0 } }

/** The shortest run. */
export const TwoTokens: Story = {
  args: { trace: generate(text, 'the', { maxNewTokens: 2 }), defaultTime: 1e9 },
}

/** Rows too thin for words: colour and bars, and the row in focus whole. */
export const SixtyFourTokens: Story = {
  args: { trace: generate(text, tokens(56), { maxNewTokens: 8 }), defaultTime: 1e9 },
}

export const HundredTwentyEightTokens: Story = {
  args: { trace: generate(text, tokens(121), { maxNewTokens: 8 }), defaultTime: 1e9 },
}

/** What was drawn need not be the last layer's best guess. */
export const Drawn: Story = {
  args: {
    trace: generate(text, prompt, { maxNewTokens: 6, sampler: sample({ temperature: 1.6, seed: 4 }) }),
    defaultTime: 1e9,
  },
}

const deep = createModel({ nLayers: 16, nHeads: 2, dModel: 16, nCtx: 16, dVocab: 500 }, { seed: 5, name: 'untrained' })

/** Many layers: the columns scroll, and the tokens stay. */
export const SixteenLayers: Story = {
  args: { trace: generate(deep, [1, 2, 3, 4, 5], { maxNewTokens: 3 }), defaultTime: 1e9 },
}

/** One pass over a text chooses nothing: what follows is what the last layer says. */
export const OneForwardPass: Story = { args: { trace: runForward(text, 'the bear sat on'), defaultTime: 1e9 } }

export const Narrow: Story = {
  args: { model: text, prompt },
  decorators: [
    (Figure) => (
      <div style={{ width: 320 }}>
        <Figure />
      </div>
    ),
  ],
}

/** A training step is another matter: the message stands in the figure's place. */
export const WrongTrace: Story = {
  args: { trace: runBackward(deep, [1, 2, 3]) as unknown as ForwardTrace },
}

/** A trace holds no weights: one that came from elsewhere needs its model. */
export const WithoutItsModel: Story = { args: { trace: structuredClone(generate(deep, [1, 2], { maxNewTokens: 2 })) } }

export const InALesson: Story = {
  render: (args) => (
    <Lesson prompt={prompt} layout="columns">
      <ProbabilityTrail {...args} />
      <AttentionHead />
    </Lesson>
  ),
}
