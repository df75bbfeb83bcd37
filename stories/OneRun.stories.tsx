import {
  AttentionHead,
  BackpropWave,
  ComplexityComparison,
  KVCacheGrid,
  Lesson,
  TokenPipeline,
  Transport,
} from '@glassformer/components'
import type { Meta, StoryObj } from '@storybook/react-vite'

const meta: Meta<typeof Lesson> = { title: 'Lessons/One run, five figures', component: Lesson }
export default meta

type Story = StoryObj<typeof Lesson>

/** One run of the text model drives all five figures: one clock, one selection. Type over the text, play, point at things. */
export const OneRun: Story = {
  args: { prompt: 'the cat sat on the' },
  render: (args) => (
    <Lesson {...args}>
      <TokenPipeline />
      <AttentionHead />
      <KVCacheGrid />
      <ComplexityComparison />
      <BackpropWave />
      <Transport />
    </Lesson>
  ),
}
