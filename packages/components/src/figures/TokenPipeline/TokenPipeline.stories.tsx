import { createModel, generate, runBackward, runForward, sample } from '@glassformer/core'
import { prefixCache } from '@glassformer/core/cache'
import { loadSortModel } from '@glassformer/core/models/sort'
import { loadTextModel } from '@glassformer/core/models/text'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Lesson } from '../../lesson/Lesson'
import { TokenPipeline } from './TokenPipeline'

const meta: Meta<typeof TokenPipeline> = { title: 'Figures/TokenPipeline', component: TokenPipeline }
export default meta
type Story = StoryObj<typeof TokenPipeline>

const SENTENCE = 'the cat sat on the mat. the cat'
const given = generate(loadTextModel(), SENTENCE, { maxNewTokens: 4 })

export const Default: Story = {}
export const WithTrace: Story = { args: { trace: given } }
/** One forward pass: nothing is chosen, and any position can be asked for what it predicts. */
export const ForwardPass: Story = { args: { trace: runForward(loadTextModel(), SENTENCE) } }
export const Idle: Story = { args: { prompt: SENTENCE, defaultTime: 0 } }
export const InABlock: Story = { args: { prompt: SENTENCE, defaultTime: 8100 } }
/** The chosen token on its way to the end of the line. */
export const MidAnimation: Story = { args: { prompt: SENTENCE, defaultTime: 3675 } }
export const TwoTokens: Story = { args: { prompt: 'the cat' } }
/** Long lines fold in the middle. */
export const SixtyFourTokens: Story = {
  args: { prompt: `${'the cat sat on the mat. '.repeat(9)}the`, defaultTime: 8100 },
}
export const SortModel: Story = { args: { model: loadSortModel(), prompt: 'BACABC' } }
/** Drawn at a high temperature, so that the best candidate is not always the one chosen. */
export const Sampled: Story = {
  render: (args) => (
    <Lesson prompt={SENTENCE} sampler={sample({ temperature: 2, seed: 3 })}>
      <TokenPipeline {...args} />
    </Lesson>
  ),
}
/** Drawn from what top-k and top-p left: what they took out says so. */
export const TopP: Story = {
  render: (args) => (
    <Lesson prompt={SENTENCE} sampler={sample({ temperature: 1.5, topK: 12, topP: 0.8, seed: 4 })}>
      <TokenPipeline {...args} />
    </Lesson>
  ),
}
export const TwelveLayers: Story = {
  args: {
    model: createModel(
      { nLayers: 12, nHeads: 4, dModel: 64, nCtx: 16, dVocab: 3 },
      { seed: 4, tokenizer: loadSortModel().tokenizer ?? undefined },
    ),
    prompt: 'ABCCBA',
  },
}
const cache = prefixCache({ blockSize: 2, capacity: 16 })
const request = () => generate(loadTextModel(), SENTENCE, { maxNewTokens: 3, cache })
request()

/** The second request of two that begin alike: what the first one left in the cache is not computed again, and has no numbers. */
export const AfterASharedPrefix: Story = { args: { trace: request() } }

export const Narrow: Story = {
  args: { prompt: SENTENCE },
  render: (args) => (
    <div style={{ width: 320 }}>
      <TokenPipeline {...args} />
    </div>
  ),
}
/** A text that cannot be run says so under the input. */
export const EmptyText: Story = { args: { prompt: '' } }
/** A backward trace has nothing to show here, and the figure says so. */
export const BadTrace: Story = { args: { trace: runBackward(loadTextModel(), [197, 59, 150]) } }
