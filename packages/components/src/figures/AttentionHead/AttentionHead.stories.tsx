import { generate, reviveTrace, runBackward, runForward } from '@glassformer/core'
import { intervene } from '@glassformer/core/intervene'
import { loadSortModel } from '@glassformer/core/models/sort'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Lesson } from '../../lesson/Lesson'
import { someTokens } from '../../testing/words'
import { AttentionHead } from './AttentionHead'
import { sharpModel } from './sharp.fixture'

const meta: Meta<typeof AttentionHead> = { title: 'Figures/AttentionHead', component: AttentionHead }
export default meta
type Story = StoryObj<typeof AttentionHead>

const END_MS = 1e9

/** With no props: the text model reads its sentence. */
export const Default: Story = {}

/** Before softmax: scaled dot products, on a scale around zero. */
export const Scores: Story = { args: { defaultView: 'scores' } }

/** What the head writes: one row per query, and the sum that made the row in focus. */
export const Output: Story = { args: { defaultView: 'output' } }

/** A model that sorts letters: watch which letter each output reads. */
export const SortModel: Story = { args: { model: loadSortModel(), prompt: 'BACABC', defaultTime: END_MS } }

export const TwoTokens: Story = { args: { trace: runForward(sharpModel(), someTokens(2)), defaultTime: END_MS } }

/** Cells shrink, labels thin out, numbers go; the pattern stays. */
export const SixtyFourTokens: Story = { args: { trace: runForward(sharpModel(), someTokens(64)), defaultTime: END_MS } }

export const TwelveHeads: Story = {
  args: { trace: runForward(sharpModel({ nHeads: 12, dModel: 96 }), someTokens(16)), defaultTime: END_MS },
}

/** One head alone, fixed by the author. */
export const OneHead: Story = { args: { layer: 0, head: 1 } }

/** In a column of 320 px. */
export const Narrow: Story = {
  render: (args) => (
    <div style={{ width: 320 }}>
      <AttentionHead {...args} />
    </div>
  ),
}

/** While a token's query is on its way to the keys. */
export const MidAnimation: Story = { args: { trace: runForward(sharpModel(), someTokens(8)), defaultTime: 3600 } }

/** While layer 0 is at work on the first new token: the figure is where the clock is, and says what the token does. */
export const MidDecode: Story = {
  args: { trace: generate(loadSortModel(), 'BACABC', { maxNewTokens: 6 }), defaultTime: 5900 },
}

/** A mistake made on purpose: every query sees later tokens. The caption says so, and no cell is masked. */
export const WithoutACausalMask: Story = {
  args: { trace: runForward(sharpModel(), someTokens(8), { fault: 'no-causal-mask' }), defaultTime: END_MS },
}

/** Head 0 of the last layer is halved after its sum: the sum says what was changed, and the caption how often. */
export const Intervened: Story = {
  args: {
    trace: runForward(sharpModel(), someTokens(8), {
      interventions: intervene([{ tensor: 'blocks.1.attn.z', head: 0, scale: 0.5 }]),
    }),
    defaultTime: END_MS,
  },
}

/** A model whose queries see three positions: what the window has left behind is hatched as what is to come. */
export const SlidingWindow: Story = {
  args: { trace: runForward(sharpModel({ attentionWindow: 3 }), someTokens(8)), defaultTime: END_MS },
}

/** Two heads of one run: what is pointed at in one lights in the other. */
export const LinkedInALesson: Story = {
  render: () => (
    <Lesson>
      <AttentionHead layer={0} heads="all" />
      <AttentionHead layer={1} heads="all" />
    </Lesson>
  ),
}

const whole = runForward(sharpModel(), someTokens(4))
const pattern = whole.tensor('blocks.1.attn.pattern')
const broken = reviveTrace({
  ...whole,
  tensors: {
    ...whole.tensors,
    [pattern.name]: { ...pattern, data: pattern.data.map((value, i) => (i === 5 ? Number.NaN : value)) },
  },
})

/** A trace with NaN in it says where, in the figure's place. */
export const BadTrace: Story = { args: { trace: broken } }

/** A training step has no forward clock to show. */
export const WrongTrace: Story = { args: { trace: runBackward(sharpModel(), someTokens(4)) } }

export const HeadOutOfRange: Story = { args: { head: 99 } }
