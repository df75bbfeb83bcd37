import { runBackward, runForward } from '@glassformer/core'
import { loadSortModel } from '@glassformer/core/models/sort'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { Transport } from '../../controls/Transport'
import { Lesson } from '../../lesson/Lesson'
import { someTokens } from '../../testing/words'
import { BackpropWave } from './BackpropWave'
import { untrainedModel, untrainedTrace } from './untrained.fixture'

const meta: Meta<typeof BackpropWave> = { title: 'Figures/BackpropWave', component: BackpropWave }
export default meta
type Story = StoryObj<typeof BackpropWave>

/** The text model and its sentence, when every gradient has arrived. */
export const Default: Story = {}

/** Before anything is computed: the network asleep. */
export const Asleep: Story = { args: { defaultTime: 0 } }

/** The loss at every position. */
export const Loss: Story = { args: { trace: untrainedTrace(3, 8), defaultTime: 2050 } }

/** Gradient on its way along the rail of the top layer, into keys and values of earlier positions. */
export const MidAnimation: Story = { args: { prompt: 'the cat sat on the mat. the cat', defaultTime: 4000 } }

/** Each weight with the mark of its update. */
export const Update: Story = { args: { defaultTime: 1e9 } }

/** A trace made by `runBackward`. */
export const WithTrace: Story = { args: { trace: untrainedTrace(3, 8) } }

/** Brightness in proportion to the norm. */
export const Linear: Story = { args: { scale: 'linear' } }

/** The shortest text with a loss. */
export const TwoTokens: Story = { args: { trace: untrainedTrace(3, 2) } }

/** Columns grow narrow, tokens turn, and a narrow page scrolls inside the figure. */
export const SixtyFourTokens: Story = { args: { trace: untrainedTrace(3, 64) } }

/** Twelve layers by thirty-two positions: the rows grow low. */
export const TwelveLayers: Story = { args: { trace: untrainedTrace(12, 32) } }

/** The model that sorts six letters. */
export const SortModel: Story = { args: { model: loadSortModel(), prompt: 'BACABC' } }

/** Targets given by hand; the loss ignores two positions. */
export const IgnoredTargets: Story = {
  args: { trace: runBackward(untrainedModel(2), someTokens(6), [4, -1, 0, 7, -1, 2]) },
}

export const Narrow: Story = {
  decorators: [
    (Figure) => (
      <div style={{ width: 320 }}>
        <Figure />
      </div>
    ),
  ],
}

/** On the clock of a lesson, after the generation. */
export const InALesson: Story = {
  render: (args) => (
    <Lesson maxNewTokens={2}>
      <Transport />
      <BackpropWave {...args} />
    </Lesson>
  ),
}

/** A forward pass has no gradients: the message stands in the figure's place. */
export const BadTrace: Story = { args: { trace: runForward(untrainedModel(2), someTokens(6)) } }
