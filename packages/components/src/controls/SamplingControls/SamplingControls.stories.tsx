import type { Meta, StoryObj } from '@storybook/react-vite'
import { TokenPipeline } from '../../figures/TokenPipeline'
import { Lesson } from '../../lesson/Lesson'
import { Transport } from '../Transport'
import { SamplingControls } from './SamplingControls'

const meta: Meta<typeof SamplingControls> = { title: 'Controls/SamplingControls', component: SamplingControls }
export default meta

/** Drawn at temperature 0.8 from the five most probable tokens; at 0 nothing is drawn at all. */
export const Drawn: StoryObj<typeof SamplingControls> = {
  render: (args) => (
    <Lesson sampler={{ temperature: 0.8, topK: 5 }} style={{ maxWidth: 1040, margin: '0 auto' }}>
      <SamplingControls {...args} />
      <TokenPipeline />
      <Transport />
    </Lesson>
  ),
}
