import type { Meta, StoryObj } from '@storybook/react-vite'
import { BackpropWave } from './BackpropWave'
import { untrainedTrace } from './untrained.fixture'

const meta: Meta<typeof BackpropWave> = { title: 'Figures/BackpropWave', component: BackpropWave }
export default meta
type Story = StoryObj<typeof BackpropWave>

export const Default: Story = {}
export const WithTrace: Story = { args: { trace: untrainedTrace(3, 8) } }
export const TwelveLayers: Story = { args: { trace: untrainedTrace(12, 32) } }
export const TwoTokens: Story = { args: { trace: untrainedTrace(3, 2) } }
export const Five: Story = { args: { prompt: 'the dog saw the cat' } }
