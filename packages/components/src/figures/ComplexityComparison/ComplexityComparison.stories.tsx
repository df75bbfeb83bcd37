import { type CachePolicy, createModel, generate, runForward } from '@glassformer/core'
import { heavyHitters, prefixCache, slidingWindow } from '@glassformer/core/cache'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Lesson } from '../../lesson/Lesson'
import { ComplexityComparison } from './ComplexityComparison'

const meta: Meta<typeof ComplexityComparison> = {
  title: 'Figures/ComplexityComparison',
  component: ComplexityComparison,
  argTypes: { defaultUpTo: { control: { type: 'range', min: 256, max: 65_536, step: 256 } } },
}
export default meta

type Story = StoryObj<typeof ComplexityComparison>

const small = createModel({ nLayers: 2, nHeads: 2, dModel: 16, nCtx: 80, dVocab: 40 }, { seed: 3, name: 'untrained' })
const tokens = (count: number) => Array.from({ length: count }, (_, i) => (i * 7) % 40)

/** The text model and its sentence. */
export const Default: Story = {}

/** The last step of a run: one row against the whole triangle. */
export const LastStep: Story = { args: { defaultTime: 1e9 } }

/** Within a decode step, between one layer and the next. */
export const MidAnimation: Story = { args: { defaultTime: 9000 } }

/** The shortest run: two tokens. */
export const TwoTokens: Story = {
  args: { trace: generate(small, tokens(1), { maxNewTokens: 2, compare: true }), defaultTime: 1e9 },
}

/** Sixty-four tokens: cells shrink, the shapes stay. */
export const SixtyFourTokens: Story = {
  args: { trace: generate(small, tokens(56), { maxNewTokens: 8, compare: true }), defaultTime: 1e9 },
}

/** A trace made without the other run: that side is by formula, and the figure says so. */
export const ByFormula: Story = { args: { trace: generate(small, tokens(6), { maxNewTokens: 4 }), defaultTime: 1e9 } }

const windowed = createModel(
  { nLayers: 2, nHeads: 2, dModel: 16, nCtx: 80, dVocab: 40, attentionWindow: 3 },
  { seed: 3, name: 'untrained' },
)

/** The model sees three positions: a band is scored instead of a triangle. */
export const SlidingWindow: Story = {
  args: { trace: generate(windowed, tokens(6), { maxNewTokens: 5, compare: true }), defaultTime: 1e9 },
}

const under = (cache: CachePolicy, count = 6, maxNewTokens = 6) => ({
  trace: generate(small, tokens(count), { maxNewTokens, cache, compare: true }),
  defaultTime: 1e9,
})

/** Beside the full cache: the last four keys are scored, and those that were evicted never again. */
export const SlidingWindowPolicy: Story = { args: under(slidingWindow({ window: 4 })) }

export const HeavyHitters: Story = { args: under(heavyHitters({ recent: 2, heavy: 2 })) }

function afterAnother() {
  const cache = prefixCache({ blockSize: 2, capacity: 16 })
  generate(small, tokens(6), { maxNewTokens: 1, cache })
  return under(cache)
}

/** The rows that another request computed are not computed again. */
export const SharedPrefix: Story = { args: afterAnother() }

export const TwoTokensInAWindow: Story = { args: under(slidingWindow({ window: 1 }), 1, 2) }

export const SixtyFourTokensInAWindow: Story = { args: under(slidingWindow({ window: 12 }), 40, 24) }

export const Narrow: Story = {
  args: { defaultTime: 1e9 },
  decorators: [
    (Figure) => (
      <div style={{ width: 320 }}>
        <Figure />
      </div>
    ),
  ],
}

/** A forward pass has no steps to compare: the message stands in the figure's place. */
export const WrongTrace: Story = { args: { trace: runForward(small, tokens(4)) } }

export const InALesson: Story = {
  render: (args) => (
    <Lesson prompt="the cat sat on the">
      <ComplexityComparison {...args} />
    </Lesson>
  ),
}
