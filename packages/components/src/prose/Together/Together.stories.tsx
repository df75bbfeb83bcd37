import { createModel } from '@glassformer/core'
import { slidingWindow } from '@glassformer/core/cache'
import { loadTextModel } from '@glassformer/core/models/text'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Transport } from '../../controls/Transport'
import { AttentionHead } from '../../figures/AttentionHead'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { Lesson } from '../../lesson/Lesson'
import { Difference } from './Difference'
import { Together } from './Together'

const meta: Meta<typeof Together> = { title: 'Prose/Together', component: Together }
export default meta
type Story = StoryObj<typeof Together>

/** The same model with two ways to choose the next token. */
export const TwoSamplers: Story = {
  args: { prompt: 'the cat sat on the' },
  render: (args) => (
    <Together {...args}>
      <Lesson name="The most probable token">
        <TokenPipeline />
      </Lesson>
      <Lesson name="A draw at temperature 1.2" sampler={{ temperature: 1.2, seed: 3 }}>
        <TokenPipeline />
      </Lesson>
      <Difference />
      <Transport />
    </Together>
  ),
}

const trained = loadTextModel()
const untrained = createModel(trained.config, { seed: 1, ...(trained.tokenizer && { tokenizer: trained.tokenizer }) })

/** Before training and after: the same shape, other weights. */
export const BeforeAndAfterTraining: Story = {
  args: { prompt: 'the cat sat on the' },
  render: (args) => (
    <Together {...args}>
      <Lesson name="Before training" model={untrained}>
        <AttentionHead heads="one" />
      </Lesson>
      <Lesson name="After" model={trained}>
        <AttentionHead heads="one" />
      </Lesson>
      <Difference />
      <Transport />
    </Together>
  ),
}

/** A mistake made on purpose, beside none: without a mask, tokens read those after them. Point at a cell of one. */
export const AFaultAndNone: Story = {
  args: { prompt: 'the cat sat on the' },
  render: (args) => (
    <Together {...args}>
      <Lesson name="As it should be">
        <AttentionHead heads="one" />
      </Lesson>
      <Lesson name="Without a causal mask" fault="no-causal-mask">
        <AttentionHead heads="one" />
      </Lesson>
      <Difference defaultOpen />
      <Transport />
    </Together>
  ),
}

/** A run that is longer than the other: the shorter one rests, and says so. */
export const OneIsLonger: Story = {
  args: { prompt: 'the cat sat on the', defaultTime: 22000 },
  render: (args) => (
    <Together {...args}>
      <Lesson name="Eight tokens" maxNewTokens={8}>
        <TokenPipeline />
      </Lesson>
      <Lesson name="Two tokens" maxNewTokens={2}>
        <TokenPipeline />
      </Lesson>
      <Transport />
    </Together>
  ),
}

const lastFour = slidingWindow({ window: 4 })

/** Two policies of the cache: one keeps all, one forgets what is older than four tokens. Play on, and see where the texts part. */
export const TwoPolicies: Story = {
  args: { prompt: 'the cat sat on the' },
  render: (args) => (
    <Together {...args}>
      <Lesson name="All keys and values kept">
        <AttentionHead heads="one" />
      </Lesson>
      <Lesson name="The last four alone" cache={lastFour}>
        <AttentionHead heads="one" />
      </Lesson>
      <Difference defaultOpen />
      <Transport />
    </Together>
  ),
}
