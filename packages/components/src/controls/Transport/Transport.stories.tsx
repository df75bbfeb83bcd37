import type { Meta, StoryObj } from '@storybook/react-vite'
import { Lesson } from '../../lesson/Lesson'
import { Transport } from './Transport'

const meta: Meta<typeof Transport> = { title: 'Controls/Transport', component: Transport }
export default meta

export const InALesson: StoryObj<typeof Transport> = {
  render: (args) => (
    <Lesson>
      <Transport {...args} />
    </Lesson>
  ),
}
