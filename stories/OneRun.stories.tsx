import { Lesson, Transport } from '@glassformer/components'
import type { Meta, StoryObj } from '@storybook/react-vite'

const meta: Meta = { title: 'Lessons/One run, five figures' }
export default meta

export const OneRun: StoryObj = {
  render: () => (
    <Lesson>
      <Transport />
    </Lesson>
  ),
}
