import type { Meta, StoryObj } from '@storybook/react-vite'
import { AttentionHead } from '../../figures/AttentionHead'
import { Lesson } from '../../lesson/Lesson'
import { Transport } from '../Transport'
import { FaultPicker } from './FaultPicker'

const meta: Meta<typeof FaultPicker> = { title: 'Controls/FaultPicker', component: FaultPicker }
export default meta

/** The same text with a mistake made on purpose, and without. */
export const Mistakes: StoryObj<typeof FaultPicker> = {
  render: (args) => (
    <Lesson style={{ maxWidth: 1040, margin: '0 auto' }}>
      <FaultPicker {...args} />
      <AttentionHead />
      <Transport />
    </Lesson>
  ),
}
