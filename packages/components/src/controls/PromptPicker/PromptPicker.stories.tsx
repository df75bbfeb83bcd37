import type { Meta, StoryObj } from '@storybook/react-vite'
import { AttentionHead } from '../../figures/AttentionHead'
import { Lesson } from '../../lesson/Lesson'
import { Transport } from '../Transport'
import { PromptPicker } from './PromptPicker'

const meta: Meta<typeof PromptPicker> = { title: 'Controls/PromptPicker', component: PromptPicker }
export default meta

/** Texts to start from, and one’s own: what was typed can be chosen again. */
export const TextsToStartFrom: StoryObj<typeof PromptPicker> = {
  args: {
    prompts: [
      'the cat sat on the',
      'Anna gave the red ball to Ben. Ben thanked',
      { text: 'one two three one two', name: 'Counting' },
    ],
  },
  render: (args) => (
    <Lesson style={{ maxWidth: 1040, margin: '0 auto' }}>
      <PromptPicker {...args} />
      <AttentionHead />
      <Transport />
    </Lesson>
  ),
}
