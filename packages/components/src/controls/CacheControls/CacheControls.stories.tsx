import type { Meta, StoryObj } from '@storybook/react-vite'
import { AttentionHead } from '../../figures/AttentionHead'
import { Lesson } from '../../lesson/Lesson'
import { Transport } from '../Transport'
import { CacheControls } from './CacheControls'

const meta: Meta<typeof CacheControls> = { title: 'Controls/CacheControls', component: CacheControls }
export default meta

/** What is kept of the past: a window forgets, and other numbers come out. */
export const Window: StoryObj<typeof CacheControls> = {
  render: (args) => (
    <Lesson style={{ maxWidth: 1040, margin: '0 auto' }}>
      <CacheControls {...args} />
      <AttentionHead />
      <Transport />
    </Lesson>
  ),
}
